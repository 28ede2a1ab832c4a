import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** Problems of `collect`. Texts with an `answer` end with what the cloud answered. */
export const COLLECTING = new Catalog("Collecting a snapshot", {
  "collect-aws-login-none": entry({
    text: (answer: string) =>
      `no AWS login: ${answer}. Log in with aws sso login, set AWS_PROFILE, or give --profile. Without AWS: --only entra --only azure`,
    sample: ["CredentialsProviderError: Could not load credentials from any providers"],
    cause: "The AWS SDK found no credentials, or AWS refuses them.",
    fix: "Run `aws sso login --profile NAME`, and give `--profile NAME`.",
  }),
  "collect-organization-not-listed": entry({
    text: (answer: string) =>
      `cannot list the accounts of the organization: ${answer}. Use a login of the management account or of a delegated administrator with organizations:ListAccounts, or name the accounts with --aws-account`,
    sample: ["AccessDenied: You don't have permissions to access this resource"],
    cause:
      "Only the management account and delegated administrators can list accounts, and the login needs `organizations:ListAccounts`.",
    fix: "Grant the permission, or give `--aws-account ID` for each account.",
  }),
  "collect-role-missing": entry({
    text: (accounts: readonly string[]) =>
      `--aws-role is missing. Expected the name of the role that this login can assume in ${accounts.join(", ")}`,
    sample: [["222233334444"]],
    cause: "The accounts are not the one of the login, so they can be read only with a role in them.",
    fix: "Create the role in each account, and give its name: `--aws-role azure-to-aws-collect`. [Permissions](permissions.md#collect) describes it.",
  }),
  "collect-tenant-missing": entry({
    text: () => "no Entra tenant. Expected --tenant ID or ARM_TENANT_ID. Without Microsoft: --only aws",
    sample: [],
    cause: "The command line names no tenant, and the environment does not either.",
    fix: "Give `--tenant ID`. `az account show --query tenantId` prints it.",
  }),
  "collect-azure-login-none": entry({
    text: (tenant: string, answer: string) =>
      `cannot sign in to the Entra tenant ${tenant}: ${answer}. Without Microsoft: --only aws`,
    sample: ["8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f", "Please run 'az login' to set up an account"],
    cause:
      "Neither the `ARM_` variables nor the Azure CLI give a login to this tenant, and nothing else is to be collected.",
    fix: "Run `az login --tenant ID`, or correct the `ARM_` variables.",
  }),
  "collect-subscriptions-none": entry({
    text: (tenant: string) =>
      `the login sees no subscription of the tenant ${tenant}. Give it a role with Microsoft.Resources/subscriptions/read, or leave out Azure with --only`,
    sample: ["8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f"],
    cause:
      "Azure lists only subscriptions that a role of the login may read, and refuses nobody. An empty list would look like a tenant without resources.",
    fix: "Assign [the role](permissions.md#collect) at a subscription or a management group. For AWS or Entra alone, use `--only aws --only entra`.",
  }),
  "collect-subscription-not-seen": entry({
    text: (ids: readonly string[]) =>
      `--subscription: the login sees no ${ids.join(", ")} in the tenants. Expected subscriptions of the tenants in --tenant or ARM_TENANT_ID. az account list prints them`,
    sample: [["0b1f6471-1bf0-4dda-aec3-cb9272f09590"]],
    cause:
      "No role gives the login a right in the subscription, the subscription belongs to another tenant, or the ID has a typing error.",
    fix: "Correct the ID, add `--tenant ID`, or assign [the role](permissions.md#collect) at the subscription.",
  }),
  "collect-out-not-file": entry({
    text: (file: string) =>
      `--out: ${quoted(file)} is not a file. Expected the name of a file, new or to be replaced`,
    sample: ["snapshots"],
    cause: "A folder or a device has this name, and the snapshot cannot replace it.",
    fix: "Give the name of a file: `--out snapshots/estate.snapshot.gz`.",
  }),
  "collect-folder-foreign": entry({
    text: (folder: string) =>
      `${quoted(folder)} is not a folder of this user. Somebody else could read or change what is collected. Delete it, or choose another place with --out`,
    sample: ["estate.snapshot.gz.partial"],
    cause: "A link, a file, or another user's folder has the name under which finished sections are kept.",
    fix: "Use a folder that only this user may write to.",
  }),
  "collect-running": entry({
    text: (folder: string, process: number) =>
      `another run (process ${process}) writes to ${quoted(folder)}. Wait for its end, or choose another --out`,
    sample: ["estate.snapshot.gz.partial", 4711],
    cause: "Two runs of `collect` have the same `--out`.",
    fix: "Wait. If no such run exists, delete the file `running` in the folder.",
  }),
  "collect-left-over": entry({
    text: (folder: string) =>
      `an earlier run left ${quoted(folder)}. Give --resume to keep its sections, or delete the folder to begin again`,
    sample: ["estate.snapshot.gz.partial"],
    cause:
      "The earlier run was stopped, or some of its sections were refused. What it collected is in the folder.",
    fix: "Run the command again with `--resume`. It keeps the complete sections, and collects the others.",
  }),
  "collect-folder-not-written": entry({
    text: (folder: string, code: string) =>
      `cannot write to ${quoted(folder)} (${code}). Choose another place with --out`,
    sample: ["estate.snapshot.gz.partial", "EACCES"],
    cause:
      "The command keeps finished sections in a folder next to the snapshot, and this user may not write there.",
    fix: "Give `--out FILE` in a folder of this user.",
  }),
  "collect-section-unknown": entry({
    text: (given: string, known: readonly string[]) =>
      `--skip: no such section. Expected ${known.join(", ")}; got ${quoted(given)}`,
    sample: ["keys", ["aws/access-keys", "aws/account"]],
    cause: "The command has no section of this name.",
    fix: "Use one of the names in the message.",
  }),
  "collect-nothing-left": entry({
    text: () => "nothing is left to collect. Expected at least one section after --only and --skip",
    sample: [],
    cause:
      "The options leave out everything, or the logins see neither an account nor a tenant nor a subscription.",
    fix: "Remove one of the options.",
  }),
  "collect-refused": entry({
    text: (sections: readonly string[], needs: string, answer: string) =>
      `not collected: ${sections.join(", ")}. The login lacks ${needs} (${answer}). Grant it, and run the command again with --resume`,
    sample: [
      ["aws/111122223333/access-keys"],
      "iam:ListAccessKeys",
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:ListAccessKeys",
    ],
    cause:
      "The login may not read this part. The snapshot has the other parts, and says that this one is missing.",
    fix: "Grant the permission: [Permissions](permissions.md#collect) has a ready policy. Then run the command again with `--resume`.",
  }),
  "collect-login-failed": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")}. The login does not work there: ${answer}. Run az login --tenant ID, or correct the ARM_ variables. Then run the command again with --resume`,
    sample: [
      ["entra/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/applications"],
      "AADSTS90002: Tenant '8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f' not found",
    ],
    cause:
      "The login has no account in this tenant, the ID has a typing error, or the login ended on the way. The snapshot has the other parts.",
    fix: "Sign in to the tenant, or correct `--tenant`. Then run the command again with `--resume`.",
  }),
  "collect-answer-too-large": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")} (${answer}). An answer of this size is not one of the cloud's. Check the endpoints and the proxy, and run the command again with --resume`,
    sample: [
      ["entra/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/applications"],
      "an answer has more than 134217728 bytes",
    ],
    cause:
      "The clouds send lists page by page, and no page is this large. Something else answered, or the answer expands when it is decompressed.",
    fix: "Check `--graph-endpoint`, `--arm-endpoint`, `AWS_ENDPOINT_URL`, and the proxy. Then run the command again with `--resume`.",
  }),
  "collect-failed": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")} (${answer}). Run the command again with --resume`,
    sample: [["entra/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/applications"], "fetch failed"],
    cause: "The cloud answered with an error, or did not answer, after several tries.",
    fix: "Run the command again with `--resume`. It keeps what is complete.",
  }),
});
