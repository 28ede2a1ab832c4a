import { isMark, isObject, repeatedMember, unknownMark } from "../trust";

/**
 * Placeholders in templates of policies. IAM's policy variables are not among them: they have a colon after a name
 * (`${aws:username}`), and `${*}`, `${?}` and `${$}` stand for the character.
 *
 * Source: AWS IAM User Guide, "IAM policy elements: Variables and tags".
 */
const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{[^{}]*\}\}/g,
  /\$\{(?!(?!(?:env|self|opt|ssm|file|param|sls|cf|AWS:):)[\w./-]+:[^{}()"]*\}|[*?$]\})[^{}]*\}/g,
  /(?<!\$)\$[A-Za-z_]\w*/g,
  /#\{[^{}]*\}#?/g,
  /\b__[A-Z][A-Z0-9_]*?__\b/g,
];

/** `<ACCOUNT_ID>`. In a condition's value it stays, and the analyzer reports it. */
const ANGLE = /<[A-Za-z][\w .:/-]*>/g;

/** A word in place of the account's 12 digits in an IAM ARN: `arn:aws:iam::ACCOUNT_ID:role/x`. */
const ACCOUNT = /(?<=^arn:[\w-]+:iam::)(?!aws:)[A-Za-z_][\w-]*(?=:)/g;

/**
 * Puts a mark in place of each placeholder in a policy, since somebody else fills it in.
 *
 * @param policy - A policy as an object, or as JSON text.
 * @returns The policy itself if it has none.
 */
export function markPlaceholders(policy: unknown): unknown {
  return typeof policy === "string" ? markedPolicyText(policy) : marked(policy, false);
}

/** Whether a value has a placeholder that somebody else fills in, `<…>` included. */
export function hasPlaceholder(value: unknown): boolean {
  return marked(value, false) !== value;
}

/** A policy as text. JSON is parsed, unless it has a member twice, which only the text shows. */
function markedPolicyText(text: string): unknown {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    return markedText(text, true);
  }
  if (repeatedMember(text, policy) !== undefined) {
    return text;
  }
  const changed = marked(policy, false);
  return changed === policy ? text : changed;
}

function marked(value: unknown, isConditionValue: boolean): unknown {
  if (typeof value === "string") {
    return isMark(value) ? value : markedText(value, isConditionValue);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => marked(item, isConditionValue));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) {
    return value;
  }
  let changed: [string, unknown][] | undefined;
  const members = Object.entries(value);
  for (const [index, [name, member]] of members.entries()) {
    const ownName = markedText(name, false);
    const own = marked(member, isConditionValue || name === "Condition");
    if (ownName !== name || own !== member) {
      changed ??= [...members];
      changed[index] = [ownName, own];
    }
  }
  return changed === undefined ? value : Object.fromEntries(changed);
}

function markedText(text: string, isConditionValue: boolean): string {
  if (!/[${<#]|__|^arn:[\w-]*:iam::\D/.test(text)) {
    return text;
  }
  const patterns = isConditionValue ? PLACEHOLDERS : [...PLACEHOLDERS, ANGLE, ACCOUNT];
  const marks = patterns.reduce(
    // What is already marked has no placeholder in it: a mark is made of digits.
    (before, pattern) => before.replace(pattern, (placeholder) => unknownMark(placeholder)),
    text,
  );
  return withAccount(marks);
}

/** An ARN with zeros for an account that is not known: the account neither opens nor closes a role. */
function withAccount(text: string): string {
  const fields = text.split(":");
  return fields[0] === "arn" && fields[2] === "iam" && isMark(fields[4])
    ? fields.with(4, "000000000000").join(":")
    : text;
}
