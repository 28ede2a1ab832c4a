import { coversWebIdentity, isAction } from "./actions";
import { isObject } from "./json-values";
import type { Providers } from "./oidc-provider";
import { type Principals, readPrincipal } from "./principal";
import { type PolicyPath, type PolicyProblem, problem, type Refuse } from "./problem";

/** A statement of a trust policy, as far as web identities are concerned. */
export interface PolicyStatement {
  /** Position in the policy, from 0. */
  readonly index: number;
  /** The way from the policy to it. */
  readonly path: PolicyPath;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** Whether it denies. Anything else counts as allowing, misspelt or not. */
  readonly denies: boolean;
  /** Whether it is about `sts:AssumeRoleWithWebIdentity`, perhaps among other actions. */
  readonly webIdentity: boolean;
  /** Who is meant. */
  readonly principals: Principals;
  /** The `Condition` as written; `undefined` if there is none. */
  readonly condition: unknown;
}

/** What IAM knows in a statement. */
const MEMBERS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Condition"]);

/** Reads a statement. Whatever IAM would not take is added to `problems`. */
export function readStatement(
  statement: unknown,
  index: number,
  path: PolicyPath,
  known: Providers,
  problems: PolicyProblem[],
): PolicyStatement | undefined {
  if (!isObject(statement)) {
    problems.push(problem("statement-not-an-object", { statement: index, path }));
    return undefined;
  }
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Condition } = statement;
  const sid = typeof Sid === "string" ? Sid : undefined;
  const refuse: Refuse = (code, within, given, which) => {
    problems.push(problem(code, { statement: index, sid, path: [...path, ...within], given, which }));
  };
  for (const name of Object.keys(statement)) {
    if (statement[name] !== undefined && (name === "Sid" ? sid === undefined : !MEMBERS.has(name))) {
      refuse(name === "Sid" ? "sid-invalid" : "member-unknown", [name]);
    }
  }
  if (Effect !== "Allow" && Effect !== "Deny") {
    refuse("effect-invalid", ["Effect"], Effect);
  }
  return {
    index,
    path,
    sid,
    denies: Effect === "Deny",
    webIdentity: readActions(Action, NotAction, refuse),
    principals: readPrincipal(Principal, NotPrincipal, known, refuse),
    condition: Condition,
  };
}

/** Whether the actions take in `sts:AssumeRoleWithWebIdentity`. What is not understood does. */
function readActions(action: unknown, notAction: unknown, refuse: Refuse): boolean {
  if ((action === undefined) === (notAction === undefined)) {
    const isMissing = action === undefined;
    refuse("action-invalid", [isMissing ? "Action" : "NotAction"], undefined, isMissing ? undefined : "both");
    return true;
  }
  const actions = action ?? notAction;
  const list = Array.isArray(actions) ? (actions as unknown[]) : [actions];
  let covered = false;
  let understood = list.length > 0;
  for (const item of list) {
    if (typeof item !== "string" || !isAction(item)) {
      understood = false;
    } else if (coversWebIdentity(item)) {
      covered = true;
    }
  }
  if (!understood) {
    refuse("action-invalid", [action === undefined ? "NotAction" : "Action"], actions);
    return true;
  }
  return covered === (action !== undefined);
}
