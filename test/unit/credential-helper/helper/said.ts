import { CREDENTIAL_HELPER, withCode } from "../../../../messages";

/** A message of the helper with its code, as the catalog has it. A test proves that the helper has the same texts. */
export function said(
  code: keyof typeof CREDENTIAL_HELPER.entries,
  fields: Readonly<Record<string, string>> = {},
): string {
  return withCode(CREDENTIAL_HELPER.say(code, fields));
}
