import type * as pulumi from "@pulumi/pulumi";
import { boolean, optional, plain, text } from "../arguments/argument-kinds";
import { argumentTable } from "../arguments/argument-table";
import { helperFolder, linuxUser } from "../arguments/rules/virtual-machine";

/** What can be chosen about the installation on a workload's VM. */
export interface GuestSettings {
  /** The folder of the credential helper on the VM, a root-owned place. Default: `/opt/azure-to-aws`. */
  helperFolder?: pulumi.Input<string | undefined>;
  /** The Linux user that `verify` runs as, who must exist on the VM. Default: `root`. */
  user?: pulumi.Input<string | undefined>;
  /** Whether the AWS CLI is installed too. Default: false. */
  installAwsCli?: pulumi.Input<boolean | undefined>;
  /** Whether boto3 is installed too. Default: false. */
  installBoto3?: pulumi.Input<boolean | undefined>;
  /**
   * Whether the deployment proves that the federation works: the VM asks STS through the helper who it is, again
   * whenever trust, permissions (with the boundary) or helper change, and a failure fails the deployment. A workload that is suspended is
   * left out. Must be plain. Default: false.
   */
  verify?: boolean | undefined;
  /**
   * Whether `verify` waits up to 5 minutes for what was just made, while AWS or Entra do not know it everywhere yet.
   * Default: true.
   */
  verificationWaits?: pulumi.Input<boolean | undefined>;
}

/** The arguments of {@link GuestSettings}. */
export const GUEST_SETTINGS = argumentTable<GuestSettings>()({
  helperFolder: optional(text(helperFolder)),
  user: optional(text(linuxUser)),
  installAwsCli: optional(boolean()),
  installBoto3: optional(boolean()),
  verify: plain(boolean()),
  verificationWaits: optional(boolean()),
});
