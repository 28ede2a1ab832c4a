import type * as pulumi from "@pulumi/pulumi";
import { memberPath } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { location, resourceGroupName } from "../arguments/rules/azure";
import { audience, iamArn, region, trustPolicyQuota } from "../arguments/rules/iam";
import { nameCharacters, workloadName } from "../arguments/rules/names";
import { checkAzureTags, checkTags } from "../arguments/tags";
import {
  checkEntraAudienceArgs,
  ENTRA_AUDIENCE_KEYS,
  type EntraAudienceArgs,
} from "../entra-audience/entra-audience-args";
import { reportNewClientIds } from "./new-client-ids";
import { reportWorkloadConflicts } from "./workload-conflicts";
import { type CheckedWorkload, checkWorkload, type WorkloadSettings } from "./workload-settings";

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

const KEYS = [
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
] as const;

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
  checks.arguments(args, KEYS);
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
      args.retainOidcProviderOnDelete,
    );
  }
  if (!isGiven(args.oidcProviderArn)) {
    reportNewClientIds(checks, args);
  }
  reportWorkloadConflicts(checks, args);
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
      .filter(([key, workload]) => checks.isStructure(memberPath("workloads", key), workload))
      .map(
        ([key, workload]) =>
          [key, checkWorkload(checks.within(memberPath("workloads", key)), workload, KEYS)] as const,
      ),
  };
}
