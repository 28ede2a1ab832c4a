/** Refusals of Microsoft Graph. */
import { randomUUID } from "node:crypto";

/** One entry of `error.details`. */
export interface GraphErrorDetail {
  readonly code: string;
  readonly target: string;
  readonly message: string;
}

/**
 * An error response (Microsoft Graph, "Microsoft Graph error responses and resource types").
 * The codes and texts are those of captured answers unless the place that throws one says otherwise.
 */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly GraphErrorDetail[] = [],
  ) {
    super(message);
    this.name = "GraphError";
  }

  /** A request that says something Graph does not take. */
  static badRequest(message: string, details: readonly GraphErrorDetail[] = []): GraphError {
    return new GraphError(400, "Request_BadRequest", message, details);
  }

  /** A property whose value cannot be. The text names the property only, as Graph's does. */
  static invalidProperty(property: string): GraphError {
    return GraphError.badRequest(`Property ${property} is invalid.`);
  }

  static notFound(id: string): GraphError {
    return new GraphError(
      404,
      "Request_ResourceNotFound",
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }

  static forbidden(): GraphError {
    return new GraphError(
      403,
      "Authorization_RequestDenied",
      "Insufficient privileges to complete the operation.",
    );
  }

  static unauthorized(message: string): GraphError {
    return new GraphError(401, "InvalidAuthenticationToken", message);
  }

  /** The body of the answer. `now` is in milliseconds since the epoch. */
  body(now: number): Record<string, unknown> {
    const id = randomUUID();
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.details.length > 0 ? { details: this.details } : {}),
        innerError: {
          date: new Date(now).toISOString().slice(0, 19),
          "request-id": id,
          "client-request-id": id,
        },
      },
    };
  }
}
