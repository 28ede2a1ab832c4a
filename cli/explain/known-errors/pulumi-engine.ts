/** Pulumi engine errors that explain recognizes, such as a locked stack. */
import type { KnownErrors } from "./known-error";

/** Errors of the Pulumi engine. */
export const PULUMI_ENGINE: KnownErrors = {
  area: "Pulumi engine",
  errors: [
    {
      code: "pulumi-stack-locked",
      title: "Another update holds the stack",
      text: "the stack is currently locked by {count} lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.",
      match: "the stack is currently locked by",
      weight: "passing",
      cause: "Another update runs, or one ended without removing its lock.",
      confirm: ["pulumi stack history --page-size 1"],
      fix: ["# If no other update runs:", "pulumi cancel"],
      grade: "source",
      source: "pulumi/pulumi, `pkg/backend/diy/lock.go`",
    },
    {
      code: "pulumi-passphrase-missing",
      title: "The passphrase of the stack is missing",
      text: "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
      match: "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or",
      weight: "broken",
      cause:
        "The stack encrypts secrets with a passphrase, and the engine cannot ask for it without a terminal.",
      confirm: ["pulumi stack --show-name"],
      fix: ["export PULUMI_CONFIG_PASSPHRASE_FILE=PATH"],
      grade: "source",
      source: "pulumi/pulumi, `pkg/secrets/passphrase/manager.go`",
    },
    {
      code: "pulumi-plugin-missing",
      title: "A provider plugin is missing",
      text: "no resource plugin '{plugin}' found in the workspace or on your $PATH, install the plugin using `pulumi plugin install resource {name} {version}`",
      match: "no resource plugin '{plugin}' found in the workspace or on your $PATH",
      weight: "broken",
      cause: "The plugin is not installed, and the engine could not download it.",
      confirm: ["pulumi plugin ls"],
      fix: ["pulumi install"],
      grade: "source",
      source: "pulumi/pulumi, `sdk/go/common/workspace/plugins.go`",
    },
    {
      code: "pulumi-pending-operations",
      title: "An earlier update was interrupted",
      text: "the current deployment has {count} resource(s) with pending operations",
      match: "resource(s) with pending operations",
      weight: "broken",
      cause: "An update ended before the engine learned what became of these resources.",
      confirm: ["pulumi stack export --file state.json"],
      fix: ["pulumi refresh"],
      grade: "log",
      source: "answers quoted in public logs",
    },
  ],
};
