/** The resources that an action is about: their service, how the last part of their ARN begins, and what ends a name. */
export interface ResourceForm {
  /** The service in the ARN: `iam`. */
  readonly service: string;
  /** How the part after the account begins: `role/`. Empty for any. */
  readonly beginning: string;
  /** The character that ends the name, if something that belongs to the same resource can follow. */
  readonly end?: string;
  /** Whether the action reaches other accounts, so that a wildcard in the place of the account matches one name in each. */
  readonly acrossAccounts?: true;
}

/**
 * Whether a pattern in `Resource` matches more than one resource of an account. It is decided by what the pattern
 * matches, since one set can be written in many ways: `role/*`, `*:*`, `role/?*`, `arn:*`, `a*`. A wildcard in the place of
 * the region alone matches one name in each of them, and so does one in the place of the account: it counts only for an action
 * that reaches other accounts.
 *
 * Steps through the pattern with all positions at once, so it takes time in proportion to the pattern's length.
 */
export function reachesSeveral(resource: string, form: ResourceForm): boolean {
  // Most resources are names, or are of another service.
  if (!/[*?]|\$\{/.test(resource) || isOfOtherService(resource, form.service)) {
    return false;
  }
  const { service, beginning, end, acrossAccounts } = form;
  // The role's own account is one. The caller can choose the values of other variables, as far as session tags go.
  const pattern = resource
    .replace(/\$\{aws:PrincipalAccount\}/gi, "\0")
    .replace(/\$\{(?![*?$]\})[^}]*\}/g, "*")
    .replace(/\$\{[*?$]\}/g, "\0");
  const partitions = afterPart(pattern, after(pattern, new Set([0]), "arn:"));
  const regions = afterPart(pattern, after(pattern, partitions, `:${service}:`));
  const accounts = after(pattern, regions, ":");
  const names = (from: Set<number>): Set<number> => after(pattern, afterPart(pattern, from), `:${beginning}`);
  return (
    [...names(accounts)].some((position) => hasWildcard(pattern.slice(position), end)) ||
    (acrossAccounts === true &&
      [...accounts].some(
        (account) =>
          /[*?]/.test(pattern.slice(account).split(":", 1)[0] ?? "") &&
          // A name has no colon.
          [...names(new Set([account]))].some((position) => !pattern.includes(":", position)),
      ))
  );
}

/** Whether a resource names another service, without a wildcard before it. */
function isOfOtherService(resource: string, service: string): boolean {
  const parts = resource.split(":", 3);
  return parts.length === 3 && !/[*?$]/.test(parts.join("")) && parts[2] !== service;
}

/** The positions and, for each at a `*`, those behind it: a `*` can stand for nothing. */
function skipped(pattern: string, positions: Set<number>): Set<number> {
  for (const position of positions) {
    if (pattern[position] === "*") {
      positions.add(position + 1);
    }
  }
  return positions;
}

/** The positions after a string. */
function after(pattern: string, positions: Set<number>, text: string): Set<number> {
  let current = skipped(pattern, positions);
  for (const character of text) {
    const next = new Set<number>();
    for (const position of current) {
      const wanted = pattern[position];
      if (wanted === "*") {
        next.add(position);
      } else if (wanted === "?" || wanted === character) {
        next.add(position + 1);
      }
    }
    current = skipped(pattern, next);
  }
  return current;
}

/** The positions after any run of characters other than a colon. */
function afterPart(pattern: string, positions: ReadonlySet<number>): Set<number> {
  const next = new Set(positions);
  for (const position of next) {
    if (position < pattern.length && pattern[position] !== ":") {
      next.add(position + 1);
    }
  }
  return next;
}

/** Whether the rest of a pattern has a wildcard within the name. A name has no colon, so a rest with one matches none. */
function hasWildcard(rest: string, end: string | undefined): boolean {
  if (rest.split(":").length > (end === ":" ? 2 : 1)) {
    return false;
  }
  const wildcard = rest.search(/[*?]/);
  const last = end === undefined ? -1 : rest.indexOf(end);
  return wildcard >= 0 && (last < 0 || wildcard < last);
}
