import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { memberPath } from "../../trust/text";
import type { ArgumentChecks } from "../arguments/argument-checks";
import {
  boolean,
  ifGiven,
  list,
  names,
  optional,
  optionalStructure,
  plain,
  text,
} from "../arguments/argument-kinds";
import { type Argument, argumentTable, type CheckedBy } from "../arguments/argument-table";
import { awsTags } from "../arguments/aws-tags";
import { azureTags } from "../arguments/azure-tags";
import { isGiven } from "../arguments/inputs";
import { location, resourceGroupName } from "../arguments/rules/azure";
import { audience, iamArn, region } from "../arguments/rules/iam";
import { workloadName } from "../arguments/rules/names";
import { ENTRA_AUDIENCE, type EntraAudienceArgs } from "../entra-audience/entra-audience-args";
import { NETWORK_SETTINGS, type NetworkSettings } from "./network-settings";
import { type CheckedWorkload, WORKLOAD_SETTINGS, type WorkloadSettings } from "./workload-settings";

/** Arguments of `AzureToAwsFederation`. */
export interface AzureToAwsFederationArgs<Key extends string = string> extends EntraAudienceArgs {
  /**
   * The workloads by name; at least one. A name has letters, digits, and hyphens, and starts and ends with a letter or
   * digit. The federation's name, a hyphen, and the workload's name have at most 51 characters together. Resource names
   * are made from the names alone, so adding, removing, or reordering workloads changes no other workload. Renaming a
   * workload replaces everything that was created for it. With `tokenVersion: 2`, there can be at most 100 workloads, because each
   * needs a client ID on the IAM OpenID Connect provider.
   */
  workloads: Record<Key, WorkloadSettings>;
  /**
   * The Azure region, such as `westeurope`. Default: the region of the `azure-native` provider; with `resourceGroupName`,
   * the region of that group.
   */
  location?: pulumi.Input<string | undefined>;
  /**
   * The name of an existing resource group for everything in Azure. The component never owns it. An Output counts as
   * given, so it must resolve to a value. Default: a new resource group.
   */
  resourceGroupName?: pulumi.Input<string | undefined>;
  /**
   * One network that the VMs of the workloads share, instead of one network per VM. It has one NAT gateway, one public
   * address, and one subnet. The security group of each VM allows no connection, also not from the other VMs.
   * `allowedSourceIps` cannot tell these VMs apart. An existing VM is replaced when it moves into or out of the network.
   * VMs with `virtualMachine.subnetId` or `virtualMachine.natGatewayId` stay outside. Must be a plain object, not an
   * Output. The values in it may be Outputs. Default: none.
   */
  network?: NetworkSettings | undefined;
  /**
   * The AWS region of the profiles, such as `eu-west-1`. It must be in the partition of the `aws` provider. Default: the
   * region of the `aws` provider.
   */
  region?: pulumi.Input<string | undefined>;
  /**
   * The ARN of the account's existing IAM OpenID Connect provider for this tenant. An account can have only one provider
   * per issuer. The component reads and checks the provider, and never owns it. The provider must list the audience. An
   * Output counts as given, so it must resolve to a value. Default: a new provider.
   */
  oidcProviderArn?: pulumi.Input<string | undefined>;
  /**
   * Further audiences that the IAM OpenID Connect provider accepts, for federations of other stacks. Together with the
   * federation's own, there can be at most 100. The federation itself needs one with v1 tokens, and one per workload with
   * `tokenVersion: 2`. Default: none.
   */
  additionalAudiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Whether the IAM OpenID Connect provider stays in the account when the federation is deleted, because others use it
   * too. Excludes `oidcProviderArn`. Must be a plain value, not an Output. Default: false.
   */
  retainOidcProviderOnDelete?: boolean | undefined;
  /** Tags for every Azure resource that can have tags; at most 50. Default: none. */
  azureTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Tags for the roles and the IAM OpenID Connect provider; at most 50. Default: none. */
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
    ENTRA_AUDIENCE.together(checks, args);
  },
);

/** Arguments of {@link AzureToAwsFederationArgs} that passed the checks. */
export type CheckedFederationArgs = CheckedBy<typeof AZURE_TO_AWS_FEDERATION>;

/** Checks a workload. An error about an argument of the federation says where to set it. */
function checkWorkload(checks: ArgumentChecks, workload: WorkloadSettings): CheckedWorkload {
  return WORKLOAD_SETTINGS.members(checks, workload, {
    remedy: "Set it on the federation, next to workloads",
    names: AZURE_TO_AWS_FEDERATION.names,
  });
}
