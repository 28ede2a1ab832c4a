/** Values in policy rules, which may be template expressions. */

/** Values of a policy's parameters, by their names in lower case. */
export type Parameters = ReadonlyMap<string, unknown>;

/** A value that depends on what is not known before the update, or on a function that is not read here. */
export const UNKNOWN = Symbol("unknown");

/** Parameters by names that compare without case. Later ones replace earlier ones. */
export function parametersOf(...tables: readonly Readonly<Record<string, unknown>>[]): Parameters {
  return new Map(
    tables.flatMap((table) =>
      Object.entries(table).map(([name, value]) => [name.toLowerCase(), value] as const),
    ),
  );
}

/**
 * A value with its expression worked out. Read are literals, `parameters('…')`, and `concat(…)` of those. Anything else is
 * {@link UNKNOWN}.
 *
 * Source: Azure Resource Manager, "Syntax and expressions in ARM templates".
 */
export function resolveValue(value: unknown, parameters: Parameters): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => resolveValue(item, parameters));
    return items.includes(UNKNOWN) ? UNKNOWN : items;
  }
  if (typeof value !== "string" || !value.startsWith("[")) {
    return value;
  }
  if (value.startsWith("[[")) {
    return value.slice(1);
  }
  return value.endsWith("]") ? evaluate(value.slice(1, -1).trim(), parameters) : value;
}

function evaluate(expression: string, parameters: Parameters): unknown {
  const literal = /^'((?:[^']|'')*)'$/.exec(expression);
  if (literal !== null) {
    return literal[1]?.replaceAll("''", "'");
  }
  const [, name] = /^parameters\(\s*'([^']+)'\s*\)$/i.exec(expression) ?? [];
  if (name !== undefined) {
    // A value that is kept elsewhere, such as in a vault, is not in the assignment.
    const value = parameters.get(name.toLowerCase());
    return value === undefined ? UNKNOWN : value;
  }
  const [, inner] = /^concat\((.*)\)$/is.exec(expression) ?? [];
  if (inner === undefined) {
    return UNKNOWN;
  }
  const parts = topLevelParts(inner).map((part) => evaluate(part.trim(), parameters));
  return parts.every((part) => typeof part === "string") ? parts.join("") : UNKNOWN;
}

/** The arguments of a function, parted at commas outside of strings and parentheses. */
function topLevelParts(text: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  let isQuoted = false;
  for (const character of text) {
    if (character === "'") {
      isQuoted = !isQuoted;
    }
    depth += isQuoted ? 0 : character === "(" ? 1 : character === ")" ? -1 : 0;
    if (character === "," && depth === 0 && !isQuoted) {
      parts.push("");
    } else {
      parts.push(`${parts.pop() ?? ""}${character}`);
    }
  }
  return parts;
}
