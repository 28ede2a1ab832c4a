import ts from "typescript";
import { descendants, parse, roomOf, type SourceText } from "./source-file";

/**
 * The folders that a trust policy with unknown parts passes. Terraform's and Azure Policy's own evaluators in other folders have another
 * "unknown", which never meets a trust policy.
 */
export const POLICY_FOLDERS: readonly string[] = ["trust", "policy-sources", "policypack"];

/** The folder that reads "unknown" from the engine. In `policy-sources`, `undefined` says that a function has no result. */
const ENGINE_FOLDER = "policypack";

/** How the description of a symbol begins that is for an unknown value. */
const UNKNOWN_SYMBOL = /^(?:unknown|unresolved|not known)\b/i;
/** The member of an object that is for an unknown value. */
const UNKNOWN_MEMBER = /^(?:unknown|unresolved|notKnown)$/;
/** Characters of the private use area, which no policy has. */
const PRIVATE_USE = /[\uE000-\uF8FF]|\\u(?:E|F[0-8])[0-9A-F]{2}/i;
/** A placeholder for an unknown part of a string. */
const WORD = /\bnot-known-/;
/** What a test for an unknown value names. */
const UNKNOWN_TEST = /^(?:UNKNOWN|isMark|hasMarks?|hasUnknown|isUnknown)$/;

/**
 * Finds the forms in which the code writes "this value is unknown". A reader has to know each of them and how one becomes another. These
 * are forms:
 *
 * - `mark`: a string with a character of the private use area
 * - `word`: a string with a word such as `not-known-…`, which looks like a known value
 * - `symbol NAME`: a constant that is a symbol with a description such as "not known"; each symbol is one form
 * - `object NAME`: an object with the one member `unresolved`, `unknown`, or `notKnown`, unless it is spread into another object
 * - `undefined`: in the policy pack, the result of a conditional that tests whether a value is unknown
 *
 * @returns The number of files that write each form.
 */
export function findUnknownForms(sources: readonly SourceText[]): Readonly<Record<string, number>> {
  const files: Record<string, number> = {};
  for (const source of sources.filter(({ path }) => POLICY_FOLDERS.includes(roomOf(path)))) {
    const forms = descendants(parse(source)).flatMap((node) => formOf(node, roomOf(source.path)) ?? []);
    for (const form of new Set(forms)) {
      files[form] = (files[form] ?? 0) + 1;
    }
  }
  return files;
}

function formOf(node: ts.Node, folder: string): string | undefined {
  if (ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node)) {
    const text = node.getText();
    return PRIVATE_USE.test(text) ? "mark" : WORD.test(text) ? "word" : undefined;
  }
  if (ts.isVariableDeclaration(node)) {
    return isUnknownSymbol(node.initializer) ? `symbol ${node.name.getText()}` : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) {
    const [only, ...others] = node.properties;
    const name = only?.name?.getText() ?? "";
    return others.length === 0 && UNKNOWN_MEMBER.test(name) && !isSpread(node) ? `object ${name}` : undefined;
  }
  if (folder === ENGINE_FOLDER && ts.isConditionalExpression(node)) {
    const results = [node.whenTrue, node.whenFalse].map((result) => result.getText());
    return testsUnknown(node.condition) && results.includes("undefined") ? "undefined" : undefined;
  }
  return undefined;
}

function isUnknownSymbol(value: ts.Expression | undefined): boolean {
  if (value === undefined || !ts.isCallExpression(value) || value.expression.getText() !== "Symbol") {
    return false;
  }
  const [description] = value.arguments;
  return (
    description !== undefined && ts.isStringLiteral(description) && UNKNOWN_SYMBOL.test(description.text)
  );
}

/** Whether an object's members become those of another one. */
function isSpread(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isParenthesizedExpression(parent) || ts.isConditionalExpression(parent)
    ? isSpread(parent)
    : ts.isSpreadAssignment(parent);
}

function testsUnknown(condition: ts.Expression): boolean {
  return descendants(condition).some((node) => ts.isIdentifier(node) && UNKNOWN_TEST.test(node.text));
}
