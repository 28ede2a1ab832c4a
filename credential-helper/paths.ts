/** Where the guest's parts live on a VM. */
import { coded } from "../messages";
import { type GuestProblem, guestProblem } from "./profile";

/** Absolute paths on the VM. Everything belongs to root; nothing in it is secret. */
export const guestPaths = {
  /** The credential helper that `credential_process` starts, one file. */
  helper: "/opt/azure-to-aws/credential_process.py",
  /** Folder of the helper, and of its link to Python where the interpreter's path does not fit into the first line. */
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
 * The problems of a folder of the helper on other compute than a VM.
 *
 * Only plain letters: the path is in the AWS config, where some SDKs split it as a shell does.
 */
export function helperFolderProblems(folder: string): GuestProblem[] {
  const parts = folder.split("/").slice(1);
  const plain = parts.every((part) => /^[\w.+@-]+$/.test(part) && part !== "." && part !== "..");
  return folder.startsWith("/") && plain
    ? []
    : [
        guestProblem(
          "helperFolder",
          coded(
            "guest-folder-invalid",
            "must be an absolute path of letters, digits and _ . + @ - between its /",
          ),
          folder,
        ),
      ];
}

/** Path of the credential helper in its folder. */
export function helperIn(folder: string): string {
  return `${folder}/credential_process.py`;
}
