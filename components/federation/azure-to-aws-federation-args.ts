import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { checkAzureTags } from "../arguments/azure-tags";
import { isGiven } from "../arguments/is-given";
import { iamArn } from "../arguments/rules/arn";
import { audience } from "../arguments/rules/audience";
import { location } from "../arguments/rules/location";
import { region } from "../arguments/rules/region";
import { resourceGroupName } from "../arguments/rules/resource-group-name";
import { nameCharacters } from "../arguments/rules/resource-name";
import { trustPolicyQuota } from "../arguments/rules/trust-policy-quota";
import { workloadName } from "../arguments/rules/workload-name";
import {
  checkEntraAudienceArgs,
  ENTRA_AUDIENCE_KEYS,
  type EntraAudienceArgs,
} from "../entra/entra-audience-args";
import { clientIdProblems } from "../aws/client-id-quota";
import { checkTags } from "../aws/tags";
import { type CheckedWorkload, checkWorkload, type WorkloadSettings } from "./workload-settings";

/** What a federation from Azure to AWS is made of. */
export interface AzureToAwsFederationArgs extends EntraAudienceArgs {
  /**
   * The workloads, at least one, each under a name of your choice. Names of resources are made from it, so that adding,
   * removing or reordering workloads touches no other one.
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
  /** The AWS region of the profiles, such as `eu-west-1`. Default: that of the `aws` provider. */
  region?: pulumi.Input<string | undefined>;
  /**
   * The ARN of the IAM OpenID Connect provider, when the account has one for this tenant already: an account holds one
   * for each issuer. It is read and checked, and never owned; it must list the audience. Whether it is given must be
   * plain. Default: one is created.
   */
  oidcProviderArn?: pulumi.Input<string | undefined>;
  /**
   * Further audiences that the IAM OpenID Connect provider accepts, for federations of other stacks: at most 99, and with
   * `tokenVersion: 2` as many less as there are workloads. Default: none.
   */
  additionalAudiences?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Whether the IAM OpenID Connect provider stays in the account when the federation goes, since others use it too. Must
   * be plain. Default: false.
   */
  retainOidcProviderOnDelete?: boolean | undefined;
  /** The account's quota for trust policies, 2048 to 4096 characters. Default: 2048. */
  trustPolicyQuota?: pulumi.Input<number | undefined>;
  /** Tags of everything in Azure that has tags, at most 50. Default: none. */
  azureTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Tags of the roles and the IAM OpenID Connect provider, at most 50. Default: none. */
  awsTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Arguments that passed the checks. */
export interface CheckedFederationArgs extends Omit<
  AzureToAwsFederationArgs,
  "workloads" | "resourceGroupName" | "oidcProviderArn" | keyof EntraAudienceArgs
> {
  readonly application: EntraAudienceArgs;
  readonly resourceGroupName: pulumi.Input<string> | undefined;
  readonly oidcProviderArn: pulumi.Input<string> | undefined;
  readonly workloads: readonly (readonly [name: string, workload: CheckedWorkload])[];
}

const EXAMPLE = '{ app: { permissions: { readBuckets: ["my-bucket"] } } }';

/**
 * Checks the arguments of the federation called `name`, those of every workload included, and returns them gated.
 *
 * @throws as {@link ArgumentChecks.finish}, when there are no arguments at all.
 */
export function checkFederationArgs(
  checks: ArgumentChecks,
  name: string,
  args: AzureToAwsFederationArgs,
): CheckedFederationArgs {
  checks.arguments(args, [
    ...ENTRA_AUDIENCE_KEYS,
    "workloads",
    "location",
    "resourceGroupName",
    "region",
    "oidcProviderArn",
    "additionalAudiences",
    "retainOidcProviderOnDelete",
    "trustPolicyQuota",
    "azureTags",
    "awsTags",
  ]);
  checks.plain("name", name, nameCharacters);
  const workloads = checks.names(
    "workloads",
    args.workloads,
    workloadName(name),
    `must name at least one workload, such as ${EXAMPLE}`,
  );
  if (isGiven(args.oidcProviderArn) && isGiven(args.retainOidcProviderOnDelete)) {
    checks.report(
      "retainOidcProviderOnDelete",
      "must be left out with oidcProviderArn: a provider that is adopted is never deleted",
    );
  }
  if (!isGiven(args.oidcProviderArn)) reportClientIds(checks, args, workloads.length);
  return {
    application: checkEntraAudienceArgs(checks, name, args),
    location: checks.optionalText("location", args.location, location),
    resourceGroupName: checks.textIfGiven("resourceGroupName", args.resourceGroupName, resourceGroupName),
    region: checks.optionalText("region", args.region, region),
    oidcProviderArn: checks.textIfGiven("oidcProviderArn", args.oidcProviderArn, iamArn("oidc-provider")),
    additionalAudiences: checks.optionalTexts(
      "additionalAudiences",
      args.additionalAudiences,
      audience,
      "must name at least one audience, or be left out",
    ),
    retainOidcProviderOnDelete: checks.plainBoolean(
      "retainOidcProviderOnDelete",
      args.retainOidcProviderOnDelete,
    ),
    trustPolicyQuota: checks.optionalNumber("trustPolicyQuota", args.trustPolicyQuota, trustPolicyQuota),
    azureTags: checkAzureTags(checks, "azureTags", args.azureTags),
    awsTags: checkTags(checks, "awsTags", args.awsTags),
    workloads: workloads
      .filter(([key, workload]) => checks.isStructure(`workloads.${key}`, workload))
      .map(([key, workload]) => [key, checkWorkload(checks.within(`workloads.${key}`), workload)] as const),
  };
}

/** IDs that only exist later are counted now. What is an output as a whole is counted by the provider's own component. */
function reportClientIds(checks: ArgumentChecks, args: AzureToAwsFederationArgs, workloads: number): void {
  const { tokenVersion, additionalAudiences } = args;
  const others = Array.isArray(additionalAudiences) ? additionalAudiences.length : 0;
  const own = tokenVersion === 2 ? workloads : 1;
  const [path, remedy] =
    own > others
      ? ["workloads", "spread them over several accounts, or leave tokenVersion out: v1 tokens need one"]
      : ["additionalAudiences", "leave out those that no role of the account trusts"];
  for (const reason of clientIdProblems(own + others, remedy)) checks.report(path, reason);
}
