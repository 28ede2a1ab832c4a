/** Closing the trust policy of any role, and opening it again from what the closed policy itself holds. */
import { isObject } from "../parse/json-object";

/** A trust policy as IAM returns it. */
export type TrustDocument = Readonly<Record<string, unknown>>;

type Statement = Readonly<Record<string, unknown>>;

/** The `Sid` of a statement that was added to close the policy; from the second one on with a number. */
const ADDED = /^Suspended\d*$/;

/** The beginning of the `Sid` of an Allow that was turned into a Deny; what it was called follows. */
const TURNED = "SuspendedAllow";

/** Version of IAM's policy language that the component writes. */
const CURRENT_VERSION = "2012-10-17";

/** Version that applies to a policy that names none. Source: AWS, "IAM JSON policy elements: Version". */
const IMPLIED_VERSION = "2008-10-17";

/**
 * Closes a trust policy: adds a Deny without conditions next to each Allow that is still open. For a policy of the
 * component, this is the policy that the component gives a suspended role, so a later update finds nothing to change.
 * The Allow statements stay, so {@link resumeTrustPolicy} needs no copy of the policy.
 *
 * @returns The same object if nobody can assume the role already.
 */
export function suspendTrustPolicy(document: TrustDocument): TrustDocument {
  const statements = statementsOf(document);
  const taken = new Set(statements.map(({ Sid }) => Sid));
  const denials: Statement[] = [];
  for (const allow of statements.filter(isAllow)) {
    if ([...statements, ...denials].some((statement) => closes(statement, allow))) continue;
    const { Principal, Action, NotAction } = allow;
    const Sid = unusedSid(taken);
    taken.add(Sid);
    denials.push({
      ...{ Sid, Effect: "Deny", Principal },
      ...(Action === undefined ? { NotAction } : { Action }),
    });
  }
  return denials.length === 0 ? document : { ...document, Statement: [...statements, ...denials] };
}

/**
 * Closes a trust policy that has no room for another statement: turns each Allow into a Deny, and marks it by its
 * `Sid`. `Version` is omitted to make room for the mark, so a policy with one Allow never grows. It has no meaning
 * while the policy only denies, and {@link resumeTrustPolicy} writes it again.
 */
export function suspendTrustPolicyInPlace(document: TrustDocument): TrustDocument {
  const { Version = IMPLIED_VERSION, ...others } = document;
  let unnamed = 0;
  const turned = statementsOf(document).map((statement) => {
    if (!isAllow(statement)) return statement;
    const { Sid: own, ...rest } = statement;
    const kept = isName(own) ? own : ++unnamed === 1 ? "" : String(unnamed);
    return { Sid: `${TURNED}${kept}`, ...rest, Effect: "Deny" };
  });
  return { ...(Version === CURRENT_VERSION ? {} : { Version }), ...others, Statement: turned };
}

/**
 * Undoes {@link suspendTrustPolicy}, {@link suspendTrustPolicyInPlace}, and the component's `suspended`.
 *
 * @returns The same object if nothing closes the policy; `undefined` if the policy holds no Allow to return to, as
 *   when the component had room for the Deny only.
 */
export function resumeTrustPolicy(document: TrustDocument): TrustDocument | undefined {
  const statements = statementsOf(document);
  const turned = statements.some(isTurned);
  const opened = statements.filter((statement) => !isAdded(statement)).map(turnedBack);
  if (!turned && opened.length === statements.length) return document;
  if (!opened.some(isAllow)) return undefined;
  return { ...(turned ? { Version: CURRENT_VERSION } : {}), ...document, Statement: opened };
}

function turnedBack(statement: Statement): Statement {
  if (!isTurned(statement)) return statement;
  const { Sid, ...rest } = statement;
  const own = Sid.slice(TURNED.length);
  return { ...(isName(own) ? { Sid: own } : {}), ...rest, Effect: "Allow" };
}

/** Whether a `Sid` is worth keeping: numbers tell unnamed statements apart. */
function isName(sid: unknown): sid is string {
  return typeof sid === "string" && !/^\d*$/.test(sid);
}

function isAllow({ Effect }: Statement): boolean {
  return Effect === "Allow";
}

function isAdded({ Effect, Sid, Condition }: Statement): boolean {
  return Effect === "Deny" && Condition === undefined && typeof Sid === "string" && ADDED.test(Sid);
}

function isTurned(statement: Statement): statement is Statement & { readonly Sid: string } {
  const { Effect, Sid } = statement;
  return Effect === "Deny" && typeof Sid === "string" && Sid.startsWith(TURNED);
}

/** Whether a statement denies, under no condition, everything that an Allow allows. */
function closes(statement: Statement, allow: Statement): boolean {
  if (statement.Effect !== "Deny" || statement.Condition !== undefined) return false;
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
  if (!isObject(Principal)) return listOf(Principal);
  return Object.entries(Principal).flatMap(([kind, names]) => listOf(names).map((name) => `${kind} ${name}`));
}

/** IAM compares actions without case. */
function actionsOf(action: unknown): string[] {
  return listOf(action).map((name) => name.toLowerCase());
}

function listOf(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === "string");
}

function statementsOf({ Statement }: TrustDocument): Statement[] {
  return [Statement].flat().filter(isObject);
}

function unusedSid(taken: ReadonlySet<unknown>): string {
  for (let number = 1; ; number++) {
    const sid = number === 1 ? "Suspended" : `Suspended${number}`;
    if (!taken.has(sid)) return sid;
  }
}
