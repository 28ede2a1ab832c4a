/** Refusals of an app's identity endpoint. */
import type { EntraError } from "../entra/entra-error";

/** What a refusal contains in addition to its status and text. */
type Details = Readonly<Record<string, unknown>>;

/** An answer that is not 200. */
export class IdentityEndpointError extends Error {
  constructor(
    readonly status: number,
    message: string | null,
    private readonly details: Details = {},
  ) {
    super(message ?? "");
    this.name = "IdentityEndpointError";
  }

  /**
   * A refusal of Entra, passed on.
   *
   * @evidence report A refusal of Entra comes with `exceptionMessage`, `errorCode`, and its codes. Source: a captured
   * answer for AADSTS500011.
   */
  static ofEntra({ description, error, code }: EntraError): IdentityEndpointError {
    return new IdentityEndpointError(400, null, {
      exceptionMessage: description,
      errorCode: error,
      serviceErrorCodes: [String(code)],
    });
  }

  /** @evidence report A refusal has `statusCode`, `message`, and `correlationId`. Source: captured answers. */
  body(correlationId: string): Record<string, unknown> {
    const message = this.message === "" ? null : this.message;
    return { ...this.details, statusCode: this.status, message, correlationId };
  }
}
