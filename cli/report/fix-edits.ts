/** Decides whether a tool may apply the fix of a finding automatically, and computes the edits for SARIF. */
import {
  hasPlaceholder,
  type Path,
  type TextMember,
  type TextNode,
  type TextRange,
} from "../../policy-sources";
import { isObject, type TrustFinding, type TrustFix } from "../../trust";
import type { JudgedFile, JudgedRole } from "../judged-files/judge-file";

/** One change to a file: the range that it replaces, and the new text. */
export interface Edit extends TextRange {
  readonly text: string;
}

/** Codes of the formats that people write. A tool regenerates the others: an edit of them changes no role. */
const WRITTEN: ReadonlySet<string> = new Set([
  "trust-policy",
  "trust-policy-list",
  "trust-statements",
  "role-input",
  "cloudformation-template",
  "cloudformation-fragment",
  "serverless-framework",
  "kubernetes",
]);

/**
 * The edits of a JSON file that fix a finding. There are none in six cases: a tool wrote the file, such as a state; the fix
 * replaces several conditions, or has a placeholder that only the reader can fill in; the file holds the policy in a string; the statement is not in the
 * file as it was judged, because a template makes it from other values; or it has other principals next to the provider,
 * since conditions for the one lock out the others.
 */
export function fixEdits(
  finding: TrustFinding,
  { document, judgment }: JudgedRole,
  { source, format }: JudgedFile,
): readonly Edit[] | undefined {
  const { fix, path } = finding;
  const { around = [] } = document;
  if (!WRITTEN.has(format.code)) {
    return undefined;
  }
  if (fix?.alsoReplace !== undefined) {
    return undefined;
  }
  if (source.language !== "JSON" || document.embedded || fix === undefined || !isConcrete(fix)) {
    return undefined;
  }
  if (judgment.grants.filter(({ statement }) => statement === finding.statement).length > 1) {
    return undefined;
  }
  const statementPath = path.slice(0, typeof path[1] === "number" ? 2 : 1);
  if (path[0] !== "Statement" || around.length > statementPath.length) {
    return undefined;
  }
  const node = nodeAt(source.nodes(), [...document.path, ...statementPath.slice(around.length)]);
  const judged = statementPath.reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? value[Number(step)] : isObject(value) ? value[String(step)] : undefined,
    document.document,
  );
  return node !== undefined &&
    hasOneProvider(judged) &&
    isWritten(judged, source.text.slice(node.start, node.end))
    ? editStatement(source.text, node, fix)
    : undefined;
}

/** Whether a statement is for one OpenID Connect provider and nobody else. */
function hasOneProvider(statement: unknown): boolean {
  const principal = isObject(statement) ? statement.Principal : undefined;
  return (
    isObject(principal) && Object.keys(principal).length === 1 && [principal.Federated].flat().length === 1
  );
}

/** Whether it changes conditions and all keys and values are known. An edit must not write what somebody else has to fill in: `<…>`, `{{…}}`, `${…}`. */
function isConcrete({ conditions, rename }: TrustFix): boolean {
  return (
    rename === undefined &&
    !hasPlaceholder(conditions) &&
    Object.entries(conditions)
      .flat(2)
      .every((text) => !/<[^>]*>|…/.test(text))
  );
}

function isWritten(value: unknown, text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

function nodeAt(root: TextNode, path: Path): TextNode | undefined {
  return path.reduce<TextNode | undefined>(
    (node, step) => (typeof step === "number" ? node?.items?.[step] : (only(node, step)?.node ?? undefined)),
    root,
  );
}

/** A member that an object has once. */
function only(node: TextNode | undefined, name: string): TextMember | undefined {
  const found = node?.members?.filter((member) => member.name === name) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

function editStatement(text: string, statement: TextNode, fix: TrustFix): readonly Edit[] | undefined {
  const { addTo, replace, operator, conditions } = fix;
  const block = { [operator]: conditions };
  if (addTo === "statement") {
    return [inserted(text, statement, { Condition: block })];
  }
  const condition = only(statement, "Condition")?.node;
  const target = only(condition, operator)?.node;
  if (condition === undefined || (addTo === "operator" && target?.members === undefined)) {
    return undefined;
  }
  if (replace === undefined) {
    return addTo === "operator" && target !== undefined
      ? [inserted(text, target, conditions)]
      : [inserted(text, condition, block)];
  }
  const former = only(condition, replace.operator);
  const weak = only(former?.node, replace.key);
  if (former === undefined || weak === undefined) {
    return undefined;
  }
  // An operator without keys would stay behind.
  const [holder, gone] = former.node.members?.length === 1 ? [condition, former] : [former.node, weak];
  if (addTo === "operator" && target !== undefined) {
    return [removed(holder, gone), inserted(text, target, conditions)];
  }
  return replace.operator === operator
    ? [{ start: weak.start, end: weak.node.end, text: written(conditions) }]
    : gone === former
      ? [{ start: former.start, end: former.node.end, text: written(block) }]
      : [removed(holder, gone), inserted(text, condition, block)];
}

/** Adds members to an object, in lines of their own if its last member has one. */
function inserted(
  text: string,
  { start, end, members = [] }: TextNode,
  added: TrustFix["conditions"] | object,
): Edit {
  const last = members.at(-1);
  if (last === undefined) {
    return { start: start + 1, end: end - 1, text: ` ${written(added)} ` };
  }
  const before = text.slice(text.lastIndexOf("\n", last.start) + 1, last.start);
  const separator = /^[ \t]+$/.test(before) ? `,\n${before}` : ", ";
  return { start: last.node.end, end: last.node.end, text: separator + written(added) };
}

/** Removes a member of an object with the comma before or behind it. */
function removed({ members = [] }: TextNode, gone: TextMember): Edit {
  const index = members.indexOf(gone);
  const [before, after] = [members[index - 1], members[index + 1]];
  return {
    start: before === undefined ? gone.start : before.node.end,
    end: before === undefined && after !== undefined ? after.start : gone.node.end,
    text: "",
  };
}

/** Members in JSON, in one line. */
function written(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => `${JSON.stringify(name)}: ${valueText(value)}`)
    .join(", ");
}

function valueText(value: unknown): string {
  return isObject(value)
    ? `{ ${written(value)} }`
    : Array.isArray(value)
      ? `[${value.map(valueText).join(", ")}]`
      : JSON.stringify(value);
}
