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
import { awsTags } from "../arguments/aws-tags";
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
} from "../arguments/rules/iam";
import { sourceIp } from "../arguments/rules/network";
import { narrowingConditions } from "./narrowing-conditions";
import { PERMISSIONS, type Permissions } from "./permissions";
import { contractProblems, knownIssuer } from "./trust-inputs";

/**
 * Arguments of `FederatedRole`. The role trusts the `subjects` of an `issuer` with the `audiences`, or the `workloads` of a
 * `contract`.
 */
export interface FederatedRoleArgs {
  /** The ARN of the issuer's IAM OpenID Connect provider, in the account of the role. */
  oidcProviderArn: pulumi.Input<string>;
  /**
   * The `iss` claim of the tokens, character by character. Required unless `contract` is given, which excludes it.
   */
  issuer?: pulumi.Input<string | undefined>;
  /**
   * Values of the `aud` claim: at least one. A token must carry one of them. For v2 tokens of Entra, these are the client
   * IDs of the identities. Required unless `contract` is given, which excludes it.
   */
  audiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Values of the `sub` claim: at least one. A token must carry one of them. For Entra, these are object IDs. Required
   * unless `contract` is given, which excludes it.
   */
  subjects?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The federation contract as JSON text, in place of `issuer`, `audiences`, and `subjects`. An Output counts as given, so
   * it must resolve to a value. Default: none.
   */
  contract?: pulumi.Input<string | undefined>;
  /**
   * The names of the workloads in the `contract` that may assume the role. A contract with several workloads requires
   * them. Requires `contract`. Default: the only workload of the contract.
   */
  workloads?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** What the role may do. */
  permissions: Permissions;
  /** The maximum length of a session in seconds, 3600 to 43200. Default: 3600. */
  maxSessionDuration?: pulumi.Input<number | undefined>;
  /**
   * The AWS partition of the buckets: `aws`, `aws-cn`, or `aws-us-gov`. Default: the partition of the AWS provider's
   * region.
   */
  partition?: pulumi.Input<string | undefined>;
  /**
   * The name of the role: 1 to 64 letters, digits, or `_+=,.@-`. Changing it replaces the role. Default: a unique name that
   * starts with the component's name.
   */
  roleName?: pulumi.Input<string | undefined>;
  /** The path of the role. It starts and ends with a slash. Changing it replaces the role. Default: `/`. */
  path?: pulumi.Input<string | undefined>;
  /** The description of the role; at most 1000 characters. Default: none. */
  description?: pulumi.Input<string | undefined>;
  /** The ARN of the managed policy that is the role's permissions boundary. Default: none. */
  permissionsBoundaryArn?: pulumi.Input<string | undefined>;
  /** Tags for the role; at most 50. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * Public IP addresses and networks (CIDR) from which the role may be assumed. Anyone who holds a token can use it, so
   * this limits where sessions start. It does not limit where they are used. Default: any address.
   */
  allowedSourceIps?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Further conditions of the trust policy: condition operator → condition key → list of values, one of which must match.
   * They can only narrow the trust: audience and subject stay as they are. Operators that also match a request without the
   * key are refused. Default: none.
   */
  conditions?: pulumi.Input<
    Record<string, pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>> | undefined
  >;
  /**
   * Whether the role is suspended: nobody can assume it, and every open session is denied everything. To restore access,
   * remove the argument. Must be a plain value, not an Output: it decides which policies are created. Default: false.
   */
  suspended?: boolean | undefined;
}

/** The arguments that decide which conditions are allowed. */
type NarrowedTrust = Partial<
  Pick<FederatedRoleArgs, "issuer" | "contract" | "workloads" | "allowedSourceIps">
>;

const hasContract = ({ contract }: Pick<FederatedRoleArgs, "contract">): boolean => isGiven(contract);

/** Their contents are checked where they are read. Known contents are also checked next to the table. */
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
      (all: Pick<FederatedRoleArgs, "contract">) => !hasContract(all),
      ARGUMENTS.say("argument-requires", "contract", "it names workloads of the contract"),
      contractWorkloads,
    ),
    permissions: structure(PERMISSIONS),
    maxSessionDuration: optional(number(sessionDuration)),
    partition: optional(text(partition)),
    roleName: optional(text(roleName)),
    path: optional(text(rolePath)),
    description: optional(text(roleDescription)),
    permissionsBoundaryArn: optional(text(iamArn("policy"))),
    tags: awsTags,
    allowedSourceIps: optional(list(sourceIp, "address or network", true)),
    conditions: narrowingConditions<NarrowedTrust>((all) => ({
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
