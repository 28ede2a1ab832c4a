/** The files of the Pulumi program that `keys plan` writes, and the text that it prints. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { PUBLICATION } from "../../../messages";
import { packageVersion } from "../../package-version";
import { counted } from "../../report/counted";
import { codeSpan, markdownTable, prose } from "../../report/markdown-text";
import { printable } from "../../report/printable";
import { wrapAt } from "../../report/wrap";
import { type ObservedPolicy, policyDocument } from "./observed-policy";
import type { PlannedWorkload } from "./workload";

/** What the program replaces. */
export interface PlannedKey {
  readonly keyId: string;
  readonly user: string;
  readonly account: string;
  /** The region of most calls. */
  readonly region: string;
}

/** The files of the program, by name. Every text from a log is JSON in them, or Markdown that links nothing. */
export function programFiles(
  key: PlannedKey,
  workload: PlannedWorkload,
  policy: ObservedPolicy,
  notes: readonly string[],
  blind: readonly string[],
): Readonly<Record<string, string>> {
  const name = `retire-${key.keyId
    .slice(-8)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "x")}`;
  return {
    "Pulumi.yaml": `name: ${name}\ndescription: An AWS role for what an access key did\nruntime:\n  name: nodejs\n  options:\n    packagemanager: npm\n`,
    "package.json": `${JSON.stringify(manifest(name), undefined, 2)}\n`,
    "tsconfig.json": `${JSON.stringify({ compilerOptions: { strict: true, target: "ES2022", module: "Node16", moduleResolution: "Node16", esModuleInterop: true, skipLibCheck: true, noEmit: true }, include: ["*.ts"] }, undefined, 2)}\n`,
    "index.ts": program(key, workload),
    "policy.json": `${JSON.stringify(policyDocument(policy), undefined, 2)}\n`,
    "EVIDENCE.md": evidence(key, policy, notes, blind),
  };
}

function manifest(name: string): object {
  const own = `^${packageVersion()}`;
  return {
    name,
    private: true,
    main: "index.ts",
    dependencies: {
      "@azure-to-aws/cli": own,
      "@azure-to-aws/federation": own,
      "@azure-to-aws/policy-pack": own,
      "@pulumi/aws": "^7.48.0",
      "@pulumi/azure-native": "^3.28.0",
      "@pulumi/azuread": "^6.9.1",
      "@pulumi/pulumi": "^3.248.0",
    },
    devDependencies: { "@types/node": "^20", typescript: "^5.9.3" },
  };
}

function program({ keyId }: PlannedKey, workload: PlannedWorkload): string {
  const { name, vmId, identityId, oidcProviderArn, tenantId, applicationClientId } = workload;
  const line = (indent: number, argument: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${" ".repeat(indent)}${argument}: ${JSON.stringify(value)},`];
  return `${[
    `/** The role that takes the place of the access key ${keyId}. EVIDENCE.md says why each permission is there. */`,
    'import { readFileSync } from "node:fs";',
    'import { AzureToAwsFederation } from "@azure-to-aws/federation";',
    "",
    `const federation = new AzureToAwsFederation(${JSON.stringify(name)}, {`,
    ...line(2, "tenantId", tenantId),
    ...line(2, "oidcProviderArn", oidcProviderArn),
    ...line(2, "applicationClientId", applicationClientId),
    "  workloads: {",
    `    ${JSON.stringify(name)}: {`,
    ...line(6, "identityId", identityId),
    ...line(6, "existingVirtualMachineId", vmId),
    "      permissions: {",
    '        inlinePolicies: { observed: readFileSync(`${__dirname}/policy.json`, "utf8") },',
    "      },",
    "    },",
    "  },",
    "});",
    "",
    `const workload = federation.workload(${JSON.stringify(name)});`,
    "export const { roleArn, clientId, principalId, awsConfig } = workload;",
  ].join("\n")}\n`;
}

function evidence(
  { keyId, user, account, region }: PlannedKey,
  { statements, leftOut, throughRoles }: ObservedPolicy,
  notes: readonly string[],
  blind: readonly string[],
): string {
  const parts = [
    `# What ${codeSpan(keyId)} did`,
    `The key of ${codeSpan(user)} in account ${codeSpan(account)}, mostly in ${codeSpan(region)}. \`policy.json\` allows what CloudTrail recorded, and nothing else.`,
    ...statements.map(({ Sid, Resource, evidence: calls }) =>
      [
        `## ${Sid}`,
        Resource.map((resource) => `- ${codeSpan(resource)}`).join("\n"),
        markdownTable(
          ["Call", "Action", "Calls", "First", "Last"],
          calls.map((one) => [
            codeSpan(one.call),
            one.actions.map(codeSpan).join(" "),
            String(one.calls),
            one.first,
            one.last,
          ]),
        ),
      ].join("\n\n"),
    ),
    ...throughRoles.map(({ role, call, calls }) =>
      [
        `## Through sessions of ${codeSpan(role)}`,
        `The key, or one of its sessions, called ${codeSpan(call)}. These calls have the permissions of that role, so \`policy.json\` does not list them.`,
        markdownTable(
          ["Call", "Calls", "First", "Last"],
          calls.map((one) => [codeSpan(one.call), String(one.calls), one.first, one.last]),
        ),
      ].join("\n\n"),
    ),
    ...(leftOut.length === 0
      ? []
      : [
          "## Not in the policy",
          markdownTable(
            ["Call", "Calls", "Reason"],
            leftOut.map(({ call, calls, reason }) => [codeSpan(call), String(calls), prose(reason)]),
          ),
        ]),
    "## What nobody can see here",
    blind.map((sentence) => `- ${prose(sentence)}`).join("\n"),
    ...(notes.length === 0
      ? []
      : ["## Before you deploy", notes.map((note) => `- ${prose(note)}`).join("\n")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/**
 * How to install the program's packages, in lines.
 *
 * @param isPublished - Whether the registry has them. Until then, a package of their name there could be somebody else's.
 */
export function installation(version: string, isPublished: boolean): readonly string[] {
  return isPublished
    ? ["npm install"]
    : [
        "# No registry has these packages yet. Install them from the files alone.",
        `npm install /path/to/azure-to-aws-{federation,policy-pack,cli}-${version}.tgz`,
      ];
}

/** What the command prints: the files, and what is to know. */
export function renderPlan(
  folder: string,
  { region }: PlannedKey,
  policy: ObservedPolicy,
  notes: readonly string[],
  blind: readonly string[],
  columns?: number,
): string {
  const { statements, leftOut, throughRoles } = policy;
  const actions = new Set(statements.flatMap(({ Action }) => Action)).size;
  const prose = [
    `Wrote a Pulumi program into ${folder}: ${counted(actions, "action")} in ${counted(statements.length, "statement")}.`,
    ...leftOut.map(
      ({ call, calls, reason }) => `Not in the policy: ${call} (${counted(calls, "call")}): ${reason}.`,
    ),
    ...throughRoles.map(({ role, calls }) => {
      const made = calls.reduce((sum, one) => sum + one.calls, 0);
      return `Through sessions of ${role}: ${counted(made, "call")} of ${counted(calls.length, "kind")}. EVIDENCE.md lists them.`;
    }),
    ...blind.map((sentence) => `Cannot see: ${sentence}`),
    ...notes.map((note) => `Before you deploy: ${note}`),
  ];
  const commands = [
    "Next:",
    `  cd ${quoteWord(folder)}`,
    ...installation(packageVersion(), PUBLICATION.isPublished).map((line) => `  ${line}`),
    "  pulumi stack init dev",
    `  pulumi config set aws:region ${/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) ? region : "REGION"}`,
    "  pulumi config set azure-native:location REGION",
    '  pulumi preview --policy-pack "$(npx @azure-to-aws/policy-pack)"',
    '  pulumi up --policy-pack "$(npx @azure-to-aws/policy-pack)"',
  ];
  const wrap = wrapAt(columns);
  // Commands stay on one line, so they can be copied.
  return `${[...prose.map((line) => wrap(printable(line), "  ")), ...commands.map((line) => printable(line))].join("\n")}\n`;
}
