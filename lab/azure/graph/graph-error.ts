/** Refusals of Microsoft Graph. */
import { randomUUID } from "node:crypto";
import { withCode } from "../../../messages";
import { LAB } from "../../../messages/lab";

/** One entry of `error.details`. */
export interface GraphErrorDetail {
  readonly code: string;
  readonly target: string;
  readonly message: string;
}

/**
 * An error response.
 *
 * @evidence documentation The body has a code, a message, and the IDs of the request. Source: "Microsoft Graph error
 *   responses and resource types".
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

  /**
   * A request that says something Graph does not take.
   *
   * @evidence log A request that Graph does not take is 400 with the code `Request_BadRequest`. Source: Azure/pcs-cli
   *   #146 and other answers quoted in public logs.
   */
  static badRequest(message: string, details: readonly GraphErrorDetail[] = []): GraphError {
    return new GraphError(400, "Request_BadRequest", message, details);
  }

  /** Something that Graph does and the lab does not: the message says so, so that nobody takes it for Graph's answer. */
  static notInTheLab(what: string, how?: string): GraphError {
    return new GraphError(501, "NotInTheLab", withCode(LAB.say("lab-unsupported", what, how)));
  }

  /**
   * A property whose value cannot be. The text names the property only, as Graph's does.
   *
   * @evidence log The text for a wrong value names the property and not the value. Source: Azure/azure-powershell
   *   #2633 (identifierUris).
   */
  static invalidProperty(property: string): GraphError {
    return GraphError.badRequest(`Property ${property} is invalid.`);
  }

  /**
   * @evidence recorded An object that does not exist is 404 `Request_ResourceNotFound`. Source: Azure/azure-cli
   * src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
   */
  static notFound(id: string): GraphError {
    return new GraphError(
      404,
      "Request_ResourceNotFound",
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }

  /**
   * @evidence recorded A caller without the right gets 403 `Authorization_RequestDenied`. Source: Azure/azure-cli
   * src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_credential.yaml at fd3b3d8
   * (2025-02-20).
   */
  static forbidden(): GraphError {
    return new GraphError(
      403,
      "Authorization_RequestDenied",
      "Insufficient privileges to complete the operation.",
    );
  }

  /**
   * @evidence log A token that is refused is 401 `InvalidAuthenticationToken`. Source: s1t5/mail-archiver #267;
   * Azure/ms-rest-nodeauth #145; microsoftgraph/msgraph-training-dotnet #31.
   */
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
