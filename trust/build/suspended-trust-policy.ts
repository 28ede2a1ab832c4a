/** Closing the trust policy of any role. */
import { isObject, stringsIn } from "../text/json-values";
import {
  ADDED,
  CURRENT_VERSION,
  isAllow,
  isUnconditional,
  mirrored,
  type Statement,
  statementsOf,
  type TrustDocument,
} from "./resumed-trust-policy";

/** Version that applies to a policy that names none. Source: AWS, "IAM JSON policy elements: Version". */
const IMPLIED_VERSION = "2008-10-17";

/**
 * Closes a trust policy: adds a Deny without conditions next to each Allow that is still open. For a policy of the
 * component, this is the policy that the component gives a suspended role, so a later update finds nothing to change.
 * The Allow statements stay, so `resumeTrustPolicy` needs no copy of the policy.
 *
 * @returns The same object if nobody can assume the role already.
 */
export function suspendTrustPolicy(document: TrustDocument): TrustDocument {
  const statements = statementsOf(document);
  const taken = new Set(statements.map(({ Sid }) => Sid));
  const denials: Statement[] = [];
  for (const allow of statements.filter(isAllow)) {
    if ([...statements, ...denials].some((statement) => closes(statement, allow))) {
      continue;
    }
    const Sid = unusedSid(taken);
    taken.add(Sid);
    denials.push({ Sid, Effect: "Deny", ...mirrored(allow) });
  }
  return denials.length === 0 ? document : { ...document, Statement: [...statements, ...denials] };
}

/**
 * Closes a trust policy that has no room for another statement: turns each Allow into a Deny, and notes in the `Sid` of
 * the first statement which ones. `Version` is omitted to make room for that, so a policy of Allow statements only
 * never grows. It has no meaning while the policy only denies, and `resumeTrustPolicy` writes it again.
 */
export function suspendTrustPolicyInPlace(document: TrustDocument): TrustDocument {
  const { Version = IMPLIED_VERSION, ...others } = document;
  const statements = statementsOf(document);
  const letters = statements.map((statement) => (isAllow(statement) ? "A" : "D")).join("");
  const [first, ...following] = statements.map((statement) =>
    isAllow(statement) ? { ...statement, Effect: "Deny" } : statement,
  );
  const own = typeof first?.Sid === "string" ? `S${first.Sid}` : "";
  const marked = { ...first, Sid: `${ADDED}${letters}${own}` };
  return {
    ...(Version === CURRENT_VERSION ? {} : { Version }),
    ...others,
    Statement: [marked, ...following],
  };
}

/** Whether nobody can assume a role with this trust policy: an unconditional Deny closes each Allow. */
export function isClosedTrustPolicy(document: TrustDocument): boolean {
  return suspendTrustPolicy(document) === document;
}

/** Whether a statement denies, under no condition, everything that an Allow allows. */
function closes(statement: Statement, allow: Statement): boolean {
  if (!isUnconditional(statement)) {
    return false;
  }
  return (
    contains(principalsOf(statement), principalsOf(allow)) &&
    (allow.Action === undefined
      ? statement.NotAction !== undefined &&
        contains(actionsOf(allow.NotAction), actionsOf(statement.NotAction))
      : contains(actionsOf(statement.Action), actionsOf(allow.Action)))
  );
}

function contains(all: readonly string[], some: readonly string[]): boolean {
  return some.length > 0 && some.every((item) => all.includes(item));
}

/** Each principal with its kind, as in `Federated arn:aws:iam::111122223333:oidc-provider/example.com`. */
function principalsOf({ Principal }: Statement): string[] {
  if (!isObject(Principal)) {
    return stringsIn(Principal);
  }
  return Object.entries(Principal).flatMap(([kind, names]) =>
    stringsIn(names).map((name) => `${kind} ${name}`),
  );
}

/** IAM compares actions without case. */
function actionsOf(action: unknown): string[] {
  return stringsIn(action).map((name) => name.toLowerCase());
}

function unusedSid(taken: ReadonlySet<unknown>): string {
  for (let number = 1; ; number++) {
    const sid = number === 1 ? ADDED : `${ADDED}${number}`;
    if (!taken.has(sid)) {
      return sid;
    }
  }
}
