/** Turns an error of the vendors' libraries into ours: with its code, with the fix, and without a token. */
import refusals from "../refusals.json";
import { AzureToAwsError } from "./azure-to-aws-error";

/** What texts may name. */
export type Fields = Readonly<Record<string, string | number | undefined>>;

/** The members of an error of the AWS SDK that count. */
interface StsError {
  readonly Code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * What an answer means: the first pattern that fits `<service> <status>: <text>` decides. The status is 0 if none is known, and that of AWS
 * has the error code. The table is the same for the providers of all languages.
 */
const REFUSALS = refusals.map(({ pattern, ...refusal }) => ({
  ...refusal,
  pattern: new RegExp(pattern, "i"),
}));

/** Why there is no token. */
export function tokenRefusal(cause: unknown, fields: Fields): AzureToAwsError {
  const service = process.env.IDENTITY_ENDPOINT === undefined ? "Azure" : "Azure's identity endpoint";
  return refusal(`${service} 0: ${String(cause)}`, `Azure Identity reports: ${String(cause)}`, fields, cause);
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
  const all = { ...fields, aud: fields.azp ?? fields.aud };
  if (status === undefined) {
    return refusal(`AWS STS 0: ${String(cause)}`, `The AWS SDK reports: ${String(cause)}`, all, cause);
  }
  // What cannot be read may have the keys in it.
  const said = status === 200 ? "200" : `${status} ${Code}: ${message.replaceAll(token, "<token>")}`;
  return refusal(`AWS STS ${said}`, `AWS STS answered ${said}`, all, cause);
}

function refusal(answer: string, words: string, fields: Fields, cause: unknown): AzureToAwsError {
  const line = answer.replace(/\s+/g, " ");
  const { code, text } = REFUSALS.find(({ pattern }) => pattern.test(line)) ?? { code: "", text: "" };
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] ?? "(none)"));
  return new AzureToAwsError([{ code, text: `${filled}. ${words}` }], { cause });
}
