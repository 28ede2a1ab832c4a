import { matchesWildcards } from "../../../trust";

/** Stands for what a wildcard can be: no name in AWS has it. Two of them, since `?` is one character. */
const ANYTHING = "\u0001\u0001";
const ANY_CHARACTER = "\u0001";

/** Whether one pattern of resources matches everything that another one matches. */
export function coversPattern(wide: string, narrow: string): boolean {
  return (
    wide === narrow || matchesWildcards(wide, narrow.replaceAll("*", ANYTHING).replaceAll("?", ANY_CHARACTER))
  );
}

/** Whether a name exists that both patterns match. */
export function overlap(one: string, other: string): boolean {
  const known = new Map<number, boolean>();
  const from = (a: number, b: number): boolean => {
    const key = a * (other.length + 1) + b;
    const found = known.get(key);
    if (found !== undefined) {
      return found;
    }
    // A pair that leads back to itself adds nothing.
    known.set(key, false);
    const [left, right] = [one[a], other[b]];
    const meets =
      left === undefined && right === undefined
        ? true
        : left === "*"
          ? from(a + 1, b) || (right !== undefined && from(a, b + 1))
          : right === "*"
            ? from(a, b + 1) || (left !== undefined && from(a + 1, b))
            : left !== undefined &&
              right !== undefined &&
              (left === right || left === "?" || right === "?") &&
              from(a + 1, b + 1);
    known.set(key, meets);
    return meets;
  };
  return from(0, 0);
}

/** What two patterns have in common, as patterns: never less, and more only if both have wildcards in different places. */
export function common(one: string, other: string): string | undefined {
  return coversPattern(one, other)
    ? other
    : coversPattern(other, one) || overlap(one, other)
      ? one
      : undefined;
}

/**
 * Whether a pattern matches the resources of a service, and not only those with a chosen beginning: the name is a wildcard from its
 * first character on, as in `*` and `arn:aws:iam::*:role/*`.
 *
 * @param service - The service in ARNs, such as `iam`; empty for all services.
 */
export function isBroad(pattern: string, service: string): boolean {
  const parts = pattern.split(":");
  if (parts.length < 6) {
    // A wildcard stands for colons too.
    return isOfService(pattern, service) && /^[*?]*\*[*?]*$/.test(nameOf(parts.at(-1) ?? ""));
  }
  return isOfService(pattern, service) && /^[*?]/.test(nameOf(parts.slice(5).join(":")));
}

/** A resource without its type, such as `role/`. */
function nameOf(resource: string): string {
  return resource.replace(/^[^*?/:]*[/:]/, "");
}

/** Whether a pattern matches resources of a service. */
export function isOfService(pattern: string, service: string): boolean {
  const parts = pattern.split(":");
  return parts.length < 3 || matchesWildcards(parts[2] ?? "", service);
}
