/** A value of a condition on a text, as IAM would compare it. */
export interface ConditionValue {
  /** The value with escapes resolved. Means nothing where `variable` is true. */
  readonly text: string;
  /** Position in `text` of the first wildcard; -1 if there is none. Under operators without wildcards always -1. */
  readonly wildcardAt: number;
  /** Whether it holds a policy variable: its value comes with the request, perhaps from the very claim. */
  readonly variable: boolean;
}

/** A placeholder as manuals and remedies have it: `<owner>`. No issuer's audience or subject holds one. */
export const PLACEHOLDER = /<[^<>]*>/;

/**
 * Reads one value of a condition.
 *
 * @param source - The text in the policy.
 * @param wildcards - Whether the operator takes `*` and `?` for wildcards.
 * @param variables - Whether the policy's version has variables. In those that have, `${*}`, `${?}` and `${$}` stand
 * for the characters themselves.
 *
 * Source: AWS, "IAM policy elements: Variables and tags".
 */
export function conditionValue(source: string, wildcards: boolean, variables: boolean): ConditionValue {
  if (!variables || !source.includes("${")) {
    return { text: source, wildcardAt: wildcards ? source.search(/[*?]/) : -1, variable: false };
  }
  let text = "";
  let wildcardAt = -1;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === "$" && source[at + 1] === "{") {
      const escaped = source.charAt(at + 2);
      if (source[at + 3] !== "}" || !"*?$".includes(escaped)) {
        return { text: source, wildcardAt: -1, variable: true };
      }
      text += escaped;
      at += 3;
    } else {
      if (wildcards && wildcardAt < 0 && (character === "*" || character === "?")) {
        wildcardAt = text.length;
      }
      text += character;
    }
  }
  return { text, wildcardAt, variable: false };
}
