/** Where the guest's parts live on a VM. */
import { INSTALLER, type Message } from "../messages";
import { type GuestProblem, guestProblem } from "./profile";

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
  /** What an installation locks while it runs. Only root can open it. */
  lock: "/etc/azure-to-aws/installation.lock",
  /** Login-shell snippet that points the AWS CLI and SDKs to the config. */
  profileSnippet: "/etc/profile.d/azure-to-aws.sh",
} as const;

/**
 * What is wrong with a folder for the helper; empty when it can be one.
 *
 * Only plain letters: the path stands in the AWS config, where some SDKs split it as a shell does, and in the install
 * script.
 */
export function helperFolderProblems(folder: string): GuestProblem[] {
  const parts = folder.split("/").slice(1);
  const plain = parts.every((part) => /^[\w.+@-]+$/.test(part) && part !== "." && part !== "..");
  return folder.startsWith("/") && plain ? [] : folderProblem(folder, INSTALLER.say("guest-folder-invalid"));
}

/**
 * Folders of a VM whose contents belong to users, go at the next start, or cannot be read by everybody. Azure's disk for
 * temporary files is at `/mnt`.
 */
const UNFIT = [
  "/home",
  "/root",
  "/tmp",
  "/var/tmp",
  "/run",
  "/var/run",
  "/var/lock",
  "/mnt",
  "/dev",
  "/proc",
  "/sys",
  "/var/spool",
];

/** Folders below which only the system, or only configuration, has its files. */
const OF_THE_SYSTEM = ["/etc", "/boot", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** Folders that many programs share: one of the helper's own may be in them, but they cannot be the helper's own. */
const SHARED = [
  "/opt",
  "/srv",
  "/media",
  "/data",
  "/usr",
  "/var",
  "/snap",
  ...["bin", "sbin", "lib", "lib32", "lib64", "libexec", "local", "share", "include", "src", "games"].map(
    (name) => `/usr/${name}`,
  ),
  ...["bin", "sbin", "lib", "lib64", "libexec", "share", "include", "src", "games", "etc", "man"].map(
    (name) => `/usr/local/${name}`,
  ),
  ...["backups", "cache", "crash", "lib", "local", "log", "mail", "opt"].map((name) => `/var/${name}`),
];

/**
 * What is wrong with a folder for the helper on a VM, where everybody starts what root puts there: whoever owns a folder
 * above it would own them all. It must be the helper's alone. The install script looks at what the VM has there.
 */
export function vmFolderProblems(folder: string): GuestProblem[] {
  const problem = (what: string) => folderProblem(folder, INSTALLER.say("guest-folder-unfit", what));
  const isIn = (above: string) => folder === above || folder.startsWith(`${above}/`);
  const unfit = [...UNFIT, ...OF_THE_SYSTEM].find(isIn);
  if (unfit !== undefined) {
    return problem(`must not be in ${unfit}`);
  }
  return SHARED.includes(folder)
    ? problem("must be a folder for the helper alone")
    : helperFolderProblems(folder);
}

function folderProblem(given: string, message: Message): GuestProblem[] {
  return [guestProblem("helperFolder", message, given)];
}

/** Path of the credential helper in its folder. */
export function helperIn(folder: string): string {
  return `${folder}/credential_process.py`;
}
