import type * as pulumi from "@pulumi/pulumi";

import type { ArgumentChecks } from "./arguments/argument-checks";
import { audience } from "./arguments/rules/audience";
import { iamArn } from "./arguments/rules/arn";
import { issuerUrl } from "./arguments/rules/issuer-url";
import { partition } from "./arguments/rules/partition";
import { sessionDuration } from "./arguments/rules/session-duration";
import { subject } from "./arguments/rules/subject";
import { trustPolicyQuota } from "./arguments/rules/trust-policy-quota";
import { type CheckedPermissions, checkPermissions, type Permissions } from "./permissions";

/** What a role that federated workloads assume is made of. */
export interface FederatedRoleArgs {
  /** The ARN of the IAM OpenID Connect provider of the issuer, in the account of the role. */
  oidcProviderArn: pulumi.Input<string>;
  /** The `iss` claim of the tokens, character by character. */
  issuer: pulumi.Input<string>;
  /** Values of the `aud` claim of which a token must carry one: at least one. */
  audiences: pulumi.Input<pulumi.Input<string>[]>;
  /** Values of the `sub` claim of which a token must carry one: at least one. Entra's are object IDs. */
  subjects: pulumi.Input<pulumi.Input<string>[]>;
  /** What the role may do. */
  permissions: Permissions;
  /** How long a session may last, 3600 to 43200 seconds. Default: 3600. */
  maxSessionDuration?: pulumi.Input<number | undefined>;
  /**
   * The account's quota for trust policies, 2048 to 4096 characters. Default: 2048. It says what AWS allows, and does
   * not change it.
   */
  trustPolicyQuota?: pulumi.Input<number | undefined>;
  /** The AWS partition of the buckets: `aws`, `aws-cn`, `aws-us-gov`. Default: `aws`. */
  partition?: pulumi.Input<string | undefined>;
}

/** Arguments that passed the checks. */
export interface CheckedFederatedRoleArgs extends Omit<FederatedRoleArgs, "permissions"> {
  readonly permissions: CheckedPermissions;
}

/** Checks the arguments and returns them gated. */
export function checkFederatedRoleArgs(
  checks: ArgumentChecks,
  args: FederatedRoleArgs,
): CheckedFederatedRoleArgs {
  return {
    oidcProviderArn: checks.text("oidcProviderArn", args.oidcProviderArn, iamArn("oidc-provider")),
    issuer: checks.text("issuer", args.issuer, issuerUrl),
    audiences: checks.texts("audiences", args.audiences, audience, "must name at least one audience"),
    subjects: checks.texts("subjects", args.subjects, subject, "must name at least one subject"),
    permissions: checkPermissions(checks, "permissions", args.permissions),
    maxSessionDuration: checks.optionalNumber("maxSessionDuration", args.maxSessionDuration, sessionDuration),
    trustPolicyQuota: checks.optionalNumber("trustPolicyQuota", args.trustPolicyQuota, trustPolicyQuota),
    partition: checks.optionalText("partition", args.partition, partition),
  };
}
