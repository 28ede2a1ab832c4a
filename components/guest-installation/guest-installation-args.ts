import type * as pulumi from "@pulumi/pulumi";
import type { SessionSeconds } from "../../credential-helper/profile";
import { ARGUMENTS } from "../../messages";
import type { ArgumentChecks } from "../arguments/argument-checks";
import {
  boolean,
  ifGiven,
  list,
  number,
  optional,
  plain,
  structures,
  text,
} from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { azureTags } from "../arguments/azure-tags";
import { isGiven } from "../arguments/inputs";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { guid } from "../arguments/rules/entra";
import { audience, iamArn, issuerUrl, region, requestedDuration } from "../arguments/rules/iam";
import { linuxUser, profileName, vmName, windowsHelper } from "../arguments/rules/virtual-machine";

/** One profile of the AWS config on a VM: its role, and how it gets tokens. */
export interface ProfileSettings {
  /** The name of the profile, as in `aws --profile`. */
  profileName: pulumi.Input<string>;
  /** The ARN of the role. */
  roleArn: pulumi.Input<string>;
  /** The audience for which the helper requests tokens. */
  audience: pulumi.Input<string>;
  /** The client ID of the managed identity as which the helper requests tokens. */
  clientId: pulumi.Input<string>;
  /** The `iss` claim that the role trusts. The helper compares it before it calls AWS. */
  issuer: pulumi.Input<string>;
  /** The `sub` claim that the role trusts. The helper compares it before it calls AWS. */
  subject: pulumi.Input<string>;
  /** The AWS region of the profile. The helper calls STS there. */
  region: pulumi.Input<string>;
  /**
   * The length of a session in seconds, 900 to 43200, and at most the role's `maxSessionDuration`. Default: 3600.
   */
  durationSeconds?: pulumi.Input<number | undefined>;
}

/** Arguments of `GuestInstallation`. */
export interface GuestInstallationArgs {
  /** The resource group of the VM. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * The Azure region of the VM, such as `westeurope`. Default: the region of the `azure-native` provider, or of the
   * resource group if the provider has none.
   */
  location?: pulumi.Input<string | undefined>;
  /** The name of the VM in its resource group. A VM can have only one installation, whichever stack creates it. */
  vmName: pulumi.Input<string>;
  /** The profiles of the AWS config; at least one. Each has a different name. */
  profiles: ProfileSettings[];
  /**
   * The resource IDs of the user-assigned identities that the profiles use, for a VM that this program does not own. A
   * warning in preview and update names each identity that is not attached to the VM, with the command that attaches it. If
   * the update creates an identity, the preview says that it must be attached afterwards. Default: not checked.
   */
  identityIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The Linux user as which `verify` runs the helper. Every user of the VM can use the helper. Default: `root`. */
  user?: pulumi.Input<string | undefined>;
  /** Whether to install the AWS CLI from the distribution if the VM has none. Default: false. */
  installAwsCli?: pulumi.Input<boolean | undefined>;
  /**
   * The address and the digest of the static helper, for a VM that runs Windows:
   * `https://<host>/<path>.exe#sha256=<64 hexadecimal digits>`. The VM downloads it. Excludes `user` and `installAwsCli`.
   * An Output counts as given, so it must resolve to a value. Default: none, so the VM must run Linux.
   */
  windowsHelper?: pulumi.Input<string | undefined>;
  /**
   * Whether the VM uses the helper to ask AWS for its caller identity, at the end of the deployment. If it gets no answer,
   * the deployment fails. Must be a plain value, not an Output. Default: false.
   */
  verify?: boolean | undefined;
  /**
   * Whether to remove the helper, the AWS config, and cached sessions from the VM, instead of installing them. Set it before
   * you remove the component from the program or destroy the stack, which leave them on a VM that stays. Nothing is
   * verified. Must be a plain value, not an Output. Default: false.
   */
  uninstall?: boolean | undefined;
  /** Tags for the Run Commands; at most 50. Default: none. */
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
  durationSeconds: optional(number<SessionSeconds>(requestedDuration)),
});

/** Reports what the installation on Windows cannot do. */
export function reportLinuxOnly(
  checks: ArgumentChecks,
  args: Pick<GuestInstallationArgs, "windowsHelper" | "user" | "installAwsCli">,
): void {
  for (const name of ["user", "installAwsCli"] as const) {
    if (isGiven(args.windowsHelper) && isGiven(args[name])) {
      checks.report(name, ARGUMENTS.say("argument-excluded", "windowsHelper"), args[name]);
    }
  }
}

/** The arguments of {@link GuestInstallationArgs}. */
export const GUEST_INSTALLATION = argumentTable<GuestInstallationArgs>()(
  {
    resourceGroupName: text(resourceGroupName),
    location: optional(text(location)),
    vmName: text(vmName),
    profiles: structures(PROFILE, "profile"),
    identityIds: optional(list(armId("Microsoft.ManagedIdentity/userAssignedIdentities"), "identity", true)),
    user: optional(text(linuxUser)),
    installAwsCli: optional(boolean()),
    windowsHelper: ifGiven(text(windowsHelper)),
    verify: plain(boolean()),
    uninstall: plain(boolean()),
    tags: azureTags,
  },
  reportLinuxOnly,
);

/** What the owner of an installation adds. A program cannot set it, because the table does not list it. */
export interface GivenTrigger {
  /** Everything else that the verification depends on. Changing it verifies again. */
  readonly verificationTrigger?: pulumi.Output<string> | undefined;
}

/** Arguments of {@link GuestInstallationArgs} that passed the checks. */
export type CheckedGuestInstallationArgs = CheckedBy<typeof GUEST_INSTALLATION> & GivenTrigger;

/** A profile whose values passed the checks, each for itself. */
export type ProfileInputs = CheckedBy<typeof PROFILE>;
