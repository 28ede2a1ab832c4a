import { asList, isObject } from "azure-to-aws-federation/trust";
import { type RuleFinding, violation } from "../engine/rule-definition";
import type { IamObject } from "../iam/iam-object";
import { judgePermissions } from "./judge-permissions";
import { privilegedManagedPolicy } from "./privileged-actions";

/** What a federated role may have beside, or may not have beside. */
export interface PermissionLimits {
  /** Actions that are accepted although they can lead to more. Default is none. */
  readonly allowedActions?: readonly string[];
  /** Further managed policies that are refused. Default is none. */
  readonly forbiddenManagedPolicies?: readonly string[];
}

/** Judges the permissions that a role, a policy or an attachment has in itself. */
export function* grantsOfObject(object: IamObject, limits: PermissionLimits): Iterable<RuleFinding> {
  const { holder, name, place, properties } = object;
  const documents: [label: string, document: unknown][] = [
    ...asList(properties.Policies)
      .filter(isObject)
      .map(({ PolicyName: policy, PolicyDocument: document }): [string, unknown] => [
        `, inline policy ${typeof policy === "string" ? policy : "(without a name)"}`,
        document,
      ]),
    ["", properties.PolicyDocument],
  ];
  for (const [label, document] of documents) {
    for (const { statement, found, right } of judgePermissions(document, limits.allowedActions ?? [])) {
      const where = statement === undefined ? "" : `, statement ${statement}`;
      yield violation(
        holder,
        `${name}${label}${where}: found ${found}. Expected: ${right}.`,
        JSON.stringify([place, label, found]),
      );
    }
  }
  for (const arn of asList(properties.ManagedPolicyArns)) {
    const policy = privilegedManagedPolicy(arn, limits.forbiddenManagedPolicies ?? []);
    if (policy !== undefined) {
      yield violation(
        holder,
        `${name}: found the managed policy ${policy}. Expected: a policy with the actions that the workload needs.`,
        JSON.stringify([place, policy]),
      );
    }
  }
}
