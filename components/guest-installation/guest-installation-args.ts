import type * as pulumi from "@pulumi/pulumi";
import { boolean, list, number, optional, plain, structures, text } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { guid } from "../arguments/rules/entra";
import { audience, iamArn, issuerUrl, region, sessionDuration } from "../arguments/rules/iam";
import { helperFolder, linuxUser, profileName, vmName } from "../arguments/rules/virtual-machine";
import { azureTags } from "../arguments/tags";

/** One profile of the AWS config on a VM: the role that it stands for and how its tokens are obtained. */
export interface ProfileSettings {
  /** The name of the profile, as in `aws --profile`. */
  profileName: pulumi.Input<string>;
  /** The ARN of the role. */
  roleArn: pulumi.Input<string>;
  /** The audience to ask a token for. */
  audience: pulumi.Input<string>;
  /** The client ID of the managed identity to ask as. */
  clientId: pulumi.Input<string>;
  /** The `iss` claim that the role trusts; the helper compares it before it asks AWS. */
  issuer: pulumi.Input<string>;
  /** The `sub` claim that the role trusts; the helper compares it before it asks AWS. */
  subject: pulumi.Input<string>;
  /** The AWS region of the profile, whose STS is asked. */
  region: pulumi.Input<string>;
  /** How long a session lasts, 3600 to 43200 seconds, at most the role's `maxSessionDuration`. Default: 3600. */
  durationSeconds?: pulumi.Input<number | undefined>;
}

/** What is installed, and on which VM. */
export interface GuestInstallationArgs {
  /** The resource group of the VM. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * The Azure region of the VM, such as `westeurope`. Default: that of the `azure-native` provider; without one,
   * the resource group's.
   */
  location?: pulumi.Input<string | undefined>;
  /** The name of the VM in its resource group. A VM takes one installation, whichever stack makes it. */
  vmName: pulumi.Input<string>;
  /** The profiles of the AWS config, at least one, each with a name of its own. */
  profiles: ProfileSettings[];
  /**
   * The resource IDs of user-assigned identities that the profiles use, for a VM that this program does not own: what is
   * not attached to it is warned about, with the command that attaches it. Default: not looked at.
   */
  identityIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The folder on the VM for the helper, which root makes and owns. Default: `/opt/azure-to-aws`. */
  helperFolder?: pulumi.Input<string | undefined>;
  /** The Linux user as whom `verify` tries the helper; every user of the VM may use it. Default: `root`. */
  user?: pulumi.Input<string | undefined>;
  /** Whether the AWS CLI is installed where there is none, from the distribution. Default: false. */
  installAwsCli?: pulumi.Input<boolean | undefined>;
  /** Whether boto3 is installed for the system's Python where there is none, from the distribution. Default: false. */
  installBoto3?: pulumi.Input<boolean | undefined>;
  /**
   * Whether the VM asks AWS at the end of the deployment, through the helper, who it is; when it gets no answer, the
   * deployment fails. Must be plain. Default: false.
   */
  verify?: boolean | undefined;
  /** What else the verification depends on, such as the trust policy: another text verifies again. Default: nothing. */
  verificationTrigger?: pulumi.Input<string | undefined>;
  /**
   * Whether the verification waits up to 5 minutes for what was just made, while AWS or Entra do not know it everywhere
   * yet. Default: true.
   */
  verificationWaits?: pulumi.Input<boolean | undefined>;
  /** Tags of the Run Commands. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

const PROFILE = argumentTable<ProfileSettings>()({
  profileName: text(profileName),
  roleArn: text(iamArn("role")),
  audience: text(audience),
  clientId: text(guid),
  issuer: text(issuerUrl),
  subject: text(guid),
  region: text(region),
  durationSeconds: optional(number(sessionDuration)),
});

/** The arguments of {@link GuestInstallationArgs}. */
export const GUEST_INSTALLATION = argumentTable<GuestInstallationArgs>()({
  resourceGroupName: text(resourceGroupName),
  location: optional(text(location)),
  vmName: text(vmName),
  profiles: structures(PROFILE, "profile"),
  identityIds: optional(list(armId("Microsoft.ManagedIdentity/userAssignedIdentities"), "identity", true)),
  helperFolder: optional(text(helperFolder)),
  user: optional(text(linuxUser)),
  installAwsCli: optional(boolean()),
  installBoto3: optional(boolean()),
  verify: plain(boolean()),
  verificationTrigger: optional(text(() => [])),
  verificationWaits: optional(boolean()),
  tags: azureTags,
});

/** Arguments of {@link GuestInstallationArgs} that passed the checks. */
export type CheckedGuestInstallationArgs = CheckedBy<typeof GUEST_INSTALLATION>;

/** A profile that passed the checks. */
export type CheckedProfile = CheckedBy<typeof PROFILE>;
