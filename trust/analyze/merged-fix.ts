import { isObject } from "../text/json-values";
import type { FixedCondition, TrustFix } from "./verdict";

/** The conditions that a fix replaces, in their order. */
export function replacedBy({ replace, alsoReplace = [] }: TrustFix): readonly FixedCondition[] {
  return replace === undefined ? [] : [replace, ...alsoReplace];
}

/**
 * A statement after a fix: other conditions, or another name of its provider in them and in the principal.
 *
 * @param fix - Its placeholders are kept as they are.
 */
export function statementAfter(
  statement: Readonly<Record<string, unknown>>,
  fix: TrustFix,
): Record<string, unknown> {
  const { Principal, Condition } = statement;
  return {
    ...statement,
    ...(fix.rename === undefined ? {} : { Principal: withProvider(Principal, fix.rename) }),
    Condition: conditionAfter(Condition, fix),
  };
}

/** A principal with another provider's name in its ARNs. */
function withProvider(principal: unknown, { from, to }: NonNullable<TrustFix["rename"]>): unknown {
  const inArn = (arn: unknown): unknown =>
    typeof arn === "string" && arn.endsWith(`:oidc-provider/${from}`) ? arn.slice(0, -from.length) + to : arn;
  if (!isObject(principal)) {
    return principal;
  }
  const { Federated } = principal;
  return { ...principal, Federated: Array.isArray(Federated) ? Federated.map(inArn) : inArn(Federated) };
}

/** A statement's conditions after a fix. */
export function conditionAfter(condition: unknown, fix: TrustFix): Record<string, unknown> {
  if (fix.rename !== undefined) {
    return withName(condition, fix.rename);
  }
  const after: Record<string, unknown> = isObject(condition) ? { ...condition } : {};
  for (const { operator, key } of replacedBy(fix)) {
    const block = Object.entries(isObject(after[operator]) ? after[operator] : {});
    const left = block.filter(([name]) => name !== key);
    if (left.length === 0) {
      Reflect.deleteProperty(after, operator);
    } else {
      after[operator] = Object.fromEntries(left);
    }
  }
  const { operator, conditions } = fix;
  return { ...after, [operator]: { ...(isObject(after[operator]) ? after[operator] : {}), ...conditions } };
}

/** Conditions with another provider's name in their keys. */
function withName(
  condition: unknown,
  { from, to }: NonNullable<TrustFix["rename"]>,
): Record<string, unknown> {
  const inKey = (key: string): string =>
    key.toLowerCase().startsWith(`${from.toLowerCase()}:`) ? to + key.slice(from.length) : key;
  return Object.fromEntries(
    Object.entries(isObject(condition) ? condition : {}).map(([operator, block]) => [
      operator,
      isObject(block)
        ? Object.fromEntries(Object.entries(block).map(([key, value]) => [inKey(key), value]))
        : block,
    ]),
  );
}

/**
 * One fix that does what two do, the second of which is made after the first.
 *
 * @param condition - The statement's `Condition` as written.
 * @returns `undefined` if no single operator can hold all of its conditions.
 */
export function mergedFix(condition: unknown, first: TrustFix, second: TrustFix): TrustFix | undefined {
  const operator = commonOperator(first, second);
  if (operator === undefined || first.rename !== undefined || second.rename !== undefined) {
    return undefined;
  }
  // What the second replaces of the first's own conditions was never there.
  const overwritten = replacedBy(second).filter(
    ({ operator: own, key }) => own === first.operator && Object.hasOwn(first.conditions, key),
  );
  const kept = Object.entries(first.conditions).filter(
    ([key]) => !overwritten.some((condition) => condition.key === key),
  );
  if (kept.some(([key]) => Object.hasOwn(second.conditions, key))) {
    return undefined;
  }
  const [replace, ...alsoReplace] = [
    ...replacedBy(first),
    ...replacedBy(second).filter((one) => !overwritten.includes(one)),
  ];
  const merged: TrustFix = {
    addTo: undefined,
    replace,
    ...(alsoReplace.length === 0 ? {} : { alsoReplace }),
    operator,
    conditions: { ...Object.fromEntries(kept), ...second.conditions },
  };
  const left = conditionAfter(condition, { ...merged, conditions: {} })[operator];
  const isBeside = isObject(left) && Object.keys(left).length > 0 && replace?.operator !== operator;
  return replace === undefined
    ? { ...merged, addTo: !isObject(condition) ? "statement" : isBeside ? "operator" : "condition" }
    : { ...merged, addTo: isBeside ? "operator" : undefined };
}

/** The operator that holds the conditions of both. An exact value means the same under `StringLike`, but for its wildcards. */
function commonOperator(first: TrustFix, second: TrustFix): string | undefined {
  if (first.operator === second.operator) {
    return first.operator;
  }
  const both = [first, second];
  const isLiteral = ({ operator, conditions }: TrustFix): boolean =>
    operator === "StringLike" ||
    !Object.values(conditions)
      .flat()
      .some((value) => /[*?$]/.test(value));
  return both.every(({ operator }) => operator === "StringEquals" || operator === "StringLike") &&
    both.every(isLiteral)
    ? "StringLike"
    : undefined;
}
