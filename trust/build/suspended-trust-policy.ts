/** Closing the trust policy of any role, and opening it again from what the closed policy itself holds. */
import { isDeepStrictEqual } from "node:util";
import { isObject } from "../text/json-values";
import { asList, stringsIn } from "../text/json-values";

/** A trust policy as IAM returns it. */
export type TrustDocument = Readonly<Record<string, unknown>>;

type Statement = Readonly<Record<string, unknown>>;

/** The `Sid` of the first statement that was added to close the policy. Further ones have a number, from 2 on. */
const ADDED = "Suspended";

/**
 * The `Sid` of the first statement of a policy that was closed in place: one letter for each statement, `A` for an
 * Allow that was turned into a Deny and `D` for a Deny of the owner's. After an `S`, the statement's own `Sid` follows.
 */
const IN_PLACE = /^Suspended(?<letters>[AD]+)(?:S(?<own>[0-9A-Za-z]*))?$/;

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
 * never grows. It has no meaning while the policy only denies, and {@link resumeTrustPolicy} writes it again.
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

/**
 * Undoes {@link suspendTrustPolicy}, {@link suspendTrustPolicyInPlace}, and the component's `suspended`, and nothing
 * else: a Deny of the owner's own stays, whatever its `Sid`.
 *
 * @returns The same object if nothing closes the policy; `undefined` if the policy holds no Allow to return to, as
 *   when the component had room for the Deny only.
 */
export function resumeTrustPolicy(document: TrustDocument): TrustDocument | undefined {
  const statements = statementsOf(document);
  const allows = statements.filter(isAllow);
  if (allows.length === 0) {
    const turnedBack = openedInPlace(document, statements);
    if (turnedBack !== undefined) {
      return turnedBack;
    }
    return statements.some((statement) => isUnconditional(statement) && statement.Sid === ADDED)
      ? undefined
      : document;
  }
  const opened = statements.filter((statement) => !isAdded(statement, allows, statements.length));
  return opened.length === statements.length ? document : { ...document, Statement: opened };
}

/** Whether nobody can assume a role with this trust policy: an unconditional Deny closes each Allow. */
export function isClosedTrustPolicy(document: TrustDocument): boolean {
  return suspendTrustPolicy(document) === document;
}

/**
 * What was closed in place, opened again.
 *
 * @returns `undefined` unless the policy has exactly the form that {@link suspendTrustPolicyInPlace} writes: turning
 *   any other Deny into an Allow would let somebody in who never was.
 */
function openedInPlace(document: TrustDocument, statements: readonly Statement[]): TrustDocument | undefined {
  const [first = {}, ...following] = statements;
  const { Sid: mark, ...rest } = first;
  const { letters, own } = IN_PLACE.exec(typeof mark === "string" ? mark : "")?.groups ?? {};
  if (letters?.length !== statements.length || !letters.includes("A")) {
    return undefined;
  }
  const unmarked = [{ ...(own === undefined ? {} : { Sid: own }), ...rest }, ...following];
  const Statement = unmarked.map((statement, index) =>
    letters[index] === "A" ? { ...statement, Effect: "Allow" } : statement,
  );
  return { Version: CURRENT_VERSION, ...document, Statement };
}

function isAllow({ Effect }: Statement): boolean {
  return Effect === "Allow";
}

function isUnconditional({ Effect, Condition }: Statement): boolean {
  return Effect === "Deny" && Condition === undefined;
}

/** Whether {@link suspendTrustPolicy} or the component added a statement: by its `Sid`, and as the mirror of an Allow. */
function isAdded(statement: Statement, allows: readonly Statement[], count: number): boolean {
  const { Sid, Effect, ...rest } = statement;
  // The number is the smallest that was free, so it never exceeds the number of statements: Suspended2024 is a year.
  const number = Sid === ADDED ? 1 : Number(/^Suspended([2-9]|[1-9]\d+)$/.exec(String(Sid))?.[1]);
  return (
    Effect === "Deny" && number <= count && allows.some((allow) => isDeepStrictEqual(rest, mirrored(allow)))
  );
}

/** The principals and actions of an Allow, as the Deny has them that closes it. */
function mirrored({ Principal, Action, NotAction }: Statement): Statement {
  return { Principal, ...(Action === undefined ? { NotAction } : { Action }) };
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

function statementsOf({ Statement }: TrustDocument): Statement[] {
  return asList(Statement).filter(isObject);
}

function unusedSid(taken: ReadonlySet<unknown>): string {
  for (let number = 1; ; number++) {
    const sid = number === 1 ? ADDED : `${ADDED}${number}`;
    if (!taken.has(sid)) {
      return sid;
    }
  }
}
