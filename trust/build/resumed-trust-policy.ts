/** Opening a closed trust policy again, from what the closed policy itself holds. */
import { isDeepStrictEqual } from "node:util";
import { asList, isObject } from "../text/json-values";

/** A trust policy as IAM returns it. */
export type TrustDocument = Readonly<Record<string, unknown>>;

/** A statement of it. */
export type Statement = Readonly<Record<string, unknown>>;

/** The `Sid` of the first statement that was added to close the policy. Further ones have a number, from 2 on. */
export const ADDED = "Suspended";

/**
 * The `Sid` of the first statement of a policy that was closed in place: one letter for each statement, `A` for an
 * Allow that was turned into a Deny and `D` for a Deny of the owner's. After an `S`, the statement's own `Sid` follows.
 */
const IN_PLACE = /^Suspended(?<letters>[AD]+)(?:S(?<own>[0-9A-Za-z]*))?$/;

/** Version of IAM's policy language that the component writes. */
export const CURRENT_VERSION = "2012-10-17";

/**
 * Undoes `suspendTrustPolicy`, `suspendTrustPolicyInPlace`, and the component's `suspended`, and nothing
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

/**
 * What was closed in place, opened again.
 *
 * @returns `undefined` unless the policy has exactly the form that `suspendTrustPolicyInPlace` writes: turning
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

/** Whether a statement allows. */
export function isAllow({ Effect }: Statement): boolean {
  return Effect === "Allow";
}

/** Whether a statement denies without conditions. */
export function isUnconditional({ Effect, Condition }: Statement): boolean {
  return Effect === "Deny" && Condition === undefined;
}

/** Whether `suspendTrustPolicy` or the component added a statement: by its `Sid`, and as the mirror of an Allow. */
function isAdded(statement: Statement, allows: readonly Statement[], count: number): boolean {
  const { Sid, Effect, ...rest } = statement;
  // The number is the smallest that was free, so it never exceeds the number of statements: Suspended2024 is a year.
  const number = Sid === ADDED ? 1 : Number(/^Suspended([2-9]|[1-9]\d+)$/.exec(String(Sid))?.[1]);
  return (
    Effect === "Deny" && number <= count && allows.some((allow) => isDeepStrictEqual(rest, mirrored(allow)))
  );
}

/** The principals and actions of an Allow, as the Deny has them that closes it. */
export function mirrored({ Principal, Action, NotAction }: Statement): Statement {
  return { Principal, ...(Action === undefined ? { NotAction } : { Action }) };
}

/** The statements of a policy. */
export function statementsOf({ Statement }: TrustDocument): Statement[] {
  return asList(Statement).filter(isObject);
}
