import { asList, coversAction, isObject, stringsIn } from "azure-to-aws-federation/trust";
import { UNKNOWN } from "../engine/unknown";
import { escalatingActions, impersonatingActions } from "./privileged-actions";

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
 * @param document - The policy as JSON text or as an object; parts that are not known are passed over.
 * @param allowed - Actions that the configuration lets pass.
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
      return [{ statement: undefined, found: "a policy that is no JSON", right: "a policy in JSON" }];
    }
  }
  if (policy === UNKNOWN) {
    return [];
  }
  if (!isObject(policy)) {
    return [{ statement: undefined, found: "a policy that is no object", right: "a policy in JSON" }];
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
  const anywhere = reachesEverything(statement);
  return [
    ...unresolved.map((action) =>
      problem(`the action ${JSON.stringify(action)}, which cannot be told`, "the actions by name"),
    ),
    ...actions.flatMap((action) => {
      const covered = (names: readonly string[]): string | undefined =>
        names.find((name) => coversAction(action, name) && !isAllowed(name, allowed));
      const shown = (means: string): string =>
        `the action ${JSON.stringify(action)}${action.toLowerCase() === means.toLowerCase() ? "" : ` with ${means}`}`;
      const escalating = covered(escalatingActions);
      if (escalating !== undefined) {
        const found = `${shown(escalating)}, by which the role can give itself more`;
        return [problem(found, "a role that cannot change who has which permission")];
      }
      const impersonating = anywhere ? covered(impersonatingActions) : undefined;
      return impersonating === undefined
        ? []
        : [
            problem(
              `${shown(impersonating)} on every resource, by which the role can act as another`,
              "the ARNs by name in Resource",
            ),
          ];
    }),
  ];
}

/** Whether a pattern of actions, or of resources, stands for all there are: `*`, `*:*`, `**`. */
function isEverything(pattern: string): boolean {
  return /^\*+(:\*+)*$/.test(pattern);
}

function isAllowed(action: string, allowed: readonly string[]): boolean {
  return allowed.some((name) => name.toLowerCase() === action.toLowerCase());
}

/** Whether a statement is limited to no resource: `*`, or all roles or functions of an account. */
function reachesEverything(statement: Record<string, unknown>): boolean {
  return (
    statement.NotResource !== undefined ||
    stringsIn(statement.Resource).some(
      (arn) => isEverything(arn) || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(\*|[a-z]+[/:]\*+)$/.test(arn),
    )
  );
}
