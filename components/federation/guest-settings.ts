import type * as pulumi from "@pulumi/pulumi";
import type { SessionSeconds } from "../../credential-helper/profile";
import { boolean, ifGiven, number, optional, plain, text } from "../arguments/argument-kinds";
import { argumentTable } from "../arguments/argument-table";
import { requestedDuration } from "../arguments/rules/iam";
import { windowsHelper } from "../arguments/rules/virtual-machine";
import { reportLinuxOnly } from "../guest-installation/guest-installation-args";

/** Options for the installation on a workload's VM. */
export interface GuestSettings {
  /**
   * The length of the sessions that the profile requests, in seconds: 900 to 43200, and at most `maxSessionDuration`. A short
   * session limits for how long a stolen one works. Default: `maxSessionDuration`.
   */
  durationSeconds?: pulumi.Input<number | undefined>;
  /** Whether to install the AWS CLI from the distribution if the VM has none. Default: false. */
  installAwsCli?: pulumi.Input<boolean | undefined>;
  /**
   * The address and the digest of the static helper, for a VM that runs Windows:
   * `https://<host>/<path>.exe#sha256=<64 hexadecimal digits>`. The VM downloads it. Excludes `installAwsCli`. An Output
   * counts as given, so it must resolve to a value. Default: none, so the VM must run Linux.
   */
  windowsHelper?: pulumi.Input<string | undefined>;
  /**
   * Whether the deployment proves that the federation works: the VM, as root, uses the helper to ask STS for its caller identity.
   * It asks again whenever the trust, the permissions, the permissions boundary, or the helper change. If the check fails,
   * the deployment fails. A suspended workload is not checked. Must be a plain value, not an Output. Default: false.
   */
  verify?: boolean | undefined;
  /**
   * Whether to remove the helper, the AWS config, and cached sessions from the VM, instead of installing them. Set it before
   * you remove the workload from the program or destroy the stack, which leave them on a VM that stays. Nothing is
   * verified. Must be a plain value, not an Output. Default: false.
   */
  uninstall?: boolean | undefined;
}

/** The arguments of {@link GuestSettings}. */
export const GUEST_SETTINGS = argumentTable<GuestSettings>()(
  {
    durationSeconds: optional(number<SessionSeconds>(requestedDuration)),
    installAwsCli: optional(boolean()),
    windowsHelper: ifGiven(text(windowsHelper)),
    verify: plain(boolean()),
    uninstall: plain(boolean()),
  },
  reportLinuxOnly,
);
