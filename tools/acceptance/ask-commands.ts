/** Questions to the product's own commands, which read the accounts of the run. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { QuickstartOutputs } from "../demo/steps/deploy";
import type { Accounts } from "./accounts";
import { type CommandResult, runCommandLine } from "./command-line";
import type { Questionnaire } from "./questionnaire";

/** What the commands read. */
export interface CommandTargets {
  readonly accounts: Accounts;
  readonly outputs: QuickstartOutputs;
  /** Display name of the federation's application. */
  readonly application: string;
  /** Folder for the snapshot and the report. They name everyone in the accounts, so the caller deletes it. */
  readonly directory: string;
}

/** What is read of an audit: `cli/audit/audit-report.ts`. */
export interface AuditReport {
  readonly roles: readonly {
    readonly arn: string;
    readonly reach?: string;
    readonly entries: readonly { readonly identities: readonly string[]; readonly application?: string }[];
    readonly findings: readonly { readonly rule: string }[];
  }[];
  readonly identities: readonly {
    readonly id: string;
    readonly name: string;
    readonly attachedTo: readonly string[];
  }[];
  readonly applications: readonly { readonly id: string; readonly name: string }[];
}

/** The end of a section of a snapshot: `cli/snapshot/snapshot-records.ts`. */
export interface SectionRecord {
  readonly kind: string;
  readonly section: string;
  readonly state: "complete" | "refused" | "failed";
}

/** Runs `collect`, `audit`, and `suspend --dry-run`. They change nothing. */
export async function askCommands(questions: Questionnaire, targets: CommandTargets): Promise<void> {
  const { accounts, outputs, directory } = targets;
  const snapshot = path.join(directory, "accounts.snapshot.gz");
  const file = path.join(directory, "audit.json");
  const run = async (...args: string[]): Promise<CommandResult> => {
    const result = await runCommandLine(args, questions.signal);
    // 1 is a result: a section was refused, or a finding counts.
    if (result.exitCode !== 0 && result.exitCode !== 1) {
      throw new Error(result.problem);
    }
    return result;
  };

  const { accountId, tenantId, subscriptionId } = accounts;
  const options = { "aws-account": accountId, tenant: tenantId, subscription: subscriptionId };
  const only = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  await questions.ask("collect", `azure-to-aws collect ${only.join(" ")}`, async () => {
    await run("collect", "--out", snapshot, ...only);
    return describeSections(await sectionsOf(snapshot));
  });

  let report: AuditReport | undefined;
  await questions.ask("audit", "azure-to-aws audit of that snapshot", async () => {
    await run("audit", "--format", "json", "--out", file, snapshot);
    report = JSON.parse(await readFile(file, "utf8")) as AuditReport;
    return { came: describeRole(report, targets) };
  });

  await questions.ask("resource-identities", "the identity of the VM, in that audit", () => {
    const identity = report?.identities.find(({ id }) => id === outputs.principalId);
    if (identity === undefined) {
      throw new Error("the audit does not have the identity of the VM");
    }
    return Promise.resolve({ came: identity.attachedTo.map(resourceType).join(", ") || "no resource" });
  });

  await questions.ask("suspend", `azure-to-aws suspend --dry-run ${outputs.roleArn}`, async () => {
    const { stdout } = await run("suspend", "--dry-run", "--format", "json", outputs.roleArn);
    const { roles } = JSON.parse(stdout) as {
      roles: readonly { state: string; problems: readonly string[] }[];
    };
    return { came: roles.flatMap(({ state, problems }) => [state, ...problems]).join("; ") };
  });
}

async function sectionsOf(snapshot: string): Promise<readonly SectionRecord[]> {
  const text = (await promisify(gunzip)(await readFile(snapshot))).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line.startsWith('{"kind":"section"'))
    .map((line) => JSON.parse(line) as SectionRecord);
}

/** How sections ended. A refusal depends on the rights of the login, so it is no difference. */
export function describeSections(sections: readonly SectionRecord[]): {
  readonly came: string;
  readonly note: string;
} {
  const named = (state: SectionRecord["state"]): readonly string[] =>
    sections.filter((section) => section.state === state).map(({ section }) => section);
  const [failed, refused] = [named("failed"), named("refused")];
  return {
    came: failed.length === 0 ? "no section failed" : `failed: ${failed.join(", ")}`,
    note: `complete: ${named("complete").length} of ${sections.length}${refused.length === 0 ? "" : `; refused: ${refused.join(", ")}`}`,
  };
}

/** What the audit shows of the run's role. Names of others are not in it. */
export function describeRole(
  { roles, identities, applications }: AuditReport,
  { outputs, application }: Pick<CommandTargets, "outputs" | "application">,
): string {
  const role = roles.find(({ arn }) => arn === outputs.roleArn);
  if (role === undefined) {
    return "the role is missing";
  }
  const { reach = "exact", entries, findings } = role;
  const isNamed = entries.some((entry) => entry.identities.includes(outputs.principalId));
  const hasName = identities.some(({ id, name }) => id === outputs.principalId && name !== "");
  const audiences = new Set(entries.map((entry) => entry.application));
  const isKnown = applications.some(({ id, name }) => audiences.has(id) && name === application);
  return [
    `reach: ${reach}`,
    `identity: ${isNamed && hasName ? "by name" : "unknown"}`,
    `application: ${isKnown ? "by name" : "unknown"}`,
    `findings: ${findings.map(({ rule }) => rule).join(", ") || "none"}`,
  ].join("; ");
}

/** Such as `Microsoft.Compute/virtualMachines`. */
function resourceType(id: string): string {
  const [, namespace = "", type = ""] = /\/providers\/([^/]+)\/([^/]+)/.exec(id) ?? [];
  return `${namespace}/${type}`;
}
