import { nist } from "../engine/controls";
import type { RuleDefinition } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn, isWithin } from "../engine/seen-resource";
import { type IamObject, iamObjects } from "../iam/iam-object";
import { isFederated, rolesTrustingEntra, trustsEntra } from "../iam/trust";
import { grantsOfObject, type PermissionLimits } from "../permissions/grants-of-object";
import { namesOfRoles, objectsGranting } from "../permissions/objects-granting";
import { earlierManagedPolicies, earlierRoles } from "../stack/earlier-parts";

interface Config extends ScopeConfig, PermissionLimits {}

/** Refuses federated roles that may call every action, or may give themselves more permissions. */
export const federatedRoleIsLeastPrivilege: RuleDefinition<Config> = {
  name: "federated-role-is-least-privilege",
  displayName: "Federated role has least privilege",
  description:
    "A federated role has no administrator's policy, no action *, and no permission to extend its permissions.",
  enforcementLevel: "mandatory",
  severity: "critical",
  tags: ["aws", "iam", "permissions"],
  framework: nist("AC-6", "AC-6(5)"),
  otherControls: { cis: "AWS 1.16", iso27001: "A.5.15, A.8.2" },
  remediationSteps:
    "Allow only the actions that the workload calls, by name, on the resources that it uses. " +
    "Let people, not workloads, change permissions.",
  looksAt:
    "inline, managed, and attached policies of roles that trust an Entra tenant or belong to this package; with `scope: all`, of every role that an OpenID Connect identity can assume",
  configuration: {
    ...scopeSchema,
    allowedActions: {
      type: "array",
      description:
        "Actions that are accepted although they can lead to more permissions, such as iam:PassRole.",
      items: { type: "string" },
    },
    forbiddenManagedPolicies: {
      type: "array",
      description:
        "Further managed policies that are refused: ARNs, or names of AWS managed policies. A * at the end matches any rest.",
      items: { type: "string" },
    },
  },
  *judgeResource(resource, config, earlier) {
    const { objects } = iamObjects(resource);
    const own = isWithin(resource, "FederatedRole");
    const judged = new Set(objects.filter((object) => own || takesPart(object, config)));
    if (objects.some(concernsOthers)) {
      // A template grants permissions to its roles within the same resource.
      const roles = [...earlierRoles(earlier), ...objects].filter((object) => takesPart(object, config));
      for (const object of elsewhere(roles, [...earlierManagedPolicies(earlier), ...objects])) {
        judged.add(object);
      }
    }
    for (const object of judged) {
      yield* grantsOfObject(object, config);
    }
  },
  *judgeStack(stack, config) {
    const objects = stack.flatMap((resource) => iamObjects(resource).objects);
    const roles = [...objects.filter((object) => takesPart(object, config)), ...rolesTrustingEntra(objects)];
    for (const object of elsewhere(roles, objects)) {
      yield* grantsOfObject(object, config);
    }
  },
};

function takesPart(object: IamObject, { scope }: ScopeConfig): boolean {
  return scope === "all"
    ? isFederated(object)
    : trustsEntra(object) || (isOwn(object.holder) && isFederated(object));
}

/** Whether an object can give a permission to a role of another object, or take one from it. */
function concernsOthers({ type, properties }: IamObject): boolean {
  return type !== "AWS::IAM::Role" || (properties.ManagedPolicyArns ?? undefined) !== undefined;
}

/** The objects that grant something to federated roles and are not roles themselves. */
function elsewhere(roles: readonly IamObject[], objects: readonly IamObject[]): Iterable<IamObject> {
  return roles.length > 0 ? objectsGranting(namesOfRoles(roles), objects) : [];
}
