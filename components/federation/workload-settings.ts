import type * as pulumi from "@pulumi/pulumi";
import { entraSubjectProblems, type NarrowingConditions } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { armId } from "../arguments/rules/azure";
import { iamArn, roleDescription, roleName, rolePath, sessionDuration } from "../arguments/rules/iam";
import { sourceIp } from "../arguments/rules/network";
import { profileName } from "../arguments/rules/virtual-machine";
import { checkTags } from "../arguments/tags";
import { checkConditions } from "../federated-role/narrowing-conditions";
import { type CheckedPermissions, checkPermissions, type Permissions } from "../federated-role/permissions";
import {
  type CheckedVirtualMachineSettings,
  checkVirtualMachineSettings,
} from "../virtual-machine/azure-virtual-machine-args";
import type { VirtualMachineSettings } from "../virtual-machine/virtual-machine-settings";
import { checkGuestSettings, type GuestSettings } from "./guest-settings";

/** One workload: an Azure identity, the AWS role that it may assume and, if wanted, the VM that it runs on. */
export interface WorkloadSettings {
  /** What the workload may do in AWS. */
  permissions: Permissions;
  /** A VM with the identity, the credential helper and the AWS config. Default: none, only identity and role. */
  virtualMachine?: VirtualMachineSettings | undefined;
  /**
   * The resource ID of an existing Linux VM in the provider's subscription, on which credential helper and AWS config
   * are installed, in the place of what another installation wrote there. The VM is not Pulumi's and is never changed in
   * Azure, so that somebody attaches the identity to it once, with
   * `az vm identity assign --ids <VM> --identities <identity>`; a warning says so until it is done. Whether it is given
   * must be plain. Each VM with one workload only. Default: none. Not together with `virtualMachine`.
   */
  existingVirtualMachineId?: pulumi.Input<string | undefined>;
  /** Choices about the installation on the VM, and whether the deployment proves that it works. Only with a VM. */
  guest?: GuestSettings | undefined;
  /** The name of the profile in the AWS config, as in `aws --profile`. Default: the name of the workload. */
  profileName?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing user-assigned managed identity, which is read and never owned. Whether it is given
   * must be plain. Each identity with one workload only. Default: an identity of its own is created.
   */
  identityId?: pulumi.Input<string | undefined>;
  /**
   * Further subjects that may assume the role: object IDs of identities of the same tenant, in lower case, which somebody
   * else assigns to the app role. As many as the trust policy holds. With tokens of version 2 their client IDs must be among the
   * federation's `additionalAudiences`. Default: none.
   */
  additionalSubjects?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * How long a session lasts and may last, 3600 to 43200 seconds; above 3600 the policy pack advises against it. Default:
   * 3600.
   */
  maxSessionDuration?: pulumi.Input<number | undefined>;
  /**
   * The name of the role: 1 to 64 letters, digits or `_+=,.@-`, and not that of another workload's. Default: made from
   * the workload's, and unique.
   */
  roleName?: pulumi.Input<string | undefined>;
  /** The path of the role, such as `/federated/`. Default: `/`. A change replaces the role. */
  rolePath?: pulumi.Input<string | undefined>;
  /** The description of the role, at most 1000 characters. Default: none. */
  roleDescription?: pulumi.Input<string | undefined>;
  /** The ARN of the managed policy that is the role's permissions boundary. Default: none. */
  permissionsBoundaryArn?: pulumi.Input<string | undefined>;
  /** Tags of the role besides the federation's `awsTags`, over which they go. Default: none. */
  roleTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * The addresses and networks (IPv4 or IPv6, alone or CIDR) from which the role may be assumed, as AWS sees them: a
   * token is good for whoever holds it. Default: any.
   */
  allowedSourceIps?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Further conditions of the trust policy, which can only narrow: operator, condition key, values. Default: none. */
  conditions?: pulumi.Input<
    Record<string, pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>> | undefined
  >;
  /**
   * Whether the workload is cut off: nobody can assume the role, and every session that is open is denied everything.
   * Undone by taking it away. Must be plain. Default: false.
   */
  suspended?: boolean | undefined;
}

/** A workload that passed the checks. */
export interface CheckedWorkload extends Omit<
  WorkloadSettings,
  "conditions" | "existingVirtualMachineId" | "guest" | "identityId" | "permissions" | "virtualMachine"
> {
  readonly permissions: CheckedPermissions;
  readonly virtualMachine: CheckedVirtualMachineSettings | undefined;
  readonly existingVirtualMachineId: pulumi.Input<string> | undefined;
  readonly identityId: pulumi.Input<string> | undefined;
  readonly guest: GuestSettings;
  readonly conditions: pulumi.Input<NarrowingConditions | undefined>;
}

const NO_SUBJECT = "must name at least one subject, or be left out";
const NO_ADDRESS = "must name at least one address, or be left out";

/**
 * Checks the settings of a workload and returns them gated.
 *
 * @param federationKeys - The federation's own arguments, for who puts one of them here.
 */
export function checkWorkload(
  checks: ArgumentChecks,
  args: WorkloadSettings,
  federationKeys: readonly string[],
): CheckedWorkload {
  checks.knownKeys(
    "",
    args,
    [
      "permissions",
      "virtualMachine",
      "existingVirtualMachineId",
      "guest",
      "profileName",
      "identityId",
      "additionalSubjects",
      "maxSessionDuration",
      "roleName",
      "rolePath",
      "roleDescription",
      "permissionsBoundaryArn",
      "roleTags",
      "allowedSourceIps",
      "conditions",
      "suspended",
    ],
    { remedy: "give it to the federation, beside workloads", keys: federationKeys },
  );
  return {
    permissions: checkPermissions(checks, "permissions", args.permissions),
    ...checkMachine(checks, args),
    profileName: checks.optionalText("profileName", args.profileName, profileName),
    maxSessionDuration: checks.optionalNumber("maxSessionDuration", args.maxSessionDuration, sessionDuration),
    identityId: checks.textIfGiven(
      "identityId",
      args.identityId,
      armId("Microsoft.ManagedIdentity/userAssignedIdentities"),
    ),
    additionalSubjects: checks.optionalTexts(
      "additionalSubjects",
      args.additionalSubjects,
      entraSubjectProblems,
      NO_SUBJECT,
    ),
    roleName: checks.optionalText("roleName", args.roleName, roleName),
    rolePath: checks.optionalText("rolePath", args.rolePath, rolePath),
    roleDescription: checks.optionalText("roleDescription", args.roleDescription, roleDescription),
    permissionsBoundaryArn: checks.optionalText(
      "permissionsBoundaryArn",
      args.permissionsBoundaryArn,
      iamArn("policy"),
    ),
    roleTags: checkTags(checks, "roleTags", args.roleTags),
    allowedSourceIps: checks.optionalTexts("allowedSourceIps", args.allowedSourceIps, sourceIp, NO_ADDRESS),
    conditions: checkConditions(checks, "conditions", args.conditions, {
      hasSourceIps: isGiven(args.allowedSourceIps),
    }),
    suspended: checks.plainBoolean("suspended", args.suspended),
  };
}

/** Checks what concerns the VM: one that is made or one that is there, and what is installed on it. */
function checkMachine(
  checks: ArgumentChecks,
  args: WorkloadSettings,
): Pick<CheckedWorkload, "virtualMachine" | "existingVirtualMachineId" | "guest"> {
  const { virtualMachine, guest } = args;
  const existing = isGiven(args.existingVirtualMachineId);
  if (existing && isGiven(virtualMachine)) {
    const reason = "must be left out with virtualMachine, which makes a VM";
    checks.report("existingVirtualMachineId", reason, args.existingVirtualMachineId);
  }
  if (isGiven(guest) && !existing && !isGiven(virtualMachine)) {
    const reason = "has no VM to be about: give virtualMachine or existingVirtualMachineId too";
    checks.report("guest", reason, guest);
  }
  return {
    virtualMachine:
      isGiven(virtualMachine) && checks.isStructure("virtualMachine", virtualMachine)
        ? checkVirtualMachineSettings(checks.within("virtualMachine"), virtualMachine)
        : undefined,
    existingVirtualMachineId: checks.textIfGiven(
      "existingVirtualMachineId",
      args.existingVirtualMachineId,
      armId("Microsoft.Compute/virtualMachines"),
    ),
    guest:
      isGiven(guest) && checks.isStructure("guest", guest)
        ? checkGuestSettings(checks.within("guest"), guest)
        : {},
  };
}
