/** Characters of AWS's own message that are shown at most. */
const MOST = 400;

/** Codes that mean: the login is the problem, not the request. */
const LOGIN = new Set([
  "ExpiredToken",
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "UnrecognizedClient",
  "IncompleteSignature",
  "RequestExpired",
  "AuthFailure",
  "CredentialsProviderError",
  "TokenProviderError",
]);

/** A request to IAM that failed. The message says what happened and what to do, without a full stop. It holds no secret. */
export class IamError extends Error {
  override readonly name = "IamError";

  private constructor(
    /** AWS's code, such as `AccessDenied`, or that of the connection. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /**
   * @param error - What the SDK threw.
   * @param action - The permission that the request needs, such as `iam:GetRole`.
   * @param on - What the permission is about.
   */
  static from(error: unknown, action: string, on = "the role"): IamError {
    const { name, message, code } = error as { name: string; message: string; code?: string };
    const known = name === "Error" ? (code ?? name) : name.replace(/Exception$/, "");
    const parts = [describe(known, message), remedy(known, message, action, on)];
    return new IamError(known, parts.filter((part) => part !== "").join(". "));
  }
}

/** AWS's code and message, without what could be a secret, and without a full stop. */
export function describe(code: string, message: string): string {
  // What follows a failed signature's first line is the signed request, with the session token in it.
  const [line = ""] = message.split(/[\r\n]/);
  const shown = line.length > MOST ? `${line.slice(0, MOST)}...` : line;
  return `${code}: ${shown.replace(/[.:\s]*$/, "")}`;
}

function remedy(code: string, message: string, action: string, on: string): string {
  if (code === "AccessDenied") {
    // IAM has one code for all of these: only its message says what denied the request.
    if (/service control policy/i.test(message)) {
      return "Use a login that this service control policy exempts";
    }
    if (/permissions boundary/i.test(message)) {
      return "Use a login without this permissions boundary";
    }
    if (/explicit deny/i.test(message)) {
      return "Use a login to which this deny does not apply";
    }
    return `Grant ${action} on ${on}, or use another login`;
  }
  if (LOGIN.has(code)) {
    return "Log in again: aws sso login, or new keys in the environment";
  }
  if (/throttl|TooManyRequests|RequestLimitExceeded|ConcurrentModification/i.test(code)) {
    return "Run the command again";
  }
  return code === "UnmodifiableEntity" ? "Only the AWS service that owns the role can change it" : "";
}
