/** Turns an error of the vendors' libraries into ours: with its code, with the fix, and without a token. */
import { AzureToAwsError } from "./azure-to-aws-error";
import { type Refusals, STS_REFUSALS, TOKEN_REFUSALS } from "./refusals";

/** What texts may name. */
export type Fields = Readonly<Record<string, string | number | undefined>>;

/** The members of an error of the AWS SDK that count. */
interface StsError {
  readonly Code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Why there is no token. */
export function tokenRefusal(cause: unknown, fields: Fields): AzureToAwsError {
  const where = process.env.IDENTITY_ENDPOINT === undefined ? "" : " (identity endpoint)";
  return refusal(TOKEN_REFUSALS, `${String(cause)}${where}`, "Azure Identity reports:", fields, cause);
}

/**
 * Why there is no session.
 *
 * @param fields - With the claims of the token.
 * @param token - Is left out if AWS repeats it.
 */
export function stsRefusal(cause: unknown, fields: Fields, token: string): AzureToAwsError {
  const { Code = "without a code", message = "", $metadata } = cause as StsError;
  const { httpStatusCode: status } = $metadata ?? {};
  // AWS compares the client ID of a token of version 2, which is in azp.
  const all = { ...fields, compared: fields.azp ?? fields.aud };
  if (status === undefined) {
    return refusal(STS_REFUSALS, String(cause), "The AWS SDK reports:", all, cause);
  }
  // What cannot be read may have the keys in it.
  const said = status === 200 ? "200" : `${status} ${Code}: ${message.replaceAll(token, "<token>")}`;
  return refusal(STS_REFUSALS, said, "AWS STS answered", all, cause);
}

function refusal(
  refusals: Refusals,
  said: string,
  who: string,
  fields: Fields,
  cause: unknown,
): AzureToAwsError {
  const line = said.replace(/\s+/g, " ");
  const [, code = "", text = ""] = refusals.find(([pattern]) => pattern.test(line)) ?? [];
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] ?? "(none)"));
  return new AzureToAwsError([{ code, text: `${filled}. ${who} ${line}` }], { cause });
}
