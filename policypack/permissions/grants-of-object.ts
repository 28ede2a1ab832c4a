import { coded } from "../../messages";
import { asList, isObject } from "../../trust";
import { type RuleFinding, violation } from "../engine/rule-definition";
import { knownStrings } from "../engine/unknown";
import { NOTHING_HIDDEN } from "../iam/hidden-parts";
import type { IamObject } from "../iam/iam-object";
import { judgePermissions } from "./judge-permissions";
import { privilegedManagedPolicy } from "./privileged-policies";

/** What the configuration allows and forbids a federated role. */
export interface PermissionLimits {
  /** Actions that are accepted although they can lead to more. Default is none. */
  readonly allowedActions?: readonly string[];
  /** Further managed policies that are refused. Default is none. */
  readonly forbiddenManagedPolicies?: readonly string[];
}

/** Judges the permissions that a role, a policy or an attachment has in itself. */
export function* grantsOfObject(object: IamObject, limits: PermissionLimits): Iterable<RuleFinding> {
  const { holder, name, place, properties, hidden = NOTHING_HIDDEN } = object;
  const inline = asList(properties.Policies)
    .filter(isObject)
    .map(({ PolicyName: policy, PolicyDocument: document }) => {
      const [own = "(without a name)"] = knownStrings(policy);
      return { called: `${name}, inline policy ${own}`, values: [place, "inline", policy], document };
    });
  const documents = [...inline, { called: name, values: [place], document: properties.PolicyDocument }];
  for (const { called, values, document } of documents) {
    for (const problem of judgePermissions(called, document, limits.allowedActions ?? [], hidden)) {
      yield violation(holder, problem.message, ...values, ...problem.values);
    }
  }
  for (const arn of knownStrings(properties.ManagedPolicyArns)) {
    const policy = privilegedManagedPolicy(arn, limits.forbiddenManagedPolicies ?? []);
    if (policy !== undefined) {
      const message = coded(
        "permissions-managed-policy",
        `${name}: the role has the managed policy ${policy}, which allows too much. Expected a policy with the actions that the workload calls.`,
      );
      yield violation(holder, message, place, policy);
    }
  }
}
