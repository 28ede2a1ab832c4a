import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { memberPath } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import {
  boolean,
  ifGiven,
  list,
  names,
  number,
  optional,
  optionalStructure,
  plain,
  text,
} from "../arguments/argument-kinds";
import { type Argument, argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { location, resourceGroupName } from "../arguments/rules/azure";
import { audience, iamArn, region, trustPolicyQuota } from "../arguments/rules/iam";
import { workloadName } from "../arguments/rules/names";
import { awsTags, azureTags } from "../arguments/tags";
import { ENTRA_AUDIENCE, type EntraAudienceArgs } from "../entra-audience/entra-audience-args";
import { NETWORK_SETTINGS, type NetworkSettings } from "./network-settings";
import { reportNatGateways, reportSubnets } from "./subnet-conflicts";
import { reportNewClientIds, reportWorkloadConflicts } from "./workload-conflicts";
import { type CheckedWorkload, WORKLOAD_SETTINGS, type WorkloadSettings } from "./workload-settings";

/** What a federation from Azure to AWS is made of. */
export interface AzureToAwsFederationArgs extends EntraAudienceArgs {
  /**
   * The workloads, at least one, each under a name of your choice: letters, digits and hyphens, beginning and ending with
   * a letter or digit; together with the federation's name and a hyphen between them at most 51 characters. Names of
   * resources are made from it, so that adding, removing or reordering workloads touches no other one. With `tokenVersion: 2` at most 100, since each is a client ID of
   * the IAM OpenID Connect provider.
   */
  workloads: Record<string, WorkloadSettings>;
  /**
   * The Azure region, such as `westeurope`. Default: that of the `azure-native` provider; with `resourceGroupName`,
   * that of the resource group.
   */
  location?: pulumi.Input<string | undefined>;
  /**
   * The name of an existing resource group for everything in Azure, which is never owned. Whether it is given must be
   * plain. Default: a resource group of its own is created.
   */
  resourceGroupName?: pulumi.Input<string | undefined>;
  /**
   * One network that the VMs of the workloads share, instead of one for each: one NAT gateway, one public address, and
   * a closed subnet per VM. `allowedSourceIps` then cannot tell these VMs apart. A VM that exists is replaced when it moves
   * in or out. VMs with `virtualMachine.subnetId` or `ownNetwork` stay outside. Must be plain. Default: none.
   */
  network?: NetworkSettings | undefined;
  /**
   * The AWS region of the profiles, such as `eu-west-1`, in the partition of the `aws` provider. Default: that of the
   * `aws` provider.
   */
  region?: pulumi.Input<string | undefined>;
  /**
   * The ARN of the IAM OpenID Connect provider, when the account has one for this tenant already: an account holds one
   * for each issuer. It is read and checked, and never owned; it must list the audience. Whether it is given must be
   * plain. Default: one is created.
   */
  oidcProviderArn?: pulumi.Input<string | undefined>;
  /**
   * Further audiences that the IAM OpenID Connect provider accepts, for federations of other stacks: with the
   * federation's own at most 100, which are one with v1 tokens and with `tokenVersion: 2` one for each workload. Default:
   * none.
   */
  additionalAudiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Whether the IAM OpenID Connect provider stays in the account when the federation goes, since others use it too. Must
   * be plain. Not with `oidcProviderArn`. Default: false.
   */
  retainOidcProviderOnDelete?: boolean | undefined;
  /** The account's quota for trust policies, 2048 to 4096 characters. Default: 2048. */
  trustPolicyQuota?: pulumi.Input<number | undefined>;
  /** Tags of everything in Azure that has tags, at most 50. Default: none. */
  azureTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Tags of the roles and the IAM OpenID Connect provider, at most 50. Default: none. */
  awsTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

const EXAMPLE = '{ app: { permissions: { readBuckets: ["my-bucket"] } } }';

type CheckedWorkloads = readonly (readonly [name: string, workload: CheckedWorkload])[];

const workloads: Argument<Record<string, WorkloadSettings>, CheckedWorkloads> = {
  check: (checks, path, given) => {
    const nameRule = workloadName(checks.paths.name);
    const entryName = `workload, such as ${EXAMPLE}`;
    return names(checks, path, given, nameRule, entryName).flatMap(([name, workload]) => {
      const at = memberPath(path, name);
      return checks.isStructure(at, workload)
        ? [[name, checkWorkload(checks.within(at), workload)] as const]
        : [];
    });
  },
};

/** The arguments of {@link AzureToAwsFederationArgs}. */
export const AZURE_TO_AWS_FEDERATION = argumentTable<AzureToAwsFederationArgs>()(
  {
    ...ENTRA_AUDIENCE.entries,
    workloads,
    location: optional(text(location)),
    resourceGroupName: ifGiven(text(resourceGroupName)),
    network: optionalStructure(NETWORK_SETTINGS),
    region: optional(text(region)),
    oidcProviderArn: ifGiven(text(iamArn("oidc-provider"))),
    additionalAudiences: optional(list(audience, "audience", true)),
    retainOidcProviderOnDelete: plain(boolean()),
    trustPolicyQuota: optional(number(trustPolicyQuota)),
    azureTags,
    awsTags,
  },
  (checks, args) => {
    if (isGiven(args.oidcProviderArn) && isGiven(args.retainOidcProviderOnDelete)) {
      checks.report(
        "retainOidcProviderOnDelete",
        ARGUMENTS.say("argument-excluded", "oidcProviderArn", "an existing provider is never deleted"),
        args.retainOidcProviderOnDelete,
      );
    }
    if (!isGiven(args.oidcProviderArn)) {
      reportNewClientIds(checks, args);
    }
    reportWorkloadConflicts(checks, args);
    reportSubnets(checks, args);
    reportNatGateways(checks, args);
    ENTRA_AUDIENCE.together(checks, args);
  },
);

/** Arguments of {@link AzureToAwsFederationArgs} that passed the checks. */
export type CheckedFederationArgs = CheckedBy<typeof AZURE_TO_AWS_FEDERATION>;

/** A workload with one of the federation's arguments learns where that goes. */
function checkWorkload(checks: ArgumentChecks, workload: WorkloadSettings): CheckedWorkload {
  return WORKLOAD_SETTINGS.members(checks, workload, {
    remedy: "Set it on the federation, next to workloads",
    names: AZURE_TO_AWS_FEDERATION.names,
  });
}
