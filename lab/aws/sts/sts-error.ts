/** A refusal by STS: code, HTTP status, and the XML that carries it. */

/**
 * Codes that AssumeRoleWithWebIdentity answers with, and their HTTP status (AWS STS API Reference).
 *
 * @evidence documentation The codes have these HTTP statuses. Source: AWS STS API Reference,
 *   AssumeRoleWithWebIdentity.
 */
const STATUS = {
  AccessDenied: 403,
  ExpiredTokenException: 400,
  IDPRejectedClaim: 403,
  InternalFailure: 500,
  InvalidIdentityToken: 400,
  MalformedInput: 400,
  ValidationError: 400,
} as const;

/** See {@link StsError.code}. */
export type StsErrorCode = keyof typeof STATUS;

/** Thrown by the steps of a web identity request; its message is AWS's own and never holds the token. */
export class StsError extends Error {
  override readonly name = "StsError";
  readonly code: StsErrorCode;

  constructor(code: StsErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** HTTP status. */
  get status(): number {
    return STATUS[this.code];
  }

  /**
   * The `ErrorResponse` document.
   *
   * @evidence documentation A refusal is XML with type, code, message, and request ID. Source: Smithy, "AWS query
   * protocol", "Operation error serialization".
   */
  toXml(requestId: string): string {
    const type = this.status < 500 ? "Sender" : "Receiver";
    return (
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>${type}</Type>` +
      `<Code>${this.code}</Code><Message>${escapeXml(this.message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`
    );
  }
}

/** Character data of an XML element; characters that XML 1.0 cannot hold become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
