/** Translates AWS SDK errors for the commands, and separates missing permissions from other failures. */
import { coded } from "../../../messages";
import { CommandError } from "../../command";
import { CloudError } from "../cloud-error";
import { refusalText } from "../refusal-text";

/** AWS's codes that mean: the login lacks a right. Source: AWS, "Common error types"; IAM and STS API References. */
const DENIED = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);

/**
 * What an error of the SDK means.
 *
 * @param needs - The permission that the request needs, such as `iam:ListUsers`.
 */
export function refusal(error: unknown, needs: string): CloudError {
  if (error instanceof CloudError) {
    // The SDK adds a line for developers to an error that came while it read the answer.
    const [message = ""] = error.message.split("\n");
    return new CloudError(error.state, error.code, message, error.needs);
  }
  const { name, message, code } = error as { name: string; message: string; code?: string };
  const known = name === "Error" ? (code ?? name) : name;
  const text = refusalText(`${known.replace(/Exception$/, "")}: ${message}`);
  return DENIED.has(known)
    ? new CloudError("refused", "AccessDenied", text, needs)
    : new CloudError("failed", known.replace(/Exception$/, ""), text);
}

/** Sends a request that needs a permission. @throws {CloudError} */
export async function sent<T>(needs: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw refusal(error, needs);
  }
}

/**
 * Finds the login of a client and its region, so that a missing one is seen before the first request.
 *
 * @throws {CommandError} If there is none.
 */
export async function demandLogin<Login>({
  config,
}: {
  readonly config: { readonly credentials: () => Promise<Login>; readonly region: () => Promise<string> };
}): Promise<Login> {
  try {
    const login = await config.credentials();
    await config.region();
    return login;
  } catch (error) {
    throw new CommandError(
      coded(
        "aws-login-none",
        `no AWS login: ${refusal(error, "").message}. Log in with aws sso login, set AWS_PROFILE, or give --profile`,
      ),
    );
  }
}

/** The pages of a list that needs a permission. @throws {CloudError} */
export async function* pagesOf<T>(needs: string, pages: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    throw refusal(error, needs);
  }
}

/** The code for something that is not there. Source: IAM API Reference, "Common error types", and the pages of the actions. */
const GONE = new Set(["NoSuchEntity"]);

/**
 * What a request for one of several things finds; `undefined` if the thing was deleted after it was listed.
 *
 * @throws {CloudError} For every other refusal.
 */
export async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof CloudError && GONE.has(error.code)) {
      return undefined;
    }
    throw error;
  }
}
