import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../arguments/argument-checks";
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

const SETTINGS = [
  "helperFolder",
  "user",
  "installAwsCli",
  "installBoto3",
  "verify",
  "verificationWaits",
] as const;

/** Checks what can be chosen about an installation and returns it gated. */
export function checkGuestSettings(checks: ArgumentChecks, args: GuestSettings): GuestSettings {
  checks.knownKeys("", args, SETTINGS);
  return {
    helperFolder: checks.optionalText("helperFolder", args.helperFolder, helperFolder),
    user: checks.optionalText("user", args.user, linuxUser),
    installAwsCli: checks.optionalBoolean("installAwsCli", args.installAwsCli),
    installBoto3: checks.optionalBoolean("installBoto3", args.installBoto3),
    verify: checks.plainBoolean("verify", args.verify),
    verificationWaits: checks.optionalBoolean("verificationWaits", args.verificationWaits),
  };
}
