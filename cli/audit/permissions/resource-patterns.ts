/** Compares the resource patterns of policies: which one covers another, and which are broad. */
import { matchesWildcards } from "../../../trust";
import type { Work } from "./work";

/** Whether one pattern of resources matches everything that another one matches. */
export function coversPattern(wide: string, narrow: string): boolean {
  const from = wide === narrow ? undefined : sameBeginning(wide, narrow);
  return (
    wide === narrow ||
    (from !== undefined && hasWildcard(wide) && covers(wide.slice(from), narrow.slice(from)))
  );
}

/**
 * Matches a pattern as if it were a name. Only `*` takes in a `*`: it can be longer than any number of `?`, and shorter. Goes back to the
 * last `*` alone, so it takes no more steps than the lengths multiplied.
 */
function covers(wide: string, narrow: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < narrow.length;) {
    const wanted = wide[at];
    const given = narrow[index];
    if (wanted === "*") {
      [star, resume] = [at, index];
      at++;
    } else if (wanted === "?" ? given !== "*" : wanted === given) {
      at++;
      index++;
    } else if (star < 0) {
      return false;
    } else {
      resume++;
      [at, index] = [star + 1, resume];
    }
  }
  return /^\**$/.test(wide.slice(at));
}

/** Whether a name exists that both patterns match. */
export function overlap(one: string, other: string): boolean {
  const from = sameBeginning(one, other);
  return from !== undefined && meet(one.slice(from), other.slice(from));
}

/** Fills a table from the end: for each rest of one pattern, whether it meets each rest of the other one. */
function meet(one: string, other: string): boolean {
  let next = new Uint8Array(other.length + 1);
  let row = new Uint8Array(other.length + 1);
  for (let a = one.length; a >= 0; a--) {
    const left = one[a];
    for (let b = other.length; b >= 0; b--) {
      const right = other[b];
      const meets =
        left === "*"
          ? next[b] === 1 || (right !== undefined && row[b + 1] === 1)
          : right === "*"
            ? row[b + 1] === 1 || (left !== undefined && next[b] === 1)
            : left === undefined || right === undefined
              ? left === right
              : (left === right || left === "?" || right === "?") && next[b + 1] === 1;
      row[b] = meets ? 1 : 0;
    }
    [next, row] = [row, next];
  }
  return next[0] === 1;
}

/**
 * What two patterns have in common, as patterns: never less, and more only if both have wildcards in different places.
 *
 * @param work - Takes the steps of the comparison. If none are left, nothing is in common.
 */
export function common(one: string, other: string, work: Work): string | undefined {
  if (!work.spend(costOf(one, other))) {
    return undefined;
  }
  return coversPattern(one, other)
    ? other
    : coversPattern(other, one) || overlap(one, other)
      ? one
      : undefined;
}

/** How many steps it takes to compare two patterns. Most begin differently, or have no wildcard. */
export function costOf(one: string, other: string): number {
  const from = sameBeginning(one, other);
  return from === undefined || !(hasWildcard(one) || hasWildcard(other))
    ? 1
    : 1 + from + (one.length - from) * (other.length - from);
}

/** How many characters two patterns begin with that are the same and no wildcards; `undefined` if then they differ. */
function sameBeginning(one: string, other: string): number | undefined {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [one[index], other[index]];
    if (left === "*" || right === "*" || left === "?" || right === "?") {
      return index;
    }
    if (left !== right) {
      return undefined;
    }
  }
  return length;
}

/** Whether a string has a wildcard. */
export function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/**
 * Whether a pattern matches the resources of a service, and not only those with a chosen beginning: the name is a wildcard from its
 * first character on, as in `*` and `arn:aws:iam::*:role/*`.
 *
 * @param service - The service in ARNs, such as `iam`; empty for all services.
 */
export function isBroad(pattern: string, service: string): boolean {
  if (!hasWildcard(pattern)) {
    return false;
  }
  const parts = pattern.split(":");
  if (parts.length < 6) {
    // A wildcard stands for colons too.
    const name = nameOf(parts.at(-1) ?? "");
    return name.includes("*") && /^[*?]*$/.test(name) && isOfService(pattern, service);
  }
  return /^[*?]/.test(nameOf(parts.slice(5).join(":"))) && isOfService(pattern, service);
}

/** Whether what `NotResource` excludes has all that IAM has in the account of a role. All dangerous actions of IAM are about a resource. */
export function excludesIam(except: readonly string[] | undefined, roleArn: string): boolean {
  const [, partition = "", , , account = ""] = roleArn.split(":");
  return except?.some((one) => coversPattern(one, `arn:${partition}:iam::${account}:*`)) ?? false;
}

/** A resource without its type, such as `role/`. */
function nameOf(resource: string): string {
  return resource.replace(/^[^*?/:]*[/:]/, "");
}

/** Whether a pattern matches resources of a service. */
export function isOfService(pattern: string, service: string): boolean {
  const parts = pattern.split(":", 3);
  return parts.length < 3 || matchesWildcards(parts[2] ?? "", service);
}
