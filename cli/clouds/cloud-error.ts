/** The code of an error that is a login's: the cloud itself was not asked. */
export const LOGIN = "Login";

/** Why a cloud did not answer a request. The message holds no secret. */
export class CloudError extends Error {
  override readonly name = "CloudError";

  constructor(
    /** `refused`: the login lacks a right. */
    readonly state: "refused" | "failed",
    /** The cloud's code, such as `AccessDenied`. */
    readonly code: string,
    message: string,
    /** The permission that the request needs. */
    readonly needs?: string,
    /** The status of the answer; `undefined` if there was none. */
    readonly status?: number,
  ) {
    super(message);
  }
}
