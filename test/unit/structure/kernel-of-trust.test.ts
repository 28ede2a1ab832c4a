import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { issuers } from "../../../trust";

const folder = path.join(__dirname, "../../../trust/kernel");
const files = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(path.join(folder, name), "utf8"),
}));

/** Lines of the kernel. Whoever adds to it takes something out. */
const MOST_LINES = 2015;

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
  it(`has at most ${MOST_LINES} lines`, () => {
    const lines = files.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
    assert.ok(lines <= MOST_LINES, `${lines}`);
  });

  it("imports nothing of the project but types of the table of issuers", () => {
    const foreign = files.flatMap(({ name, text }) =>
      importsOf(text)
        .filter(([specifier, isType]) => !specifier.startsWith("./") && !(isType && TABLE.test(specifier)))
        .map(([specifier]) => `${name}: ${specifier}`),
    );
    assert.deepEqual(foreign, []);
  });

  it("names no issuer", () => {
    const names = namesOfIssuers();
    assert.ok(names.length > 50);
    const patterns = names.map(
      (issuer) => new RegExp(`(?<![a-z])${issuer.replaceAll(".", "[.]")}(?![a-z])`, "i"),
    );
    const named = files.flatMap(({ name, text }) =>
      patterns.filter((pattern) => pattern.test(text)).map(({ source }) => `${name}: ${source}`),
    );
    assert.deepEqual(named, []);
  });
});
