import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import type { ArgumentChecks } from "../arguments/argument-checks";
import {
  boolean,
  ifGiven,
  list,
  number,
  optional,
  optionalStructure,
  plain,
  structure,
  text,
} from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { armId } from "../arguments/rules/azure";
import {
  entraSubject,
  iamArn,
  roleDescription,
  roleName,
  rolePath,
  sessionDuration,
} from "../arguments/rules/iam";
import { sourceIp } from "../arguments/rules/network";
import { profileName } from "../arguments/rules/virtual-machine";
import { awsTags } from "../arguments/tags";
import { narrowingConditions } from "../federated-role/narrowing-conditions";
import { PERMISSIONS, type Permissions } from "../federated-role/permissions";
import { VIRTUAL_MACHINE_SETTINGS } from "../virtual-machine/virtual-machine-checks";
import type { VirtualMachineSettings } from "../virtual-machine/virtual-machine-settings";
import { GUEST_SETTINGS, type GuestSettings } from "./guest-settings";

/** One workload: an Azure identity, the AWS role that it may assume and, if wanted, the VM that it runs on. */
export interface WorkloadSettings {
  /** What the workload may do in AWS. */
  permissions: Permissions;
  /** A VM with the identity, the credential helper and the AWS config. Default: none, only identity and role. */
  virtualMachine?: VirtualMachineSettings | undefined;
  /**
   * Whether the VM stays outside the federation's `network`, in a network of its own. It then also has its own NAT gateway
   * and address. Must be plain. Only with `virtualMachine`. Default: false.
   */
  ownNetwork?: boolean | undefined;
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
   * The IPv4 and IPv6 addresses, or networks in CIDR notation, from which the role may be assumed, as AWS sees them.
   * Without it, a token works from everywhere. VMs that share a NAT gateway have one address, so this cannot tell them
   * apart. Default: any.
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

/** The arguments of {@link WorkloadSettings}. */
export const WORKLOAD_SETTINGS = argumentTable<WorkloadSettings>()(
  {
    permissions: structure(PERMISSIONS),
    virtualMachine: optionalStructure(VIRTUAL_MACHINE_SETTINGS),
    ownNetwork: plain(boolean()),
    existingVirtualMachineId: ifGiven(text(armId("Microsoft.Compute/virtualMachines"))),
    guest: optionalStructure(GUEST_SETTINGS),
    profileName: optional(text(profileName)),
    identityId: ifGiven(text(armId("Microsoft.ManagedIdentity/userAssignedIdentities"))),
    additionalSubjects: optional(list(entraSubject, "subject", true)),
    maxSessionDuration: optional(number(sessionDuration)),
    roleName: optional(text(roleName)),
    rolePath: optional(text(rolePath)),
    roleDescription: optional(text(roleDescription)),
    permissionsBoundaryArn: optional(text(iamArn("policy"))),
    roleTags: awsTags,
    allowedSourceIps: optional(list(sourceIp, "address or network", true)),
    conditions: narrowingConditions<WorkloadSettings>(({ allowedSourceIps }) => ({
      hasSourceIps: isGiven(allowedSourceIps),
    })),
    suspended: plain(boolean()),
  },
  reportTogether,
);

/** A workload that passed the checks. */
export type CheckedWorkload = CheckedBy<typeof WORKLOAD_SETTINGS>;

/** Whether the VM of a workload is in the shared network, if the federation has one. */
export function isResident({
  virtualMachine,
  ownNetwork,
}: Pick<WorkloadSettings, "virtualMachine" | "ownNetwork">): boolean {
  return isGiven(virtualMachine) && !isGiven(virtualMachine.subnetId) && ownNetwork !== true;
}

/** Reports arguments about the VM, new or existing, that do not go together. */
function reportTogether(
  checks: ArgumentChecks,
  { virtualMachine, ownNetwork, existingVirtualMachineId, guest }: WorkloadSettings,
): void {
  // SDKs of other languages send the default, false, so only true is an error.
  if (ownNetwork === true && !isGiven(virtualMachine)) {
    checks.report("ownNetwork", ARGUMENTS.say("argument-requires", "virtualMachine"), ownNetwork);
  }
  if (isGiven(existingVirtualMachineId) && isGiven(virtualMachine)) {
    const message = ARGUMENTS.say("argument-excluded", "virtualMachine", "that creates a VM");
    checks.report("existingVirtualMachineId", message, existingVirtualMachineId);
  }
  if (isGiven(guest) && !isGiven(existingVirtualMachineId) && !isGiven(virtualMachine)) {
    const message = ARGUMENTS.say("argument-requires", "virtualMachine or existingVirtualMachineId");
    checks.report("guest", message, guest);
  }
}
