import { coversWebIdentity, isAction } from "./actions";
import { isObject } from "./json-values";
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

/** Reads a statement. Whatever IAM would not take is added to `problems`. */
export function readStatement(
  statement: unknown,
  index: number,
  path: PolicyPath,
  problems: PolicyProblem[],
): PolicyStatement | undefined {
  if (!isObject(statement)) {
    problems.push(
      problem("statement-not-an-object", "a statement that is not an object", "an object", {
        statement: index,
        path,
      }),
    );
    return undefined;
  }
  const sid = typeof statement.Sid === "string" ? statement.Sid : undefined;
  const refuse: Refuse = (code, found, right, within) => {
    problems.push(problem(code, found, right, { statement: index, sid, path: [...path, ...within] }));
  };
  let effect, principal, notPrincipal, action, notAction, condition: unknown;
  for (const name of Object.keys(statement)) {
    const value = statement[name];
    if (value === undefined) {
      continue;
    }
    switch (name) {
      case "Sid":
        if (sid === undefined) {
          refuse("sid-invalid", "a Sid that is not a string", "a string", ["Sid"]);
        }
        break;
      case "Effect":
        effect = value;
        break;
      case "Principal":
        principal = value;
        break;
      case "NotPrincipal":
        notPrincipal = value;
        break;
      case "Action":
        action = value;
        break;
      case "NotAction":
        notAction = value;
        break;
      case "Condition":
        condition = value;
        break;
      default:
        refuse(
          "member-unknown",
          `the member ${JSON.stringify(name)}`,
          "Sid, Effect, Principal, Action and Condition only",
          [name],
        );
    }
  }
  if (effect !== "Allow" && effect !== "Deny") {
    const found = effect === undefined ? "no Effect" : `the Effect ${JSON.stringify(effect)}`;
    refuse("effect-invalid", found, '"Allow" or "Deny"', ["Effect"]);
  }
  return {
    index,
    path,
    sid,
    denies: effect === "Deny",
    webIdentity: readActions(action, notAction, refuse),
    principals: readPrincipal(principal, notPrincipal, refuse),
    condition,
  };
}

/** Whether the actions take in `sts:AssumeRoleWithWebIdentity`. What is not understood does. */
function readActions(action: unknown, notAction: unknown, refuse: Refuse): boolean {
  if ((action === undefined) === (notAction === undefined)) {
    if (action === undefined) {
      refuse("action-invalid", "no Action", "an Action", ["Action"]);
    } else {
      refuse("action-invalid", "both Action and NotAction", "an Action", ["NotAction"]);
    }
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
    const name = action === undefined ? "NotAction" : "Action";
    refuse("action-invalid", `the action ${JSON.stringify(actions)}`, '"sts:AssumeRoleWithWebIdentity"', [
      name,
    ]);
    return true;
  }
  return covered === (action !== undefined);
}
