import { asList, coversAction, isObject, repeatedMember, stringsIn } from "azure-to-aws-federation/trust";
import { UNKNOWN } from "../engine/unknown";
import { escalatingActions, impersonatingActions } from "./privileged-actions";
import { reachesSeveral, type ResourceForm } from "./reaches-several";

/** Something that a permission policy allows and a federated role should not have. */
export interface PermissionProblem {
  /** Position of the statement, from 0; `undefined` if it is about the document. */
  readonly statement: number | undefined;
  readonly found: string;
  readonly right: string;
}

/**
 * Says what a permission policy allows too much: everything, whole sets of actions by exclusion, or what lets an
 * identity give itself more. A Deny beside it does not count: it is easily lost, and what is not allowed needs none.
 *
 * @param document - The policy as JSON text or as an object; unknown parts are ignored.
 * @param allowed - Actions that the configuration accepts.
 */
export function judgePermissions(document: unknown, allowed: readonly string[]): PermissionProblem[] {
  if (document === UNKNOWN || document === undefined || document === null) {
    return [];
  }
  let policy: unknown = document;
  if (typeof document === "string") {
    try {
      policy = JSON.parse(document);
    } catch {
      return [{ statement: undefined, found: "a policy that is not valid JSON", right: "a policy in JSON" }];
    }
    const repeated = repeatedMember(document, policy);
    if (repeated !== undefined) {
      const found = `the member ${JSON.stringify(repeated)} twice in one object`;
      return [{ statement: undefined, found, right: "each member once" }];
    }
  }
  if (policy === UNKNOWN) {
    return [];
  }
  if (!isObject(policy)) {
    return [{ statement: undefined, found: "a policy that is not an object", right: "a policy in JSON" }];
  }
  return asList(policy.Statement).flatMap((statement, index) =>
    isObject(statement) && statement.Effect !== "Deny" ? judgeStatement(statement, index, allowed) : [],
  );
}

function judgeStatement(
  statement: Record<string, unknown>,
  index: number,
  allowed: readonly string[],
): PermissionProblem[] {
  const problem = (found: string, right: string): PermissionProblem => ({ statement: index, found, right });
  if (statement.NotAction !== undefined) {
    const found = "NotAction in an Allow, which allows whatever it does not name";
    return [problem(found, "the actions by name in Action")];
  }
  const actions = stringsIn(statement.Action);
  const broad = actions.find(isEverything);
  if (broad !== undefined) {
    return [problem(`the action ${JSON.stringify(broad)}, which allows everything`, "the actions by name")];
  }
  const unresolved = asList(statement.Action).filter(isObject);
  return [
    ...unresolved.map((action) =>
      problem(`the action ${JSON.stringify(action)}, which cannot be told`, "the actions by name"),
    ),
    ...actions.flatMap((action) => {
      const covers = (name: string): boolean => coversAction(action, name) && !isAllowed(name, allowed);
      const shown = (means: string): string =>
        `the action ${JSON.stringify(action)}${action.toLowerCase() === means.toLowerCase() ? "" : ` with ${means}`}`;
      const escalating = escalatingActions.find(covers);
      if (escalating !== undefined) {
        const found = `${shown(escalating)}, by which the role can give itself more`;
        return [problem(found, "a role that cannot change who has which permission")];
      }
      const [impersonating] =
        [...impersonatingActions].find(([name, forms]) => covers(name) && isUnlimited(statement, forms)) ??
        [];
      return impersonating === undefined
        ? []
        : [
            problem(
              `${shown(impersonating)} on more than one resource of an account, by which the role can act as another`,
              "the ARNs in Resource, without a wildcard in their names",
            ),
          ];
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
