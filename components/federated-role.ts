import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { TRUST_POLICY_QUOTA, TRUST_POLICY_QUOTA_MAXIMUM } from "../trust";
import { ArgumentChecks } from "./arguments/argument-checks";
import { failLate } from "./arguments/argument-error";
import { resourceName } from "./arguments/rules/resource-name";
import { checkedTrustPolicy, leastTrustPolicySize, quotaProblems } from "./checked-trust-policy";
import { withDefault } from "./default-value";
import { checkFederatedRoleArgs, type FederatedRoleArgs } from "./federated-role-args";
import { readBucketsPolicy } from "./read-buckets-policy";

/**
 * An IAM role that workloads of an OpenID Connect issuer assume. It trusts exactly the given audiences and exactly the
 * given subjects; there is no way to leave one of the two open.
 */
export class FederatedRole extends pulumi.ComponentResource {
  /** The ARN of the role. */
  public readonly roleArn: pulumi.Output<string>;
  /** The name of the role. */
  public readonly roleName: pulumi.Output<string>;
  /** The trust policy as JSON text. */
  public readonly trustPolicy: pulumi.Output<string>;

  constructor(name: string, args: FederatedRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    // A policy judges the trust from these inputs in the first preview already, leaf by leaf, when the document is
    // still unknown as a whole.
    const { oidcProviderArn, issuer, audiences, subjects } = args;
    super(
      "azure-to-aws-federation:index:FederatedRole",
      name,
      { oidcProviderArn, issuer, audiences, subjects },
      opts,
    );
    const label = `FederatedRole "${name}"`;
    const checks = new ArgumentChecks(label, this);
    const checked = checkFederatedRoleArgs(checks, args);
    checks.plain("name", name, resourceName("-role"));
    checks.finish();
    // Only right values make a document whose length means something.
    const known = typeof args.trustPolicyQuota === "number" ? args.trustPolicyQuota : undefined;
    const least = leastTrustPolicySize(issuer, audiences, subjects);
    // A quota that is known only later is taken for the highest that there is.
    const quota =
      known ?? (args.trustPolicyQuota === undefined ? TRUST_POLICY_QUOTA : TRUST_POLICY_QUOTA_MAXIMUM);
    for (const { path, reason } of quotaProblems(least, quota)) checks.report(path, reason);
    checks.finish();
    const { permissions } = checked;

    this.trustPolicy = pulumi
      .all([
        pulumi.output({
          oidcProviderArn: checked.oidcProviderArn,
          issuer: checked.issuer,
          audiences: checked.audiences,
          subjects: checked.subjects,
        }),
        withDefault(checked.trustPolicyQuota, () => TRUST_POLICY_QUOTA),
      ])
      .apply<string>(async ([trust, quota]) => {
        const { document, problems } = checkedTrustPolicy(trust, quota);
        return problems.length > 0 ? failLate(label, problems) : document;
      });

    const role = new Role(
      `${name}-role`,
      {
        assumeRolePolicy: this.trustPolicy,
        maxSessionDuration: withDefault(checked.maxSessionDuration, () => 3600),
      },
      { parent: this },
    );
    const grant = (policyName: string, policy: pulumi.Input<string>) =>
      new RolePolicy(`${name}-${policyName}`, { role: role.name, policy }, { parent: this });
    if (permissions.readBuckets !== undefined) {
      const partition = withDefault(checked.partition, () => "aws");
      const buckets = pulumi.output(permissions.readBuckets);
      grant(
        "read-buckets",
        pulumi
          .all([buckets, partition])
          .apply(([names, where]) => JSON.stringify(readBucketsPolicy(names, where))),
      );
    }
    for (const [policyName, policy] of Object.entries(permissions.inlinePolicies))
      grant(`inline-${policyName}`, policy);
    for (const [policyName, policyArn] of Object.entries(permissions.managedPolicyArns)) {
      new RolePolicyAttachment(
        `${name}-managed-${policyName}`,
        { role: role.name, policyArn },
        { parent: this },
      );
    }

    this.roleName = role.name;
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName, trustPolicy: this.trustPolicy });
  }
}
