import { coded, type Message, quoted } from "../../messages";
import { POLICY_RULES } from "../../messages/policy-rules";
import {
  asList,
  coversAction,
  DANGEROUS_ACTIONS,
  describeMarks,
  hasMark,
  isObject,
  reachesSeveral,
  repeatedMember,
  type ResourceForm,
} from "../../trust";
import { knownStrings } from "../engine/unknown";
import { type HiddenParts, isKnownLater, NOTHING_HIDDEN } from "../iam/hidden-parts";

/** What a permission policy allows and a federated role should not have. */
export interface PermissionProblem {
  readonly message: Message;
  /** What tells it from others of its code in the policy, for the fingerprint of the finding. */
  readonly values: readonly unknown[];
}

/**
 * Finds what a permission policy allows too much: everything, whole sets of actions by exclusion, or a way for an identity
 * to give itself more. A Deny in addition does not count: it is easily lost, and what is not allowed needs none.
 *
 * @param name - The policy, as messages name it.
 * @param document - The policy as JSON text or as an object. Parts that are not known yet are ignored.
 * @param allowed - Actions that the configuration accepts.
 * @param hidden - The unknown parts that the update does not reveal. Default is none.
 */
export function judgePermissions(
  name: string,
  document: unknown,
  allowed: readonly string[],
  hidden: HiddenParts = NOTHING_HIDDEN,
): PermissionProblem[] {
  if (hasMark(document) || document === undefined || document === null) {
    return [];
  }
  let policy: unknown = document;
  if (typeof document === "string") {
    try {
      policy = JSON.parse(document);
    } catch {
      return [
        problemOf(
          coded("permissions-not-json", `${name}: the policy is not valid JSON. Expected a policy in JSON.`),
        ),
      ];
    }
    const repeated = repeatedMember(document, policy);
    if (repeated !== undefined) {
      return [
        problemOf(
          coded(
            "permissions-member-repeated",
            `${name}: the member ${quoted(repeated)} is twice in one object. Expected each member once.`,
          ),
          repeated,
        ),
      ];
    }
  }
  if (!isObject(policy)) {
    return [
      problemOf(
        coded(
          "permissions-not-an-object",
          `${name}: the policy is not an object. Expected a policy in JSON.`,
        ),
      ),
    ];
  }
  return asList(policy.Statement).flatMap((statement, index) =>
    isObject(statement) && statement.Effect !== "Deny"
      ? judgeStatement(statement, `${name}, statement ${index}`, allowed, hidden)
      : [],
  );
}

function problemOf(message: Message, ...values: readonly unknown[]): PermissionProblem {
  return { message, values };
}

function judgeStatement(
  statement: Record<string, unknown>,
  where: string,
  allowed: readonly string[],
  hidden: HiddenParts,
): PermissionProblem[] {
  if (statement.NotAction !== undefined) {
    return [
      problemOf(
        coded(
          "permissions-by-exclusion",
          `${where}: the role may call every action that NotAction does not name. Expected the actions by name in Action.`,
        ),
      ),
    ];
  }
  const actions = knownStrings(statement.Action);
  const broad = actions.find(isEverything);
  if (broad !== undefined) {
    return [
      problemOf(
        coded(
          "permissions-everything",
          `${where}: the role may call every action, because Action has ${quoted(broad)}. Expected the actions by name.`,
        ),
        broad,
      ),
    ];
  }
  const isRefused = refusesIn(statement);
  const unresolved = describeMarks(
    asList(statement.Action).filter(
      (action) => isObject(action) || (hasMark(action) && !isKnownLater(action, hidden)),
    ),
  );
  return [
    ...unresolved.map((action) =>
      problemOf(
        coded(
          "permissions-unresolved",
          `${where}: the policy does not show which action ${quoted(action)} is. Expected the actions by name.`,
        ),
        action,
      ),
    ),
    ...actions.flatMap((action) => {
      const found = DANGEROUS_ACTIONS.filter(
        (dangerous) =>
          coversAction(action, dangerous.action) &&
          !isAllowed(dangerous.action, allowed) &&
          isRefused(dangerous.named),
      );
      const worst = found.find(({ named }) => named === undefined) ?? found[0];
      if (worst === undefined) {
        return [];
      }
      const code = worst.named === undefined ? "permissions-escalating" : "permissions-impersonating";
      return [problemOf(POLICY_RULES.say(code, where, action, worst.action), action, worst.action)];
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

/** Whether a statement takes in more than one of the resources that an action is about. Each kind of resource is looked at once. */
function refusesIn(
  statement: Record<string, unknown>,
): (named: readonly ResourceForm[] | undefined) => boolean {
  const resources = knownStrings(statement.Resource);
  const known = new Map<readonly ResourceForm[], boolean>();
  return (named) => {
    if (named === undefined || statement.NotResource !== undefined) {
      return true;
    }
    const isRefused =
      known.get(named) ?? resources.some((resource) => named.some((form) => reachesSeveral(resource, form)));
    known.set(named, isRefused);
    return isRefused;
  };
}
