import type { TrustFinding } from "./analyze/verdict";
import { couldBe, hasMark, shownMark, unknownExpressions } from "./partial/unknown-mark";
import { foldKey } from "./policy/conditions";
import type { PolicyPath } from "./policy/problem";
import { isObject } from "./text/json-values";

/** The steps from a statement to a condition: `Condition`, the operator, and the key. */
const CONDITION = 3;

/**
 * What identifies a finding on a trust policy, for a fingerprint: its code, its provider, its condition key, what the policy has at its
 * place, and the conditions on its key. Not part of it: sentences, the position of the statement, the order of values, and the case of
 * keys.
 *
 * @param finding - The type takes only members that are data.
 * @param document - The policy that was judged, with its marks.
 * @param isSecret - Whether a fingerprint must not depend on a string. Default: on none.
 * @returns A JSON value. It has `null` only in place of a string that is secret or not wholly known.
 */
export function findingIdentity(
  { code, provider = "", key = "", path }: Pick<TrustFinding, "code" | "provider" | "key" | "path">,
  document: unknown,
  isSecret: (text: string) => boolean = () => false,
): readonly unknown[] {
  const policy = parsed(document);
  const marks = unknownExpressions(policy).map(shownMark);
  // The finding shows the unknown parts of its provider and its key. The policy itself has marks for them.
  const isShown = (text: string): boolean =>
    marks.some((mark) => text.includes(mark)) && !JSON.stringify(policy).includes(inJson(text));
  const known = (text: string): string | null =>
    hasMark(text) || isSecret(text) || isShown(text) ? null : text;
  const data = (value: unknown): unknown => {
    if (typeof value === "string") {
      return known(value);
    }
    if (Array.isArray(value)) {
      const items = value.map(data);
      return items.length === 1 ? items[0] : sorted(items);
    }
    return isObject(value)
      ? sorted(Object.entries(value).map(([name, member]) => [known(name), data(member)]))
      : (value ?? String(value));
  };
  const folded = (text: string): string | null => {
    const own = known(text);
    return own === null ? null : foldKey(own);
  };

  const steps = path[0] !== "Statement" ? 0 : typeof path[1] === "number" ? 2 : 1;
  const statement = valueAt(policy, path.slice(0, steps));
  const place = path.slice(steps);
  const found = valueAt(statement, place);
  // A list of principals can name others too.
  const own =
    provider !== "" && place.at(-1) === "Federated"
      ? [found].flat().filter((arn) => typeof arn === "string" && arn.endsWith(`/${provider}`))
      : found;
  const names = place.filter((step) => typeof step === "string" && foldKey(step) !== foldKey(key));
  // A finding on a key is on one condition, or on a condition that the policy lacks: then its place says only where a fix goes.
  const isThere = place.length > 0 && (key === "" || (place.length === CONDITION && found !== undefined));
  const there = isThere
    ? [names.map((name) => known(String(name))), ...(found === undefined ? [] : [data(own)])]
    : [];
  const conditions =
    key === ""
      ? []
      : conditionsOn(key, statement).map(([operator, values]) => [known(operator), data(values)]);
  return [code, folded(provider), folded(key), there, sorted(conditions)];
}

function parsed(document: unknown): unknown {
  if (typeof document !== "string") {
    return document;
  }
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return undefined;
  }
}

/** The value at a place; `undefined` if the policy does not have the whole way. */
function valueAt(value: unknown, path: PolicyPath): unknown {
  return path.reduce<unknown>((within, step) => {
    if (Array.isArray(within)) {
      return within[Number(step)];
    }
    if (!isObject(within)) {
      return undefined;
    }
    const name = String(step);
    return Object.hasOwn(within, name)
      ? within[name]
      : Object.entries(within).find(([written]) => hasMark(written) && couldBe(written, name))?.[1];
  }, value);
}

/** The operators and values that a statement has on a key. A key that is not wholly known counts if it could be this one. */
function conditionsOn(key: string, statement: unknown): readonly (readonly [string, unknown])[] {
  const blocks =
    isObject(statement) && isObject(statement.Condition) ? Object.entries(statement.Condition) : [];
  return blocks.flatMap(([operator, block]) =>
    Object.entries(isObject(block) ? block : {})
      .filter(
        ([name]) =>
          foldKey(name) === foldKey(key) || (hasMark(name) && couldBe(name.toLowerCase(), foldKey(key))),
      )
      .map(([, values]) => [operator, values] as const),
  );
}

function sorted(items: readonly unknown[]): readonly unknown[] {
  const key = (item: unknown): string => JSON.stringify(item);
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** A string as it is within JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
