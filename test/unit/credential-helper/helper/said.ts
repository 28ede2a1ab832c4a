import { execFileSync } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** Prints the codes and texts as JSON. What must run without messages.py contains its own. */
const DUMP = `
import json, re, sys
sys.path.insert(0, sys.argv[1])
import verify_caller
from azure_to_aws import front, messages
text, code = re.fullmatch(r"azure-to-aws: (.*) \\[(.*)\\]\\n", front.INTERNAL_ERROR).groups()
print(json.dumps({**messages.TEXTS, **verify_caller.TEXTS, code: text % ("{type}", "{place}")}))`;

let texts: Readonly<Record<string, string>> | undefined;

/** The text of each message of the helper by its code, from its Python sources. Fields are in braces. Needs python3. */
export function helperTexts(): Readonly<Record<string, string>> {
  return (texts ??= JSON.parse(
    execFileSync("python3", ["-IB", "-c", DUMP, path.join(PROJECT_ROOT, "credential-helper")], {
      encoding: "utf8",
    }),
  ) as Record<string, string>);
}

function withCode(code: string): string {
  const text = helperTexts()[code];
  if (text === undefined) {
    throw new RangeError(`the helper has no message ${code}`);
  }
  return `${text} [${code}]`;
}

/** A message of the helper with its code. */
export function said(code: string, fields: Readonly<Record<string, string>> = {}): string {
  return withCode(code).replace(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? "");
}

/**
 * The source of a regular expression for a message of the helper with its code.
 *
 * @param fields - A regular expression for each field. Default: anything in one line.
 */
export function saidLike(code: string, fields: Readonly<Record<string, string>> = {}): string {
  const text = withCode(code).replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return text.replace(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? ".*");
}
