import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import type { ArgumentChecks } from "../arguments/argument-checks";
import {
  boolean,
  list,
  needed,
  number,
  optional,
  plain,
  structure,
  text,
  unless,
} from "../arguments/argument-kinds";
import { type Argument, argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { IN_CONTRACT } from "../arguments/rules/contract";
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
import { awsTags } from "../arguments/tags";
import { narrowingConditions } from "./narrowing-conditions";
import { PERMISSIONS, type Permissions } from "./permissions";
import { contractProblems, knownIssuer } from "./trust-inputs";

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

const hasContract = ({ contract }: FederatedRoleArgs): boolean => isGiven(contract);

/** Arguments whose contents are checked where they are read: what is known already beside the table. */
const contract: Argument<FederatedRoleArgs["contract"]> = { check: (_checks, _path, given) => given };
const contractWorkloads: Argument<FederatedRoleArgs["workloads"]> = {
  check: (_checks, _path, given) => given,
};

/** The arguments of {@link FederatedRoleArgs}. */
export const FEDERATED_ROLE = argumentTable<FederatedRoleArgs>()(
  {
    oidcProviderArn: text(iamArn("oidc-provider")),
    issuer: unless(hasContract, IN_CONTRACT, needed(text(issuerUrl))),
    audiences: unless(hasContract, IN_CONTRACT, needed(list(audience, "audience"))),
    subjects: unless(hasContract, IN_CONTRACT, needed(list(subject, "subject"))),
    contract,
    workloads: unless(
      (all: FederatedRoleArgs) => !hasContract(all),
      ARGUMENTS.say("argument-requires", "contract", "it names workloads of the contract"),
      contractWorkloads,
    ),
    permissions: structure(PERMISSIONS),
    maxSessionDuration: optional(number(sessionDuration)),
    trustPolicyQuota: optional(number(trustPolicyQuota)),
    partition: optional(text(partition)),
    roleName: optional(text(roleName)),
    path: optional(text(rolePath)),
    description: optional(text(roleDescription)),
    permissionsBoundaryArn: optional(text(iamArn("policy"))),
    tags: awsTags,
    allowedSourceIps: optional(list(sourceIp, "address or network", true)),
    conditions: narrowingConditions<FederatedRoleArgs>((all) => ({
      issuer: knownIssuer(all),
      hasSourceIps: isGiven(all.allowedSourceIps),
    })),
    suspended: plain(boolean()),
  },
  reportContract,
);

/** Arguments of {@link FederatedRoleArgs} that passed the checks. */
export type CheckedFederatedRoleArgs = CheckedBy<typeof FEDERATED_ROLE>;

function reportContract(checks: ArgumentChecks, args: FederatedRoleArgs): void {
  if (hasContract(args)) {
    checks.add(contractProblems(args));
  }
}
