/** What the provider for Go shares with the credential helper, read from both sources. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "../../../..");
const PROVIDER = path.join(ROOT, "providers/go");
const HELPER = path.join(ROOT, "credential-helper/azure_to_aws");

interface Answer {
  readonly pattern: string;
  readonly code: string;
  readonly text: string;
}

const answers = JSON.parse(readFileSync(path.join(PROVIDER, "answers.json"), "utf8")) as readonly Answer[];
const sources = readdirSync(PROVIDER)
  .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
  .map((file) => readFileSync(path.join(PROVIDER, file), "utf8"));

/** The code of each of Entra's, as the helper has it. */
function codesOfHelper(): ReadonlyMap<string, string> {
  const table = /^MESSAGES = \{$(.*?)^\}$/ms.exec(readFileSync(path.join(HELPER, "entra.py"), "utf8"));
  const rows = [...(table?.[1] ?? "").matchAll(/"(AADSTS\d+)": "([a-z-]+)"/g)];
  return new Map(rows.map(([, entra = "", code = ""]) => [entra, code]));
}

describe("The provider for Go", () => {
  it("has the helper's code for each error code of Entra", () => {
    const expected = codesOfHelper();
    assert.ok(expected.size > 15);
    const given = [...expected.keys()].map((entra) => {
      const text = `Azure 400: ${entra}: Application 'x' failed.`;
      return [entra, answers.find(({ pattern }) => pattern !== "" && fits(pattern, text))?.code];
    });
    assert.deepEqual(given, [...expected]);
  });

  it("has only codes that the helper has", () => {
    const texts = readFileSync(path.join(HELPER, "messages.py"), "utf8");
    const known = new Set([...texts.matchAll(/^ {4}"([a-z-]+)":/gm)].map(([, code]) => code));
    const inSources = sources.flatMap((source) => [...source.matchAll(/"(helper-[a-z-]+)"|\[([a-z-]+)\]"/g)]);
    const codes = [...answers.map(({ code }) => code), ...inSources.map(([, name, noted]) => name ?? noted)];
    assert.ok(codes.length > answers.length + 2);
    assert.deepEqual(
      codes.filter((code) => !known.has(code)),
      [],
    );
  });

  it("has at most 150 lines without comments and imports", () => {
    const lines = sources
      .flatMap((source) => source.replace(/^import \((.*?)^\)$/gms, "").split("\n"))
      .filter((line) => line.trim() !== "" && !/^\s*\/\/|^package /.test(line));
    assert.ok(lines.length <= 150, `${lines.length} lines`);
  });
});

/** Whether a pattern of Go's fits. Of its own syntax, the patterns have only groups without case. */
function fits(pattern: string, text: string): boolean {
  const ignoresCase = pattern.includes("(?i:");
  return new RegExp(pattern.replaceAll("(?i:", "(?:"), ignoresCase ? "i" : "").test(text);
}
