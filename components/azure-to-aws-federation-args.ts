import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "./arguments/argument-checks";
import { location } from "./arguments/rules/location";
import { profileName } from "./arguments/rules/profile-name";
import { region } from "./arguments/rules/region";
import { nameCharacters } from "./arguments/rules/resource-name";
import { sessionDuration } from "./arguments/rules/session-duration";
import { trustPolicyQuota } from "./arguments/rules/trust-policy-quota";
import { workloadName } from "./arguments/rules/workload-name";
import { checkVirtualMachineSettings, type VirtualMachineSettings } from "./azure-virtual-machine-args";
import { checkEntraAudienceArgs, type EntraAudienceArgs } from "./entra-audience-args";
import { type CheckedPermissions, checkPermissions, type Permissions } from "./permissions";

/** One workload: an Azure identity, the AWS role that it may assume and, if wanted, the VM that it runs on. */
export interface WorkloadSettings {
  /** What the workload may do in AWS. */
  permissions: Permissions;
  /** A VM with the identity, the credential helper and the AWS config. Default: none, only identity and role. */
  virtualMachine?: VirtualMachineSettings | undefined;
  /** The name of the profile in the AWS config, as in `aws --profile`. Default: the name of the workload. */
  profileName?: pulumi.Input<string | undefined>;
  /** How long a session lasts and may last, 3600 to 43200 seconds. Default: 3600. */
  maxSessionDuration?: pulumi.Input<number | undefined>;
}

/** What a federation from Azure to AWS is made of. */
export interface AzureToAwsFederationArgs extends EntraAudienceArgs {
  /**
   * The workloads, at least one, each under a name of your choice. Names of resources are made from it, so that adding,
   * removing or reordering workloads touches no other one.
   */
  workloads: Record<string, WorkloadSettings>;
  /** The Azure region, such as `westeurope`. Default: that of the `azure-native` provider. */
  location?: pulumi.Input<string | undefined>;
  /** The AWS region of the profiles, such as `eu-west-1`. Default: that of the `aws` provider. */
  region?: pulumi.Input<string | undefined>;
  /** The account's quota for trust policies, 2048 to 4096 characters. Default: 2048. */
  trustPolicyQuota?: pulumi.Input<number | undefined>;
}

/** A workload that passed the checks. */
export interface CheckedWorkload extends Omit<WorkloadSettings, "permissions"> {
  readonly permissions: CheckedPermissions;
}

/** Arguments that passed the checks. */
export interface CheckedFederationArgs extends Omit<
  AzureToAwsFederationArgs,
  "workloads" | keyof EntraAudienceArgs
> {
  readonly application: EntraAudienceArgs;
  readonly workloads: readonly (readonly [name: string, workload: CheckedWorkload])[];
}

function checkWorkload(checks: ArgumentChecks, args: WorkloadSettings): CheckedWorkload {
  const machine = args.virtualMachine;
  return {
    permissions: checkPermissions(checks, "permissions", args.permissions),
    ...(machine !== undefined && checks.isStructure("virtualMachine", machine)
      ? { virtualMachine: checkVirtualMachineSettings(checks.within("virtualMachine"), machine) }
      : {}),
    profileName: checks.optionalText("profileName", args.profileName, profileName),
    maxSessionDuration: checks.optionalNumber("maxSessionDuration", args.maxSessionDuration, sessionDuration),
  };
}

/** Checks the arguments of the federation called `name`, those of every workload included, and returns them gated. */
export function checkFederationArgs(
  checks: ArgumentChecks,
  name: string,
  args: AzureToAwsFederationArgs,
): CheckedFederationArgs {
  checks.plain("name", name, nameCharacters);
  const whenEmpty =
    "must name at least one workload, such as { app: { permissions: { readBuckets: [...] } } }";
  const workloads = checks.names("workloads", args.workloads, workloadName(name), whenEmpty);
  return {
    application: checkEntraAudienceArgs(checks, args),
    location: checks.optionalText("location", args.location, location),
    region: checks.optionalText("region", args.region, region),
    trustPolicyQuota: checks.optionalNumber("trustPolicyQuota", args.trustPolicyQuota, trustPolicyQuota),
    workloads: workloads
      .filter(([key, workload]) => checks.isStructure(`workloads.${key}`, workload))
      .map(([key, workload]) => [key, checkWorkload(checks.within(`workloads.${key}`), workload)] as const),
  };
}
