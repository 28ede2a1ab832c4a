import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** Problems of `collect`. Texts with an `answer` end with what the cloud answered. */
export const COLLECTING = new Catalog({
  "collect-aws-login-none": entry({
    text: (answer: string) =>
      `no AWS login: ${answer}. Log in with aws sso login, set AWS_PROFILE, or give --profile. Without AWS: --only entra --only azure`,
  }),
  "collect-organization-not-listed": entry({
    text: (answer: string) =>
      `cannot list the accounts of the organization: ${answer}. Use a login of the management account or of a delegated administrator with organizations:ListAccounts, or name the accounts with --aws-account`,
  }),
  "collect-role-missing": entry({
    text: (accounts: readonly string[]) =>
      `--aws-role is missing. Expected the name of the role that this login can assume in ${accounts.join(", ")}`,
  }),
  "collect-tenant-missing": entry({
    text: () => "no Entra tenant. Expected --tenant ID or ARM_TENANT_ID. Without Microsoft: --only aws",
  }),
  "collect-azure-login-none": entry({
    text: (tenant: string, answer: string) =>
      `cannot sign in to the Entra tenant ${tenant}: ${answer}. Without Microsoft: --only aws`,
  }),
  "collect-subscriptions-none": entry({
    text: (tenant: string) =>
      `the login sees no subscription of the tenant ${tenant}. Give it a role with Microsoft.Resources/subscriptions/read, or leave out Azure with --only`,
  }),
  "collect-subscription-not-seen": entry({
    text: (ids: readonly string[]) =>
      `--subscription: the login sees no ${ids.join(", ")} in the tenants. Expected subscriptions of the tenants in --tenant or ARM_TENANT_ID. az account list prints them`,
  }),
  "collect-out-not-file": entry({
    text: (file: string) =>
      `--out: ${quoted(file)} is not a file. Expected the name of a file, new or to be replaced`,
  }),
  "collect-folder-foreign": entry({
    text: (folder: string) =>
      `${quoted(folder)} is not a folder of this user. Somebody else could read or change what is collected. Delete it, or choose another place with --out`,
  }),
  "collect-running": entry({
    text: (folder: string, process: number) =>
      `another run (process ${process}) writes to ${quoted(folder)}. Wait for its end, or choose another --out`,
  }),
  "collect-left-over": entry({
    text: (folder: string) =>
      `an earlier run left ${quoted(folder)}. Give --resume to keep its sections, or delete the folder to begin again`,
  }),
  "collect-folder-not-written": entry({
    text: (folder: string, code: string) =>
      `cannot write to ${quoted(folder)} (${code}). Choose another place with --out`,
  }),
  "collect-section-unknown": entry({
    text: (given: string, known: readonly string[]) =>
      `--skip: no such section. Expected ${known.join(", ")}; got ${quoted(given)}`,
  }),
  "collect-nothing-left": entry({
    text: () => "nothing is left to collect. Expected at least one section after --only and --skip",
  }),
  "collect-refused": entry({
    text: (sections: readonly string[], needs: string, answer: string) =>
      `not collected: ${sections.join(", ")}. The login lacks ${needs} (${answer}). Grant it, and run the command again with --resume`,
  }),
  "collect-login-failed": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")}. The login does not work there: ${answer}. Run az login --tenant ID, or correct the ARM_ variables. Then run the command again with --resume`,
  }),
  "collect-answer-too-large": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")} (${answer}). An answer of this size is not one of the cloud's. Check the endpoints and the proxy, and run the command again with --resume`,
  }),
  "collect-failed": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")} (${answer}). Run the command again with --resume`,
  }),
});
