import { CREDENTIAL_HELPER, withCode } from "../../../../messages";
import { CREDENTIAL_HELPER_TEXTS as TEXTS } from "../../../../messages/credential-helper-texts";

/** A message of the helper with its code. The catalog's texts are generated from the helper's. */
export function said(
  code: keyof typeof CREDENTIAL_HELPER.entries,
  fields: Readonly<Record<string, string>> = {},
): string {
  return withCode(CREDENTIAL_HELPER.say(code, fields));
}

/**
 * The source of a regular expression for a message of the helper with its code.
 *
 * @param fields - A regular expression for each field. Default: anything in one line.
 */
export function saidLike(code: keyof typeof TEXTS, fields: Readonly<Record<string, string>> = {}): string {
  const text = `${TEXTS[code]} [${code}]`.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return text.replace(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? ".*");
}
