import { CREDENTIAL_HELPER, withCode } from "../../../../messages";

/** A message of the helper with its code. The catalog's texts are generated from the helper's. */
export function said(
  code: keyof typeof CREDENTIAL_HELPER.entries,
  fields: Readonly<Record<string, string>> = {},
): string {
  return withCode(CREDENTIAL_HELPER.say(code, fields));
}
