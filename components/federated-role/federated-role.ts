import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { IAM_LIMITS, SUSPENSION_POLICY, SUSPENSION_POLICY_NAME } from "../../trust";
import { ArgumentChecks } from "../arguments/argument-checks";
import { failLate } from "../arguments/argument-error";
import { isGiven, plainOrDefault } from "../arguments/inputs";
import { nameCharacters, resourceName } from "../arguments/rules/names";
import { componentLabel } from "../arguments/told-arguments";
import { requireLogins } from "../logins/logins";
import { childOptions } from "../pulumi/component";
import { isUpdating } from "../pulumi/engine-support";
import { onceReadBack } from "../pulumi/read-back";
import { contain } from "../pulumi/suspending";
import { warnIfAttached } from "./attached-already";
import { checkedTrustPolicy } from "./checked-trust-policy";
import { checkFederatedRoleArgs, type FederatedRoleArgs } from "./federated-role-args";
import { partitionOfProvider } from "./partition";
import { PolicyArns } from "./policy-arns";
import { readBucketsPolicy } from "./read-buckets-policy";
import { INLINE_POLICY_OPTIONS, policyResourceNames } from "./role-policies";
import { roleReadBack } from "./role-read-back";
import { RoleRegistration } from "./role-registration";
import { roleTrust } from "./role-trust";
import { knownQuota, leastTrustPolicy, quotaProblems } from "./trust-quota";

/** How long a session of a role lasts at most unless told otherwise, in seconds. */
const DEFAULT_SESSION = IAM_LIMITS.shortestMaxSession;

/**
 * An IAM role that workloads of an OpenID Connect issuer assume. It trusts exactly the given audiences and exactly the
 * given subjects; there is no way to leave one of the two open.
 */
export class FederatedRole extends pulumi.ComponentResource {
  /** The ARN of the role. In an update it is there once AWS has been seen to have the trust policy. */
  readonly roleArn: pulumi.Output<string>;
  /** The name of the role. */
  readonly roleName: pulumi.Output<string>;
  /** The trust policy as JSON text. */
  readonly trustPolicy: pulumi.Output<string>;

  constructor(name: string, args: FederatedRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const label = componentLabel("FederatedRole", name, opts);
    const trust = roleTrust(label, args);
    // A policy judges the trust from these inputs in the first preview already, leaf by leaf, when the document is
    // still unknown as a whole.
    super("azure-to-aws-federation:index:FederatedRole", name, { ...trust }, opts);
    const checks = new ArgumentChecks(label, this);
    const checked = checkFederatedRoleArgs(checks, args, trust);
    checks.plain("name", name, isGiven(args.roleName) ? nameCharacters : resourceName("-role"));
    checks.finish();
    // Only right values make a document whose length means something.
    const least = leastTrustPolicy(trust.issuer, trust.audiences, trust.subjects, {
      sourceIps: args.allowedSourceIps,
      conditions: args.conditions,
    });
    const tooLong = least === undefined ? [] : quotaProblems(least, knownQuota(args.trustPolicyQuota));
    for (const { path, reason } of tooLong) {
      checks.report(path, reason);
    }
    checks.finish();
    const { permissions, suspended } = checked;
    const loggedIn = requireLogins(label, this, ["aws"]);

    this.trustPolicy = pulumi
      .output({
        oidcProviderArn: checked.oidcProviderArn,
        issuer: checked.issuer,
        audiences: checked.audiences,
        subjects: checked.subjects,
        sourceIps: checked.allowedSourceIps,
        conditions: checked.conditions,
        suspended,
        most: plainOrDefault(checked.trustPolicyQuota, () => IAM_LIMITS.trustPolicyCharacters),
      })
      .apply<string>(async ({ most, ...whom }) => {
        await loggedIn;
        const { document, problems } = checkedTrustPolicy(whom, most);
        return problems.length > 0 ? failLate(label, problems) : document;
      });

    const child = childOptions(this, opts);
    const policies = new PolicyArns(label, this);
    const boundary = checked.permissionsBoundaryArn;
    const maxSessionDuration = plainOrDefault(checked.maxSessionDuration, () => DEFAULT_SESSION);
    const permissionsBoundary = isGiven(boundary)
      ? policies.boundary("permissionsBoundaryArn", boundary)
      : undefined;
    const registration = new RoleRegistration();
    const role = new Role(
      `${name}-role`,
      {
        assumeRolePolicy: this.trustPolicy,
        maxSessionDuration,
        name: checked.roleName,
        path: checked.path,
        description: checked.description,
        permissionsBoundary,
        tags: checked.tags,
      },
      { ...child, ...registration.hooks(label, this, suspended === true) },
    );
    const inline = { ...child, ...INLINE_POLICY_OPTIONS };
    const grant = (policyName: string, policy: pulumi.Input<string>) =>
      new RolePolicy(`${name}-${policyName}`, { role: role.name, policy }, inline);
    if (permissions.readBuckets !== undefined) {
      const partition = plainOrDefault(checked.partition, () => partitionOfProvider(this));
      grant(
        policyResourceNames.readBuckets,
        pulumi
          .all([permissions.readBuckets, partition, permissions.listBucketNames])
          .apply(([names, where, lists]) => JSON.stringify(readBucketsPolicy(names, where, lists ?? true))),
      );
    }
    for (const [policyName, policy] of Object.entries(permissions.inlinePolicies)) {
      grant(policyResourceNames.inline(policyName), policy);
    }
    for (const [policyName, arn] of Object.entries(permissions.managedPolicyArns)) {
      new RolePolicyAttachment(
        `${name}-${policyResourceNames.managed(policyName)}`,
        { role: role.name, policyArn: policies.attached(policyName, arn) },
        { ...child, ...warnIfAttached(this, `${label} permissions.managedPolicyArns.${policyName}`) },
      );
    }
    if (suspended === true) {
      // The denial comes first: it holds for sessions of any age, also if AWS then refuses the closed trust policy.
      const denial = new RolePolicy(
        `${name}-${policyResourceNames.suspended}`,
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

    this.roleName = role.name;
    // In a preview, what the role does not have counts as unknown, and would hide its ARN.
    const registered = isUpdating() ? registration.registered(role) : undefined;
    // The policies above wait for the role alone: a suspension must not wait until AWS shows the trust policy.
    this.roleArn = onceReadBack(pulumi.all([role.arn, role.name, registered]), ([, roleName, wanted]) =>
      wanted === undefined
        ? undefined
        : roleReadBack(label, this, { name: roleName, registered: wanted, suspended: suspended === true }),
    ).apply(([arn]) => arn);
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName, trustPolicy: this.trustPolicy });
  }
}
