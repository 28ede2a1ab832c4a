import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import manifest from "../../../package.json";
import { findAwsClientBuilders } from "../../../tools/costs/aws-client-builders";
import { descendants, parse, type SourceText } from "../../../tools/costs/source-file";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { trackedFiles } from "../../../tools/release/git";

/** What sends a request: a function of Node, or a module that is loaded. */
const SENDS = new Set(["fetch", "undici", "node:http", "node:https", "node:http2"]);

describe("the command line's clients of the clouds", () => {
  let sources: readonly SourceText[];
  let own: readonly SourceText[];

  before(async () => {
    const files = (await trackedFiles(PROJECT_ROOT)).filter((file) => /^(?:cli|tools)\/.*\.ts$/.test(file));
    sources = files.map((file) => ({
      path: file,
      text: readFileSync(path.join(PROJECT_ROOT, file), "utf8"),
    }));
    own = sources.filter((source) => source.path.startsWith("cli/") && !source.path.includes("/browser/"));
  });

  it("are created in one place for AWS, for the run on real accounts too", () => {
    const packages = Object.keys({ ...manifest.peerDependencies, ...manifest.devDependencies });
    assert.deepEqual(Object.keys(findAwsClientBuilders(sources, packages)), ["cli/clouds/aws/aws-client.ts"]);
  });

  it("send their requests in one place per cloud, next to the one that chooses the proxy", () => {
    const sending = own.filter((source) =>
      [...loaded(source), ...called(source)].some((name) => SENDS.has(name)),
    );
    assert.deepEqual(
      sending.map((source) => source.path),
      ["cli/clouds/aws/proxy-handler.ts", "cli/clouds/microsoft/azure-fetch.ts", "cli/clouds/proxy.ts"],
    );
  });

  it("get the vendors' SDKs from one place", () => {
    const loading = own.filter((source) => loaded(source).some((name) => /^@(?:aws-sdk|azure)\//.test(name)));
    assert.deepEqual(
      loading.map((source) => source.path),
      ["cli/clouds/sdks.ts"],
    );
  });
});

/** The modules that a file loads when it runs. A type is not loaded. */
function loaded(source: SourceText): readonly string[] {
  return descendants(parse(source)).flatMap((node) => {
    const isImport =
      ts.isImportDeclaration(node) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword;
    const isLate = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const name = isImport ? node.moduleSpecifier : isLate ? node.arguments[0] : undefined;
    return name !== undefined && ts.isStringLiteral(name) ? [name.text] : [];
  });
}

/** The functions that a file calls by their names alone. */
function called(source: SourceText): readonly string[] {
  return descendants(parse(source)).flatMap((node) =>
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? [node.expression.text] : [],
  );
}
