import {
  coversAction,
  hasMark,
  hasMarks,
  isMark,
  isObject,
  stringsIn,
  type TrustGrant,
  unknownExpressions,
} from "../../trust";

/** Unknown parts of a template that only CloudFormation resolves, such as `Fn::ImportValue x`. */
export type HiddenParts = ReadonlySet<string>;

/** The hidden parts of a trust policy, by what they leave open. */
export interface HiddenInTrust {
  /** Parts that an audience is made of. */
  readonly audience: readonly string[];
  /** All others, but not those of a provider whose statement pins what it can. */
  readonly others: readonly string[];
}

/** The hidden parts of what is no part of a template. */
export const NOTHING_HIDDEN: HiddenParts = new Set();

/** Whether a string is not wholly known, and the update reveals all of it. */
export function isKnownLater(value: unknown, hidden: HiddenParts = NOTHING_HIDDEN): boolean {
  return hasMark(value) && !unknownExpressions(value).some((part) => hidden.has(part));
}

/**
 * Finds the hidden parts of a trust policy. Statements that no web identity can use are skipped.
 *
 * @param grants - Who can assume the role if the unknown parts turn out well.
 */
export function hiddenInTrust(
  document: unknown,
  hidden: HiddenParts,
  grants: readonly TrustGrant[],
): HiddenInTrust {
  const found = {
    audience: new Set<string>(),
    others: new Set<string>(),
  };
  const collect = (into: Set<string>, value: unknown): void => {
    for (const part of unknownExpressions(value)) {
      if (hidden.has(part)) {
        into.add(part);
      }
    }
  };
  const policy = parsed(document);
  if (!isObject(policy)) {
    collect(found.others, document);
  } else {
    const { Statement, ...others } = policy;
    collect(found.others, others);
    const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    statements.forEach((statement, index) => {
      if (!isObject(statement)) {
        collect(found.others, statement);
      } else if (concernsWebIdentities(statement)) {
        collectInStatement(statement, index, grants, found, collect);
      }
    });
  }
  return {
    audience: [...found.audience],
    others: [...found.others],
  };
}

function collectInStatement(
  { Principal, Condition, ...others }: Record<string, unknown>,
  index: number,
  grants: readonly TrustGrant[],
  { audience, others: rest }: Record<keyof HiddenInTrust, Set<string>>,
  collect: (into: Set<string>, value: unknown) => void,
): void {
  collect(rest, others);
  // A statement without a grant may be another kind of provider's, which no condition here binds.
  if (!isObject(Principal) || Object.keys(Principal).some(hasMark) || !hasGrant(grants, index)) {
    collect(rest, Principal);
  }
  if (!isObject(Condition)) {
    collect(rest, Condition);
    return;
  }
  for (const [operator, block] of Object.entries(Condition)) {
    collect(rest, operator);
    if (!isObject(block)) {
      collect(rest, block);
      continue;
    }
    for (const [key, values] of Object.entries(block)) {
      collect(rest, key);
      collect(/:aud$/i.test(key) ? audience : rest, values);
    }
  }
}

function hasGrant(grants: readonly TrustGrant[], index: number): boolean {
  return grants.some(({ statement }) => statement === index);
}

/** Whether a web identity may be able to use an Allow statement. Of the other kinds of principals, AWS takes all in. */
function concernsWebIdentities({ Effect, Action, NotAction, Principal }: Record<string, unknown>): boolean {
  const actions = Array.isArray(Action) ? (Action as unknown[]) : [Action];
  return (
    Effect !== "Deny" &&
    (!isObject(Principal) ||
      Object.entries(Principal).some(
        ([kind, value]) => kind === "Federated" || hasMark(kind) || (kind === "AWS" && hasMarks(value)),
      )) &&
    (NotAction !== undefined ||
      hasMarks(Action) ||
      stringsIn(actions).some((action) => coversAction(action, "sts:AssumeRoleWithWebIdentity")))
  );
}

/** A document as an object, if it is one. A string that has marks between its members cannot be read. */
function parsed(document: unknown): unknown {
  if (typeof document !== "string" || isMark(document)) {
    return document;
  }
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}
