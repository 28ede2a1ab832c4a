import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { issuers } from "../../../trust";

const filesOf = (folder: string): readonly { readonly name: string; readonly text: string }[] => {
  const whole = path.join(__dirname, "../../../trust", folder);
  return readdirSync(whole).map((name) => ({ name, text: readFileSync(path.join(whole, name), "utf8") }));
};
const files = filesOf("kernel");
const reader = filesOf("policy");

/** Lines of the kernel. Whoever adds to it takes something out. */
const MOST_LINES = 1357;

/** The same, with the reader of policies. */
const MOST_LINES_WITH_READER = 1827;

const linesOf = (some: typeof files): number =>
  some.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);

/** The reader of IAM's policy language. It says what a policy has and what IAM refuses, and judges nothing. */
const READER = /^\.\.\/policy\/[a-z-]+$/;

/** The table's types that the kernel may import. It gets the table itself from its caller. */
const TABLE = /^\.\.\/issuers\/(?:known-issuer|platform|stand-in|subject-boundaries)$/;

/** The imports of a file that load another file when the program runs, and those of types alone. */
function importsOf(text: string): readonly (readonly [specifier: string, isType: boolean])[] {
  const source = ts.createSourceFile("kernel.ts", text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
    statement.moduleSpecifier !== undefined &&
    ts.isStringLiteral(statement.moduleSpecifier)
      ? [
          [
            statement.moduleSpecifier.text,
            ts.isImportDeclaration(statement) &&
              statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
          ] as const,
        ]
      : [],
  );
}

/** Words of the names, IDs, and hosts of issuers, but for words that are not an issuer's alone. */
function namesOfIssuers(): readonly string[] {
  const hosts = issuers.flatMap(({ facts }) =>
    facts.providers.map((provider) => provider.split("/")[0] ?? ""),
  );
  const ids = issuers.map(({ facts }) => facts.id);
  const known = hosts.filter((host) => !host.includes("<"));
  return [...new Set([...known, ...ids, "entra", "azure", "github", "gitlab", "google", "microsoft"])];
}

describe("the kernel of trust", () => {
  it(`has at most ${MOST_LINES} lines, and ${MOST_LINES_WITH_READER} with the reader of policies`, () => {
    assert.ok(linesOf(files) <= MOST_LINES, `${linesOf(files)}`);
    assert.ok(linesOf([...files, ...reader]) <= MOST_LINES_WITH_READER, `${linesOf([...files, ...reader])}`);
  });

  it("imports nothing of the project but the reader of policies and types of the table of issuers", () => {
    const foreign = files.flatMap(({ name, text }) =>
      importsOf(text)
        .filter(([specifier]) => !specifier.startsWith("./") && !READER.test(specifier))
        .filter(([specifier, isType]) => !(isType && TABLE.test(specifier)))
        .map(([specifier]) => `${name}: ${specifier}`),
    );
    assert.deepEqual(foreign, []);
  });

  it("names no issuer, nor does the reader of policies", () => {
    const names = namesOfIssuers();
    assert.ok(names.length > 50);
    const patterns = names.map(
      (issuer) => new RegExp(`(?<![a-z])${issuer.replaceAll(".", "[.]")}(?![a-z])`, "i"),
    );
    const named = [...files, ...reader].flatMap(({ name, text }) =>
      patterns.filter((pattern) => pattern.test(text)).map(({ source }) => `${name}: ${source}`),
    );
    assert.deepEqual(named, []);
  });
});
