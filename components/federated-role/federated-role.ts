import { Role } from "@pulumi/aws/iam/role";
import * as pulumi from "@pulumi/pulumi";
import { IAM_LIMITS } from "../../trust/iam-limits";
import { ArgumentChecks } from "../arguments/argument-checks";
import { failLate } from "../arguments/argument-error";
import { type ArgumentPaths, argumentPaths } from "../arguments/argument-paths";
import { isGiven, plainOrDefault } from "../arguments/inputs";
import { nameCharacters, resourceName } from "../arguments/rules/names";
import { requireLogins } from "../logins/logins";
import { type ChildOptions, childOptions } from "../pulumi/component";
import { isUpdating } from "../pulumi/engine-support";
import { onceReadBack } from "../pulumi/read-back";
import { checkedTrustPolicy } from "./checked-trust-policy";
import { type CheckedFederatedRoleArgs, FEDERATED_ROLE, type FederatedRoleArgs } from "./federated-role-args";
import { PolicyArns } from "./policy-arns";
import { attachManagedPolicies, createInlinePolicies, denySessions } from "./role-policies";
import { roleReadBack } from "./role-read-back";
import { RoleRegistration } from "./role-registration";
import { type TrustInputs, trustInputs } from "./trust-inputs";
import { plannedQuotaProblems, type TrustQuota } from "./trust-quota";
import { configuredQuota } from "./trust-quota-setting";

/** The default of a role's maximum session length, in seconds. */
const DEFAULT_SESSION = IAM_LIMITS.shortestMaxSession;

/**
 * An IAM role that workloads of an OpenID Connect issuer assume. It trusts exactly the given audiences and exactly the given
 * subjects. You cannot leave either open.
 */
export class FederatedRole extends pulumi.ComponentResource {
  /** The ARN of the role. In an update, the output resolves once a read from AWS shows the trust policy. */
  readonly roleArn: pulumi.Output<string>;
  /** The name of the role. */
  readonly roleName: pulumi.Output<string>;
  /** The trust policy as JSON text. */
  readonly trustPolicy: pulumi.Output<string>;

  constructor(name: string, args: FederatedRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const paths = argumentPaths("FederatedRole", name, args);
    const trust = trustInputs(paths, args);
    // The policy pack judges the trust by these inputs in the first preview, while the document as a whole is unknown.
    super("azure-to-aws-federation:index:FederatedRole", name, { ...trust }, opts);
    const checks = new ArgumentChecks(paths, this);
    const checked = FEDERATED_ROLE.check(checks, args);
    checks.checkName(isGiven(args.roleName) ? nameCharacters : resourceName("-role"));
    const quota = configuredQuota(checks);
    checks.finish();
    // The length of a trust policy is meaningful only if its values are valid.
    const { allowedSourceIps, conditions } = checked;
    checks.add(plannedQuotaProblems({ ...trust, allowedSourceIps, conditions }, quota));
    checks.finish();
    const suspended = checked.suspended === true;
    const loggedIn = requireLogins(paths, this, ["aws"]);

    this.trustPolicy = trustPolicyOf(paths, gatedTrust(trust, checked), checked, { quota, loggedIn });
    const child = childOptions(this, opts);
    const policies = new PolicyArns(paths, this);
    const registration = new RoleRegistration();
    const role = createRole(paths, checked, this.trustPolicy, policies, {
      ...child,
      ...registration.hooks(paths.label, this, suspended),
    });
    const own = { paths, role, child };
    createInlinePolicies(own, checked);
    attachManagedPolicies(own, checked.permissions.managedPolicyArns, policies);
    if (suspended) {
      denySessions(own, registration);
    }

    this.roleName = role.name;
    // In a preview, nothing is read back: what the role does not have yet counts as unknown, and would hide its ARN.
    // The policies above wait only for the role: a suspension must not wait until AWS shows the trust policy.
    this.roleArn = isUpdating()
      ? onceReadBack(
          pulumi.all([role.arn, role.name, registration.trustPolicy(role)]),
          ([, roleName, trustPolicy]) =>
            roleReadBack(paths, this, { name: roleName, trustPolicy, suspended }),
        ).apply(([arn]) => arn)
      : role.arn;
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName, trustPolicy: this.trustPolicy });
  }
}

/** The checked trust of the role. A contract is checked where it is read. */
function gatedTrust(
  trust: TrustInputs,
  { oidcProviderArn, issuer, audiences, subjects, contract }: CheckedFederatedRoleArgs,
): TrustInputs {
  return isGiven(contract)
    ? { ...trust, oidcProviderArn }
    : ({ oidcProviderArn, issuer, audiences, subjects } as TrustInputs);
}

function trustPolicyOf(
  paths: ArgumentPaths,
  trust: TrustInputs,
  { allowedSourceIps, conditions, suspended }: CheckedFederatedRoleArgs,
  { quota, loggedIn }: { readonly quota: TrustQuota; readonly loggedIn: Promise<void> },
): pulumi.Output<string> {
  return pulumi
    .output({ ...trust, sourceIps: allowedSourceIps, conditions, suspended })
    .apply<string>(async (known) => {
      await loggedIn;
      const { document, problems } = checkedTrustPolicy(known, quota);
      return problems.length > 0 ? failLate(paths, problems) : document;
    });
}

function createRole(
  { name }: ArgumentPaths,
  args: CheckedFederatedRoleArgs,
  assumeRolePolicy: pulumi.Output<string>,
  policies: PolicyArns,
  options: ChildOptions,
): Role {
  const boundary = args.permissionsBoundaryArn;
  return new Role(
    `${name}-role`,
    {
      assumeRolePolicy,
      maxSessionDuration: plainOrDefault(args.maxSessionDuration, () => DEFAULT_SESSION),
      name: args.roleName,
      path: args.path,
      description: args.description,
      permissionsBoundary: isGiven(boundary)
        ? policies.boundary("permissionsBoundaryArn", boundary)
        : undefined,
      tags: args.tags,
    },
    options,
  );
}
