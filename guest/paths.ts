/** Where the guest's parts live on a VM. */

/** Absolute paths on the VM. Everything belongs to root; nothing in it is secret. */
export const guestPaths = {
  /** The credential helper that `credential_process` starts. Its modules stand beside it. */
  helper: "/opt/azure-to-aws/credential_process.py",
  /** Folder of the helper and its modules. */
  helperFolder: "/opt/azure-to-aws",
  /** The AWS config with one section for each profile. */
  config: "/etc/azure-to-aws/config",
  /** Folder of the AWS config. */
  configFolder: "/etc/azure-to-aws",
  /** Login-shell snippet that points the AWS CLI and SDKs to the config. */
  profileSnippet: "/etc/profile.d/azure-to-aws.sh",
} as const;

/**
 * What is wrong with a folder for the helper; empty when it can be one.
 *
 * Only plain letters: the path stands in the AWS config, where some SDKs split it as a shell does, and in the install
 * script.
 */
export function helperFolderProblems(folder: string, path = "helperFolder"): string[] {
  const parts = folder.split("/").slice(1);
  const plain = parts.every((part) => /^[\w.+@-]+$/.test(part) && part !== "." && part !== "..");
  return folder.startsWith("/") && plain
    ? []
    : [
        `${path}: ${JSON.stringify(folder)} must be an absolute path of letters, digits and _ . + @ - between its /`,
      ];
}

/** Folders of a VM whose contents belong to users, go at the next start, or cannot be read by everybody. */
const UNFIT = ["/home", "/root", "/tmp", "/var/tmp", "/run", "/var/run", "/dev", "/proc", "/sys"];

/**
 * What is wrong with a folder for the helper on a VM, where everybody starts what root puts there: whoever owns a folder
 * above it would own them all.
 */
export function vmFolderProblems(folder: string, path = "helperFolder"): string[] {
  const unfit = UNFIT.find((above) => folder === above || folder.startsWith(`${above}/`));
  return unfit === undefined
    ? helperFolderProblems(folder, path)
    : [
        `${path}: ${JSON.stringify(folder)} must not be in ${unfit}: choose a folder that root owns and all can read, such as /opt/company/aws`,
      ];
}

/** Path of the credential helper in its folder. */
export function helperIn(folder: string): string {
  return `${folder}/credential_process.py`;
}
