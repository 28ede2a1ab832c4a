import { IamError } from "./iam-error";

/** How long one request may take with all its retries, in milliseconds. */
const REQUEST_LIMIT = 60_000;

/**
 * Sends a request to IAM.
 *
 * @param action - The permission that it needs, such as `iam:GetRole`.
 * @param on - What the permission is about, such as `the role`.
 * @param send - Sends it, with the options of the SDK that end it.
 * @throws {IamError} If it fails, or takes longer than a minute.
 */
export async function requestIam<T>(
  action: string,
  on: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const abortSignal = AbortSignal.timeout(REQUEST_LIMIT);
  try {
    return await send({ abortSignal });
  } catch (error) {
    const late = new Error(`no answer within ${REQUEST_LIMIT / 1000} seconds`);
    throw IamError.from(abortSignal.aborted ? Object.assign(late, { code: "Timeout" }) : error, action, on);
  }
}

/** The answer to a request; `undefined` if IAM does not know what it is about. */
export async function absentIsUndefined<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof IamError && error.code === "NoSuchEntity") {
      return undefined;
    }
    throw error;
  }
}
