import { readFileSync } from "node:fs";
import path from "node:path";
import { type JudgedFile, judgeText } from "../../../cli/judged-files/judge-file";

/** The roles of a text with their verdicts and, for those that are unknown, what they depend on. */
export function verdictsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    judgeText("file", text).roles.map(({ document, judgment }) => [
      document.role,
      [judgment.verdict, ...judgment.unknown].join(": "),
    ]),
  );
}

/** The same for a value, as JSON. */
export function verdicts(value: unknown): Record<string, string> {
  return verdictsOf(JSON.stringify(value));
}

/** Judges a fixture. */
export function judgeFixture(name: string): JudgedFile {
  return judgeText(name, readFixture(name));
}

/** Reads a fixture. */
export function readFixture(name: string): string {
  return readFileSync(path.join(__dirname, "../cli/fixtures", name), "utf8");
}
