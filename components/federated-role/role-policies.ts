/** The policies of a role as resources of the program. */
import type { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { SUSPENSION_POLICY, SUSPENSION_POLICY_NAME } from "../../trust/build";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { plainOrDefault } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import { contain } from "../pulumi/containment";
import { warnIfAttached } from "./attached-already";
import type { CheckedFederatedRoleArgs } from "./federated-role-args";
import { partitionOfProvider } from "./partition";
import type { PolicyArns } from "./policy-arns";
import { readBucketsPolicy } from "./read-buckets-policy";
import type { RoleRegistration } from "./role-registration";

/** The names of a role's policies in the program, after the name of the component and a hyphen. */
export const policyResourceNames = {
  readBuckets: "read-buckets",
  inline: (policyName: string): string => `inline-${policyName}`,
  managed: (policyName: string): string => `managed-${policyName}`,
  suspended: "suspended",
} as const;

/**
 * An inline policy keeps its name: the one from the provider, or the name of an imported policy that was made by hand. The
 * name of a policy cannot change, so another name would replace the policy.
 *
 * A kept name counts as given, and a provider deletes a resource with a given name before it creates the new one. The workload
 * would have no permissions in between, for no reason: the new policy gets a new name.
 *
 * Source: pulumi/pulumi v3.259.0, `pkg/resource/deploy/step_generator.go` (ignored inputs are set to their old values
 * before Check, but not in the Check for a replacement); pulumi/pulumi-terraform-bridge, `pkg/tfbridge/schema.go`,
 * `nameRequiresDeleteBeforeReplace`.
 */
const INLINE_POLICY_OPTIONS = { ignoreChanges: ["name"], deleteBeforeReplace: false };

/** A role, and the component that it belongs to. */
export interface RoleOfComponent {
  readonly paths: ArgumentPaths;
  readonly role: Role;
  readonly child: ChildOptions;
}

/** Creates the inline policies: the one of `readBuckets`, and the given documents. */
export function createInlinePolicies(
  { paths, role, child }: RoleOfComponent,
  { permissions, partition }: CheckedFederatedRoleArgs,
): void {
  const { readBuckets, listBucketNames, inlinePolicies } = permissions;
  const grant = (policyName: string, policy: pulumi.Input<string>) =>
    new RolePolicy(
      `${paths.name}-${policyName}`,
      { role: role.name, policy },
      { ...child, ...INLINE_POLICY_OPTIONS },
    );
  if (readBuckets !== undefined) {
    const where = plainOrDefault(partition, () => partitionOfProvider(child.parent));
    const policy = pulumi
      .all([readBuckets, where, listBucketNames])
      .apply(([names, known, lists]) => JSON.stringify(readBucketsPolicy(names, known, lists ?? false)));
    grant(policyResourceNames.readBuckets, policy);
  }
  for (const [policyName, policy] of Object.entries(inlinePolicies)) {
    grant(policyResourceNames.inline(policyName), policy);
  }
}

/** Attaches the managed policies. */
export function attachManagedPolicies(
  { paths, role, child }: RoleOfComponent,
  managedPolicyArns: Readonly<Record<string, pulumi.Input<string>>>,
  policies: PolicyArns,
): void {
  for (const [policyName, arn] of Object.entries(managedPolicyArns)) {
    new RolePolicyAttachment(
      `${paths.name}-${policyResourceNames.managed(policyName)}`,
      { role: role.name, policyArn: policies.attached(policyName, arn) },
      {
        ...child,
        ...warnIfAttached(child.parent, `${paths.label} permissions.managedPolicyArns.${policyName}`),
      },
    );
  }
}

/**
 * Denies every session of a suspended role. The denial comes first: it holds for sessions of any age, also if AWS then
 * refuses the closed trust policy.
 */
export function denySessions({ paths, role, child }: RoleOfComponent, registration: RoleRegistration): void {
  const denial = new RolePolicy(
    `${paths.name}-${policyResourceNames.suspended}`,
    {
      role: registration.nameBeforeUpdate(role),
      name: SUSPENSION_POLICY_NAME,
      policy: JSON.stringify(SUSPENSION_POLICY),
    },
    child,
  );
  registration.denyFirst(denial);
  contain(denial);
}
