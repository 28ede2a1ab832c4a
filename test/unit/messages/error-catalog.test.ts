import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { errorSections } from "../../../messages/error-sections";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { helperTexts } from "../credential-helper/helper/said";

/** The sections but for those on findings of trust policies, which test/unit/trust/analyze/finding-codes.test.ts compares. */
const sections = errorSections().filter(({ page }) => page !== "errors/trust-findings");

/** A regular expression for the texts that an expression can have. Where it is not known what it is, anything. */
function patternOf(node: ts.Expression): string {
  const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (ts.isParenthesizedExpression(node)) {
    return patternOf(node.expression);
  }
  if (ts.isStringLiteralLike(node)) {
    return escaped(node.text);
  }
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map(
      ({ expression, literal }) => patternOf(expression) + escaped(literal.text),
    );
    return escaped(node.head.text) + parts.join("");
  }
  if (ts.isConditionalExpression(node)) {
    return `(?:${patternOf(node.whenTrue)}|${patternOf(node.whenFalse)})`;
  }
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? patternOf(node.left) + patternOf(node.right)
    : ".*";
}

/** Each code that a file has texts for, with the pattern of its messages: in a catalog, or where `coded` makes a message. */
function patternsIn(file: string): [code: string, pattern: RegExp][] {
  const found: [string, RegExp][] = [];
  const add = (code: string, text: string, next?: string): void => {
    found.push([code, new RegExp(`^${text}${next === undefined ? "" : `(?:\\. ${next})?`}$`, "s")]);
  };
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const bodyOf = (object: ts.ObjectLiteralExpression, name: string): string | undefined => {
    const member = object.properties.find((one) => one.name?.getText() === name);
    const value = member !== undefined && ts.isPropertyAssignment(member) ? member.initializer : undefined;
    return member === undefined
      ? undefined
      : value !== undefined && ts.isArrowFunction(value) && !ts.isBlock(value.body)
        ? patternOf(value.body)
        : ".*";
  };
  const visit = (node: ts.Node): void => {
    const call = ts.isPropertyAssignment(node) ? node.initializer : undefined;
    if (
      ts.isPropertyAssignment(node) &&
      call !== undefined &&
      ts.isCallExpression(call) &&
      call.expression.getText() === "entry"
    ) {
      const [object] = call.arguments;
      assert.ok(object !== undefined && ts.isObjectLiteralExpression(object));
      add(node.name.getText().replaceAll('"', ""), bodyOf(object, "text") ?? "", bodyOf(object, "next"));
    } else if (ts.isCallExpression(node) && node.expression.getText() === "coded") {
      const [code, text, next] = node.arguments;
      assert.ok(
        code !== undefined && ts.isStringLiteral(code) && text !== undefined,
        `${file}: ${node.getText()}`,
      );
      add(code.text, patternOf(text), next && patternOf(next));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The texts that only the static helper needs. */
const staticTexts = JSON.parse(
  readFileSync(path.join(PROJECT_ROOT, "providers/go/internal/knowledge/static.json"), "utf8"),
) as Record<string, string>;

const FOLDERS = [
  "cli",
  "components",
  "credential-helper",
  "lab",
  "messages",
  "policy-sources",
  "policypack",
  "providers",
  "tools",
  "trust",
];

/** The codes of the product. What several places say is in a catalog, so no code is here twice. */
const patterns: readonly (readonly [code: string, pattern: RegExp])[] = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /^(?!.*(?:node_modules|\bbin\/)).*\.ts$/.test(file))
      .map((file) => path.join(PROJECT_ROOT, folder, file)),
  )
    .filter((file) => /\bcoded\(|\bnew Catalog\(/.test(readFileSync(file, "utf8")))
    .flatMap(patternsIn),
  ...Object.entries({ ...helperTexts(), ...staticTexts }).map(
    ([code, text]) =>
      [
        code,
        new RegExp(`^${text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\w+\}/g, ".*")}$`, "s"),
      ] as const,
  ),
];
const patternOfCode = new Map(patterns);

describe("the error catalog in docs/errors", () => {
  it("has a section for each code of the product, and for nothing else, once", () => {
    assert.deepEqual(sections.map(({ code }) => code).sort(), patterns.map(([code]) => code).sort());
  });

  it("has a line in its index for each page, and no other", () => {
    const index = readFileSync(path.join(PROJECT_ROOT, "docs/errors/README.md"), "utf8");
    assert.deepEqual(
      [...index.matchAll(/^- \[(.*)\]\((.*)\.md\)$/gm)].map(([, title, page]) => `${page} ${title}`).sort(),
      [...new Set(errorSections().map(({ page, area }) => `${path.basename(page)} ${area}`))].sort(),
    );
  });

  for (const { code, area, message, cause, fix } of sections) {
    it(`has a cause, a fix, and a message with the words of the source for ${code} (${area})`, () => {
      assert.ok(
        message.length <= 300 || message.includes("{"),
        `the message has ${message.length} characters, more than 300`,
      );
      assert.doesNotMatch(message, /undefined|\[object Object\]/);
      assert.match(cause, /^[A-Z`[].*[.`]$/s);
      assert.match(fix, /^[A-Z`[].*[.`:]$/s);
      assert.match(message, patternOfCode.get(code) ?? /^$/);
    });
  }
});
