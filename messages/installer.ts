import { Catalog, entry } from "./catalog";

/**
 * Messages of the scripts that install, verify, and remove the helper on a VM. Run Command shows them as the output of the script.
 *
 * The scripts have them as shell text between double quotes: no text has `"`, a backtick, or `$` of its own.
 */
export const INSTALLER = new Catalog({
  "install-path-changeable": entry({
    text: (path: string, part: string, mode: string) =>
      `${path}: users other than root can change ${part} (${mode}). Expected: root owns it, and only root can write to it. Run 'chown root ${part} && chmod go-w ${part}'`,
  }),
  "install-folder-not-created": entry({
    text: (folder: string) => `cannot create the folder ${folder}`,
  }),
  "install-folder-unreadable": entry({
    text: (path: string, mode: string) =>
      `${path}: not all users can read this folder (${mode}). Run 'chmod go+rx ${path}'`,
  }),
  "install-folder-used": entry({
    text: (path: string, found: string) =>
      `${path}: this folder contains ${found}, so it belongs to another program. Expected a missing or empty folder, or one of azure-to-aws-federation`,
  }),
  "install-symbolic-link": entry({
    text: (path: string) => `${path} is a symbolic link. Remove it and run this again`,
  }),
  "install-not-a-file": entry({
    text: (path: string) => `${path} is not a file. Remove it and run this again`,
  }),
  "install-not-a-link": entry({
    text: (path: string) => `${path} is not a symbolic link. Remove it and run this again`,
  }),
  "install-link-not-created": entry({
    text: (path: string) => `cannot create the link ${path}. Check the disk and run this again`,
  }),
  "install-no-temporary-file": entry({
    text: (path: string) =>
      `cannot create a temporary file next to ${path}. Check the disk and run this again`,
  }),
  "install-not-written": entry({
    text: (path: string) => `cannot write ${path}. Check for a full disk and run this again`,
  }),
  "install-helper-does-not-start": entry({
    text: (path: string) =>
      `${path} does not start. Check that programs may run from its folder (mount option noexec)`,
  }),
  "install-no-python": entry({
    text: (seen: string) =>
      `no suitable Python. Expected Python 3.8 or newer with its whole standard library, which every user can start and only root can change; got: ${seen}. Install one, for example with 'apt-get install python3' or 'dnf install python3.11'`,
  }),
  "install-another-runs": entry({
    text: (seconds: number) =>
      `another installation has been running for ${seconds} s. End it and run this again`,
  }),
  "install-apt-lists": entry({
    text: () => "apt-get cannot update its package lists. Check the VM's outbound network",
  }),
  "install-no-aws-cli": entry({
    text: () =>
      "cannot install the AWS CLI: apt-get, dnf, zypper, and snap find no package of it. Install it yourself",
  }),
  "install-aws-cli-broken": entry({
    text: () => "the AWS CLI is installed but does not start. Reinstall it",
  }),
  "guest-profile-invalid": entry({
    text: (expected: string) => `must be ${expected}`,
  }),
  "remove-other-installation": entry({
    text: (config: string) =>
      `${config} has a role of another installation, so nothing was removed. Remove that one with the stack that owns it`,
  }),
  "remove-not-removed": entry({
    text: (path: string) => `cannot remove ${path}. Check for a read-only file system and run this again`,
  }),
  "windows-helper-digest": entry({
    text: (address: string, found: string, expected: string) =>
      `the SHA-256 of ${address} is ${found}. Expected ${expected}`,
  }),
  "windows-program-failed": entry({
    text: (command: string, exitCode: string) =>
      `azure-to-aws-credentials ${command} ended with exit code ${exitCode}. The lines above say why`,
  }),
  "verify-no-helper": entry({
    text: (helper: string) => `there is no ${helper}. Install it again`,
  }),
  "verify-no-user": entry({
    text: (user: string) =>
      `this VM has no user ${user}. Create the user, for example with cloud-init, or name another one`,
  }),
});
