import { Catalog, entry } from "./catalog";

const MODE = "drwxrwxrwx root root";
const HELPER = "/opt/azure-to-aws";
const CONFIG = "/etc/azure-to-aws/config";

/**
 * Messages of the scripts that install, verify, and remove the helper on a VM. Run Command shows them as the output of the script.
 *
 * The scripts have them as shell text between double quotes: no text has `"`, a backtick, or `$` of its own.
 */
export const INSTALLER = new Catalog("Installation on a VM", {
  "install-path-changeable": entry({
    text: (path: string, part: string, mode: string) =>
      `${path}: users other than root can change ${part} (${mode}). Expected: root owns it, and only root can write to it. Run 'chown root ${part} && chmod go-w ${part}'`,
    sample: [HELPER, "/opt", MODE],
    cause:
      "Anyone who can change a folder of the installation, or the folder above it, can replace what other users start.",
    fix: "Run the command of the message.",
  }),
  "install-folder-not-created": entry({
    text: (folder: string) => `cannot create the folder ${folder}`,
    sample: [HELPER],
    cause: "The file system is read-only or full, or a file has the name of the folder.",
    fix: "Free some space or remove the file, then run `pulumi up` again.",
  }),
  "install-folder-unreadable": entry({
    text: (path: string, mode: string) =>
      `${path}: not all users can read this folder (${mode}). Run 'chmod go+rx ${path}'`,
    sample: [HELPER, "drwx------ root root"],
    cause: "Users other than root could not read the helper or the AWS config.",
    fix: "Run the command of the message.",
  }),
  "install-folder-used": entry({
    text: (path: string, found: string) =>
      `${path}: this folder contains ${found}, so it belongs to another program. Expected a missing or empty folder, or one of azure-to-aws-federation`,
    sample: [HELPER, "report.txt"],
    cause: "The installation owns its folder, and removes old versions from it.",
    fix: "Move the other files elsewhere.",
  }),
  "install-symbolic-link": entry({
    text: (path: string) => `${path} is a symbolic link. Remove it and run this again`,
    sample: [CONFIG],
    cause: "The installation does not replace symbolic links, which could lead it to other files.",
    fix: "Remove the link, then run `pulumi up` again.",
  }),
  "install-not-a-file": entry({
    text: (path: string) => `${path} is not a file. Remove it and run this again`,
    sample: [CONFIG],
    cause: "Something else than a file has the name.",
    fix: "Remove it, then run `pulumi up` again.",
  }),
  "install-not-a-link": entry({
    text: (path: string) => `${path} is not a symbolic link. Remove it and run this again`,
    sample: [`${HELPER}/python3`],
    cause: "The installation creates a link of this name to Python. Something else has the name.",
    fix: "Remove it, then run `pulumi up` again.",
  }),
  "install-link-not-created": entry({
    text: (path: string) => `cannot create the link ${path}. Check the disk and run this again`,
    sample: [`${HELPER}/python3`],
    cause: "The file system is read-only or full.",
    fix: "Free some space, then run `pulumi up` again.",
  }),
  "install-no-temporary-file": entry({
    text: (path: string) =>
      `cannot create a temporary file next to ${path}. Check the disk and run this again`,
    sample: [CONFIG],
    cause: "The file system is read-only or full.",
    fix: "Free some space, then run `pulumi up` again.",
  }),
  "install-not-written": entry({
    text: (path: string) => `cannot write ${path}. Check for a full disk and run this again`,
    sample: [CONFIG],
    cause: "The disk is full, or the file system is read-only.",
    fix: "Free some space, then run `pulumi up` again.",
  }),
  "install-helper-does-not-start": entry({
    text: (path: string) =>
      `${path} does not start. Check that programs may run from its folder (mount option noexec)`,
    sample: [`${HELPER}/credential_process.py`],
    cause: "The file system is mounted with `noexec`, or a security module forbids the start.",
    fix: "Mount the file system of `/opt` without `noexec`.",
  }),
  "install-no-python": entry({
    text: (seen: string) =>
      `no suitable Python. Expected Python 3.8 or newer with its whole standard library, which every user can start and only root can change; got: ${seen}. Install one, for example with 'apt-get install python3' or 'dnf install python3.11'`,
    sample: ["none on the PATH"],
    cause: "The helper runs as every user. A Python that someone else can change would run as them.",
    fix: "Install Python from the distribution. The message lists each Python found, and why it is not suitable.",
  }),
  "install-another-runs": entry({
    text: (seconds: number) =>
      `another installation has been running for ${seconds} s. End it and run this again`,
    sample: [300],
    cause: "Another stack installs on the same VM, or its Run Command hangs.",
    fix: "Wait for the other installation or end it, then run `pulumi up` again.",
  }),
  "install-apt-lists": entry({
    text: () => "apt-get cannot update its package lists. Check the VM's outbound network",
    sample: [],
    cause: "The VM has no route to the package mirrors, or a proxy is missing.",
    fix: "Allow the mirrors in the egress of the subnet, or set `installAwsCli` to false.",
  }),
  "install-no-aws-cli": entry({
    text: () =>
      "cannot install the AWS CLI: apt-get, dnf, zypper, and snap find no package of it. Install it yourself",
    sample: [],
    cause: "The distribution has no package of the AWS CLI, or the VM cannot reach its mirrors.",
    fix: "Install the AWS CLI in the image, or set `installAwsCli` to false.",
  }),
  "install-aws-cli-broken": entry({
    text: () => "the AWS CLI is installed but does not start. Reinstall it",
    sample: [],
    cause: "`aws --version` failed.",
    fix: "Run `aws --version` on the VM, and reinstall the AWS CLI.",
  }),
  "guest-profiles-empty": entry({
    text: () => "must hold at least one profile",
    sample: [],
    cause: "An AWS config without a profile is of no use.",
    fix: "Give at least one profile.",
  }),
  "guest-profile-invalid": entry({
    text: (expected: string) => `must be ${expected}`,
    sample: ["whole seconds, 900 to 43200"],
    cause: "The value cannot be written to the AWS config, or AWS does not accept it.",
    fix: "Give a value as the message describes it.",
  }),
  "guest-profile-name-twice": entry({
    text: (name: string) => `profileName ${JSON.stringify(name)} is used more than once`,
    sample: ["reports"],
    cause: "An AWS config has one section per profile name.",
    fix: "Rename one of the profiles.",
  }),
  "guest-profile-subject-is-client-id": entry({
    text: () => "is also the clientId. Expected the principal (object) ID",
    sample: [],
    cause:
      "A managed identity has a client ID and a principal (object) ID. AWS compares the principal ID with `sub`.",
    fix: "Give the principal ID: `az ad sp show --id CLIENT_ID --query id`.",
  }),
  "guest-folder-invalid": entry({
    text: () => "must be an absolute path of letters, digits and _ . + @ - between its /",
    sample: [],
    cause: "The path is in the AWS config, where some SDKs split it as a shell does.",
    fix: "Choose a plain path, such as `/opt/company/aws`.",
  }),
  "guest-role-arns-invalid": entry({
    text: () => "must hold at least one ARN of an IAM role, and nothing else",
    sample: [],
    cause: "The removal recognizes its installation by the roles in the AWS config.",
    fix: "List the roles of the installation: `grep -o 'arn:[^ ]*:role/[^ ]*' /etc/azure-to-aws/config`.",
  }),
  "guest-interpreter-invalid": entry({
    text: () => "must be an absolute path or the name of a program, of letters, digits and _ . + @ -",
    sample: [],
    cause: "The interpreter is in the AWS config, where some SDKs split it as a shell does.",
    fix: "Give a plain path or name, such as `python3`.",
  }),
  "guest-user-invalid": entry({
    text: () => "must be the name of a Linux user",
    sample: [],
    cause: "The verification runs as this user.",
    fix: "Give the name of a user that exists on the VM.",
  }),
  "remove-other-installation": entry({
    text: (config: string) =>
      `${config} has a role of another installation, so nothing was removed. Remove that one with the stack that owns it`,
    sample: [CONFIG],
    cause:
      "Another installation has taken over the VM, or someone edited the AWS config. The removal deletes only its own installation.",
    fix: "Read the config on the VM: `cat /etc/azure-to-aws/config`. If nobody needs its roles, list them in `roleArns` of [`renderRemoveScript`](../how-to/remove-everything.md#if-the-stack-is-gone). If the update also changed a role's name, undo that first.",
  }),
  "remove-not-removed": entry({
    text: (path: string) => `cannot remove ${path}. Check for a read-only file system and run this again`,
    sample: [`${HELPER}/credential_process.py`],
    cause: "The file system is read-only, or the file has the attribute `immutable`.",
    fix: "Make the file system writable, or run `chattr -i` on the file. Then run `pulumi up` again.",
  }),
  "verify-no-helper": entry({
    text: (helper: string) => `there is no ${helper}. Install it again`,
    sample: [`${HELPER}/credential_process.py`],
    cause: "Someone removed the helper.",
    fix: "Install again: `pulumi up --replace URN` with the URN of the Run Command.",
  }),
  "verify-no-user": entry({
    text: (user: string) =>
      `this VM has no user ${user}. Create the user, for example with cloud-init, or name another one`,
    sample: ["azureuser"],
    cause: "The verification runs as this user.",
    fix: "Create the user, or set `guest.user` to one that exists on the VM.",
  }),
});
