/** IAM failures with advice on how to fix them, for suspend, resume, and the keys commands. */
import { CloudError } from "../cloud-error";
import { refusal } from "./aws-refusal";

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
export class IamError extends CloudError {
  /**
   * @param error - What the SDK threw.
   * @param action - The permission that the request needs, such as `iam:GetRole`.
   * @param on - What the permission is about.
   */
  static from(error: unknown, action: string, on = "the role"): IamError {
    const { state, code, message, needs } = refusal(error, action);
    const parts = [message, remedy(code, (error as Error).message, action, on)];
    return new IamError(state, code, parts.filter((part) => part !== "").join(". "), needs);
  }
}

/** Sends a request to IAM that needs a permission. @throws {IamError} */
export async function requestIam<T>(action: string, on: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw IamError.from(error, action, on);
  }
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
