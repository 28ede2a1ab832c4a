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
