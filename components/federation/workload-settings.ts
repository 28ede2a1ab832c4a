import type * as pulumi from "@pulumi/pulumi";
import type { SessionSeconds } from "../../credential-helper/profile";
import { ARGUMENTS, coded } from "../../messages";
import { IAM_LIMITS } from "../../trust/iam-limits";
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
import { awsTags } from "../arguments/aws-tags";
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
import { narrowingConditions } from "../federated-role/narrowing-conditions";
import { PERMISSIONS, type Permissions } from "../federated-role/permissions";
import { VIRTUAL_MACHINE_SETTINGS } from "../virtual-machine/virtual-machine-checks";
import type { VirtualMachineSettings } from "../virtual-machine/virtual-machine-settings";
import { GUEST_SETTINGS, type GuestSettings } from "./guest-settings";

/** One workload: an Azure identity, the AWS role that it may assume, and optionally the VM that it runs on. */
export interface WorkloadSettings {
  /** What the workload may do in AWS. */
  permissions: Permissions;
  /**
   * Creates a VM with the identity, the credential helper, and the AWS config. Excludes `existingVirtualMachineId`.
   * Default: none, so only the identity and the role are created.
   */
  virtualMachine?: VirtualMachineSettings | undefined;
  /**
   * The resource ID of an existing VM in the provider's subscription. The component installs the credential helper
   * and the AWS config on it, in place of what another installation wrote there. Pulumi does not own the VM and never
   * changes it in Azure. Attach the identity to it once: `az vm identity assign --ids <VM> --identities <identity>`. Each
   * update warns until you have. Only one workload can use a VM. Excludes `virtualMachine`. An Output counts as given, so
   * it must resolve to a value. Default: none.
   */
  existingVirtualMachineId?: pulumi.Input<string | undefined>;
  /**
   * Options for the installation on the VM, and whether the deployment proves that it works. Requires `virtualMachine` or
   * `existingVirtualMachineId`. Default: none.
   */
  guest?: GuestSettings | undefined;
  /** The name of the profile in the AWS config, as in `aws --profile`. Default: the name of the workload. */
  profileName?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing user-assigned managed identity. The component reads the identity and never owns it.
   * Only one workload can use an identity. An Output counts as given, so it must resolve to a value. Default: a new
   * identity.
   */
  identityId?: pulumi.Input<string | undefined>;
  /**
   * Further subjects that may assume the role: object IDs of identities in the same tenant, in lower case. The component
   * does not assign them to the app role; you must. The quota for the length of a trust policy limits their number. With
   * `tokenVersion: 2`, list their client IDs in the federation's `additionalAudiences`. Default: none.
   */
  additionalSubjects?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The maximum length of the role's sessions in seconds, 3600 to 43200. The profile requests as much, unless
   * `guest.durationSeconds` is given. The policy pack advises against more than 3600. Default: 3600.
   */
  maxSessionDuration?: pulumi.Input<number | undefined>;
  /**
   * The name of the role: 1 to 64 letters, digits, or `_+=,.@-`. Two workloads cannot have the same role name. Default: a
   * unique name made from the workload's name.
   */
  roleName?: pulumi.Input<string | undefined>;
  /** The path of the role, such as `/federated/`. Changing it replaces the role. Default: `/`. */
  rolePath?: pulumi.Input<string | undefined>;
  /** The description of the role; at most 1000 characters. Default: none. */
  roleDescription?: pulumi.Input<string | undefined>;
  /** The ARN of the managed policy that is the role's permissions boundary. Default: none. */
  permissionsBoundaryArn?: pulumi.Input<string | undefined>;
  /**
   * Tags for the role, in addition to the federation's `awsTags`. A tag here overrides an `awsTags` tag with the same key.
   * Default: none.
   */
  roleTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * IPv4 and IPv6 addresses, or networks in CIDR notation, from which the role may be assumed. They are the addresses that
   * AWS sees. VMs that share a NAT gateway have the same address, so this cannot tell them apart. Default: any address.
   */
  allowedSourceIps?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Further conditions of the trust policy: condition operator → condition key → list of values. They can only narrow the
   * trust. Default: none.
   */
  conditions?: pulumi.Input<
    Record<string, pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>> | undefined
  >;
  /**
   * Whether the workload is cut off: nobody can assume the role, and every open session is denied everything. To restore
   * access, remove the argument. Must be a plain value, not an Output. Default: false.
   */
  suspended?: boolean | undefined;
}

/** The arguments of {@link WorkloadSettings}. */
export const WORKLOAD_SETTINGS = argumentTable<WorkloadSettings>()(
  {
    permissions: structure(PERMISSIONS),
    virtualMachine: optionalStructure(VIRTUAL_MACHINE_SETTINGS),
    existingVirtualMachineId: ifGiven(text(armId("Microsoft.Compute/virtualMachines"))),
    guest: optionalStructure(GUEST_SETTINGS),
    profileName: optional(text(profileName)),
    identityId: ifGiven(text(armId("Microsoft.ManagedIdentity/userAssignedIdentities"))),
    additionalSubjects: optional(list(entraSubject, "subject", true)),
    maxSessionDuration: optional(number<SessionSeconds>(sessionDuration)),
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
export function isResident({ virtualMachine }: Pick<WorkloadSettings, "virtualMachine">): boolean {
  return (
    isGiven(virtualMachine) && !isGiven(virtualMachine.subnetId) && !isGiven(virtualMachine.natGatewayId)
  );
}

/** Reports arguments about the VM, new or existing, that do not go together. */
function reportTogether(
  checks: ArgumentChecks,
  { virtualMachine, existingVirtualMachineId, guest, maxSessionDuration }: WorkloadSettings,
): void {
  if (isGiven(existingVirtualMachineId) && isGiven(virtualMachine)) {
    const message = ARGUMENTS.say("argument-excluded", "virtualMachine", "that creates a VM");
    checks.report("existingVirtualMachineId", message, existingVirtualMachineId);
  }
  if (isGiven(guest) && !isGiven(existingVirtualMachineId) && !isGiven(virtualMachine)) {
    const message = ARGUMENTS.say("argument-requires", "virtualMachine or existingVirtualMachineId");
    checks.report("guest", message, guest);
  }
  if (
    isGiven(virtualMachine) &&
    isGiven(virtualMachine.windowsAdminPassword) !== isGiven(guest?.windowsHelper)
  ) {
    const [path, other] = isGiven(guest?.windowsHelper)
      ? ["guest.windowsHelper", "virtualMachine.windowsAdminPassword"]
      : ["virtualMachine.windowsAdminPassword", "guest.windowsHelper"];
    checks.report(path, ARGUMENTS.say("argument-requires", other));
  }
  const most = isGiven(maxSessionDuration) ? maxSessionDuration : IAM_LIMITS.shortestMaxSession;
  const requested = guest?.durationSeconds;
  if (typeof most === "number" && typeof requested === "number" && requested > most) {
    checks.report(
      "guest.durationSeconds",
      coded(
        "session-exceeds-maximum",
        `longer than the role allows. Expected at most maxSessionDuration, ${most} seconds`,
      ),
      requested,
    );
  }
}
