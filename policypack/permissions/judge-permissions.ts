import { type Message, POLICY_RULES } from "@azure-to-aws/federation/messages";
import { asList, coversAction, isObject, repeatedMember, stringsIn } from "@azure-to-aws/federation/trust";
import { UNKNOWN } from "../engine/unknown";
import { escalatingActions, impersonatingActions } from "./privileged-actions";
import { reachesSeveral, type ResourceForm } from "./reaches-several";

/** What a permission policy allows and a federated role should not have. */
export interface PermissionProblem {
  readonly message: Message;
  /** What is wrong, without the position of the statement, for the fingerprint of the finding. */
  readonly detail: readonly unknown[];
}

/**
 * Finds what a permission policy allows too much: everything, whole sets of actions by exclusion, or a way for an identity
 * to give itself more. A Deny in addition does not count: it is easily lost, and what is not allowed needs none.
 *
 * @param name - The policy, as messages name it.
 * @param document - The policy as JSON text or as an object. Unknown parts are ignored.
 * @param allowed - Actions that the configuration accepts.
 */
export function judgePermissions(
  name: string,
  document: unknown,
  allowed: readonly string[],
): PermissionProblem[] {
  if (document === UNKNOWN || document === undefined || document === null) {
    return [];
  }
  let policy: unknown = document;
  if (typeof document === "string") {
    try {
      policy = JSON.parse(document);
    } catch {
      return [problemOf(POLICY_RULES.say("permissions-not-json", name))];
    }
    const repeated = repeatedMember(document, policy);
    if (repeated !== undefined) {
      return [problemOf(POLICY_RULES.say("permissions-member-repeated", name, repeated), repeated)];
    }
  }
  if (policy === UNKNOWN) {
    return [];
  }
  if (!isObject(policy)) {
    return [problemOf(POLICY_RULES.say("permissions-not-an-object", name))];
  }
  return asList(policy.Statement).flatMap((statement, index) =>
    isObject(statement) && statement.Effect !== "Deny"
      ? judgeStatement(statement, `${name}, statement ${index}`, allowed)
      : [],
  );
}

function problemOf(message: Message, ...values: readonly unknown[]): PermissionProblem {
  return { message, detail: [message.code, ...values] };
}

function judgeStatement(
  statement: Record<string, unknown>,
  where: string,
  allowed: readonly string[],
): PermissionProblem[] {
  if (statement.NotAction !== undefined) {
    return [problemOf(POLICY_RULES.say("permissions-by-exclusion", where))];
  }
  const actions = stringsIn(statement.Action);
  const broad = actions.find(isEverything);
  if (broad !== undefined) {
    return [problemOf(POLICY_RULES.say("permissions-everything", where, broad), broad)];
  }
  const unresolved = asList(statement.Action).filter(isObject);
  return [
    ...unresolved.map((action) =>
      problemOf(POLICY_RULES.say("permissions-unresolved", where, action), action),
    ),
    ...actions.flatMap((action) => {
      const covers = (name: string): boolean => coversAction(action, name) && !isAllowed(name, allowed);
      const escalating = escalatingActions.find(covers);
      if (escalating !== undefined) {
        const message = POLICY_RULES.say("permissions-escalating", where, action, escalating);
        return [problemOf(message, action, escalating)];
      }
      const [impersonating] =
        [...impersonatingActions].find(([name, forms]) => covers(name) && isUnlimited(statement, forms)) ??
        [];
      if (impersonating === undefined) {
        return [];
      }
      const message = POLICY_RULES.say("permissions-impersonating", where, action, impersonating);
      return [problemOf(message, action, impersonating)];
    }),
  ];
}

/** An action that no service has, so only a pattern for all of them matches it. */
const NO_ACTION = "\0:\0";

/** Whether a pattern of actions stands for all there are: `*`, `*:*`, `?*`. */
function isEverything(pattern: string): boolean {
  return coversAction(pattern, NO_ACTION);
}

function isAllowed(action: string, allowed: readonly string[]): boolean {
  return allowed.some((name) => name.toLowerCase() === action.toLowerCase());
}

/** Whether a statement takes in more than one of the resources that an action is about. */
function isUnlimited(statement: Record<string, unknown>, forms: readonly ResourceForm[]): boolean {
  return (
    statement.NotResource !== undefined ||
    stringsIn(statement.Resource).some((resource) => forms.some((form) => reachesSeveral(resource, form)))
  );
}
