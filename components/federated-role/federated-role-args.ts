import type * as pulumi from "@pulumi/pulumi";
import type { NarrowingConditions } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import {
  audience,
  iamArn,
  issuerUrl,
  partition,
  roleDescription,
  roleName,
  rolePath,
  sessionDuration,
  subject,
  trustPolicyQuota,
} from "../arguments/rules/iam";
import { sourceIp } from "../arguments/rules/network";
import { checkTags } from "../arguments/tags";
import { checkConditions } from "./narrowing-conditions";
import { type CheckedPermissions, checkPermissions, type Permissions } from "./permissions";
import { contractProblems, type RoleTrust } from "./role-trust";

/**
 * What a role that federated workloads assume is made of. Whom it trusts is said by `issuer`, `audiences` and
 * `subjects`, or by a `contract` and the names of its workloads.
 */
export interface FederatedRoleArgs {
  /** The ARN of the IAM OpenID Connect provider of the issuer, in the account of the role. */
  oidcProviderArn: pulumi.Input<string>;
  /** The `iss` claim of the tokens, character by character. Required, unless there is a `contract`. */
  issuer?: pulumi.Input<string | undefined>;
  /**
   * Values of the `aud` claim of which a token must carry one: at least one. For v2 tokens of Entra, the client IDs of
   * the identities. Required, unless there is a `contract`.
   */
  audiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Values of the `sub` claim of which a token must carry one: at least one. Entra's are object IDs. Required, unless
   * there is a `contract`.
   */
  subjects?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The contract of a federation as JSON text, in place of `issuer`, `audiences` and `subjects`. */
  contract?: pulumi.Input<string | undefined>;
  /**
   * The names of the workloads in the `contract` that may assume the role. Default: its only workload; a contract with
   * several needs the names.
   */
  workloads?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** What the role may do. */
  permissions: Permissions;
  /** How long a session may last, 3600 to 43200 seconds. Default: 3600. */
  maxSessionDuration?: pulumi.Input<number | undefined>;
  /**
   * The account's quota for trust policies, 2048 to 4096 characters. Default: 2048. It says what AWS allows, and does
   * not change it.
   */
  trustPolicyQuota?: pulumi.Input<number | undefined>;
  /**
   * The AWS partition of the buckets: `aws`, `aws-cn`, `aws-us-gov`. Default: that of the region of the AWS provider.
   */
  partition?: pulumi.Input<string | undefined>;
  /**
   * The name of the role, 1 to 64 letters, digits and `_+=,.@-`. Another name replaces the role. Default: a unique name
   * that begins with the component's.
   */
  roleName?: pulumi.Input<string | undefined>;
  /** The path of the role, which begins and ends with a slash. Another path replaces the role. Default: `/`. */
  path?: pulumi.Input<string | undefined>;
  /** What people read about the role, at most 1000 characters. Default: none. */
  description?: pulumi.Input<string | undefined>;
  /** The ARN of the managed policy that bounds what the role can be permitted. Default: none. */
  permissionsBoundaryArn?: pulumi.Input<string | undefined>;
  /** Tags of the role, at most 50. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * Public IP addresses and networks (CIDR) from which the role may be assumed, since a token is good for whoever holds
   * it. It bounds where sessions begin, not where they are used. Default: any.
   */
  allowedSourceIps?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Further conditions for assuming the role: condition operator → condition key → list of values, of which any will
   * do. They can only narrow: audience and subject stay as they are, and operators that are true of a request without
   * the key are refused. Default: none.
   */
  conditions?: pulumi.Input<
    Record<string, pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>> | undefined
  >;
  /**
   * Whether the role is suspended: nobody can assume it, and every session that is open is denied everything. Undone by
   * taking it away. Must be plain, since a policy more or less depends on it. Default: false.
   */
  suspended?: boolean | undefined;
}

/** Arguments that passed the checks. */
export interface CheckedFederatedRoleArgs
  extends
    Omit<FederatedRoleArgs, keyof RoleTrust | "conditions" | "contract" | "permissions" | "workloads">,
    RoleTrust {
  readonly permissions: CheckedPermissions;
  readonly conditions: pulumi.Input<NarrowingConditions | undefined>;
}

/**
 * Checks the arguments and returns them gated.
 *
 * @param trust - Whom the role trusts, by the arguments or the contract.
 */
export function checkFederatedRoleArgs(
  checks: ArgumentChecks,
  args: FederatedRoleArgs,
  trust: RoleTrust,
): CheckedFederatedRoleArgs {
  checks.arguments(args, [
    "oidcProviderArn",
    "issuer",
    "audiences",
    "subjects",
    "contract",
    "workloads",
    "permissions",
    "maxSessionDuration",
    "trustPolicyQuota",
    "partition",
    "roleName",
    "path",
    "description",
    "permissionsBoundaryArn",
    "tags",
    "allowedSourceIps",
    "conditions",
    "suspended",
  ]);
  return {
    ...checkTrust(checks, args, trust),
    permissions: checkPermissions(checks, "permissions", args.permissions),
    maxSessionDuration: checks.optionalNumber("maxSessionDuration", args.maxSessionDuration, sessionDuration),
    trustPolicyQuota: checks.optionalNumber("trustPolicyQuota", args.trustPolicyQuota, trustPolicyQuota),
    partition: checks.optionalText("partition", args.partition, partition),
    roleName: checks.optionalText("roleName", args.roleName, roleName),
    path: checks.optionalText("path", args.path, rolePath),
    description: checks.optionalText("description", args.description, roleDescription),
    permissionsBoundaryArn: checks.optionalText(
      "permissionsBoundaryArn",
      args.permissionsBoundaryArn,
      iamArn("policy"),
    ),
    tags: checkTags(checks, "tags", args.tags),
    allowedSourceIps: checks.optionalTexts(
      "allowedSourceIps",
      args.allowedSourceIps,
      sourceIp,
      "must name at least one address or network, or be left out",
    ),
    conditions: checkConditions(checks, "conditions", args.conditions, {
      issuer: typeof trust.issuer === "string" ? trust.issuer : undefined,
      hasSourceIps: isGiven(args.allowedSourceIps),
    }),
    suspended: checks.plainBoolean("suspended", args.suspended),
  };
}

/** Whom the role trusts. A contract that is known only later is checked where it is read ({@link roleTrust}). */
function checkTrust(checks: ArgumentChecks, args: FederatedRoleArgs, trust: RoleTrust): RoleTrust {
  const oidcProviderArn = checks.text("oidcProviderArn", trust.oidcProviderArn, iamArn("oidc-provider"));
  if (!isGiven(args.contract)) {
    if (isGiven(args.workloads)) {
      checks.report("workloads", "names workloads of a contract, and there is none", args.workloads);
    }
    return {
      oidcProviderArn,
      issuer: checks.text("issuer", trust.issuer, issuerUrl),
      audiences: checks.texts("audiences", trust.audiences, audience, "must name at least one audience"),
      subjects: checks.texts("subjects", trust.subjects, subject, "must name at least one subject"),
    };
  }
  for (const name of ["issuer", "audiences", "subjects"] as const) {
    if (isGiven(args[name])) {
      checks.report(name, "stands in the contract: give the one or the other", args[name]);
    }
  }
  for (const { path, reason } of contractProblems(args)) {
    checks.report(path, reason);
  }
  return { ...trust, oidcProviderArn };
}
