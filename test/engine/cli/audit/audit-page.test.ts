/** Every command of the guides to audit as it stands there, against three accounts and two tenants. */
import assert from "node:assert/strict";
import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { execa } from "execa";
import type { AuditReport } from "../../../../cli/audit/audit-report";
import { LAB_AWS_ACCOUNT_ID, LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { prepareToolchain } from "../../../../lab/pulumi/toolchain";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import type { Caller } from "../../../unit/cli/roles/role-lab";
import { BARE } from "../../../unit/cli/run-cli";
import { ProgramStack } from "../../components/federation-lab";
import { collectorOf, ESTATE, MEMBERS, registerCollector } from "../estate-lab";

/** `npx` runs the command line of this project; `aws` is the real one. */
const SHELL = `
aws() { "$AWS_CLI" "$@"; }
npx() {
  [ "$1" = "@azure-to-aws/cli" ] || return 9
  shift
  NODE_OPTIONS="$LEAD_TO_LAB" "$NODE" "$PROJECT/dist/cli/azure-to-aws.js" "$@"
}
`;

const PROVIDER = `sts.windows.net/${LAB_TENANT_ID}/`;

/** The guides, in the order of a reader who follows all of them. The one about the lab makes the weak role. */
const PAGES = ["audit-your-company", "try-the-audit", "audit-every-night"];

/** Blocks of the guide about the lab that need its checkout, with a part of each. */
const BY_HAND = ["npm run demo", "node dist/cli/azure-to-aws.js"];

describeWithLab("the guides to audit", ESTATE, function (lab) {
  this.timeout("5m");
  let page = "";
  let folder = "";
  let awsCli = "";
  let blocks: readonly string[] = [];

  before(async function () {
    this.timeout("15m");
    awsCli = path.join(
      path.dirname((await prepareToolchain({ report: () => undefined })).python.python),
      "aws",
    );
    folder = lab().directory;
    const texts = await Promise.all(
      PAGES.map((name) => readFile(path.join(PROJECT_ROOT, `docs/how-to/${name}.md`), "utf8")),
    );
    page = texts.join("\n");
    blocks = [...page.matchAll(/^( *)```sh\n(.*?)^ *```$/gms)]
      .map(([, indent = "", block = ""]) => block.replaceAll(new RegExp(`^${indent}`, "gm"), ""))
      .filter((block) => !BY_HAND.some((part) => block.includes(part)));
    registerCollector(lab());
    const [, trust = ""] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
    // The login of the lab is the root user of the account, and not a role.
    const loginRole = `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/auditor`;
    assert.ok(trust.includes(`"${loginRole}"`), trust);
    await writeFile(path.join(folder, "trust.json"), trust.replace(loginRole, LAB_AWS_ACCOUNT_ID));
    await copyFile(
      path.join(PROJECT_ROOT, "docs/reference/permissions/aws-collect.json"),
      path.join(folder, "aws-collect.json"),
    );
    const stack = await ProgramStack.create(lab(), "company");
    await stack.deploy(`
      const federation = new azure.AzureToAwsFederation("orders", {
        workloads: { importer: { permissions: { readBuckets: ["devteam-reports"] } } },
      });
      exports.audience = federation.audience;
      exports.subject = federation.workload("importer").principalId;`);
    const { audience, subject } = (await stack.stack.outputs()) as Record<string, string>;
    await createAdministrator("backup", { [`${PROVIDER}:aud`]: audience, [`${PROVIDER}:sub`]: subject });
  });

  /** An administrator that somebody made by hand. */
  async function createAdministrator(RoleName: string, StringEquals: object): Promise<void> {
    const root = lab().aws.rootEnvironment();
    const iam = new IAMClient({
      endpoint: root.AWS_ENDPOINT_URL,
      region: root.AWS_REGION,
      credentials: { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY },
    });
    const document = (statement: object): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const AssumeRolePolicyDocument = document({
      Principal: { Federated: `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:oidc-provider/${PROVIDER}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals },
    });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = document({ Action: "*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "permissions", PolicyDocument }));
    iam.destroy();
  }

  /** Runs the one block with a command, which each line must survive. @returns how it ends, and what it prints */
  async function run(
    command: string,
    login: Caller = { ...lab().aws.rootEnvironment() },
  ): Promise<{ readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string }> {
    const [block = "", ...more] = blocks.filter((one) => one.includes(command));
    assert.deepEqual([block === "", more], [false, []], command);
    const { NODE_OPTIONS: leadToLab, ...environment } = collectorOf(lab());
    const { exitCode, stdout, stderr } = await execa("sh", ["-c", `${SHELL}\n${block}`], {
      cwd: folder,
      extendEnv: false,
      reject: false,
      env: {
        ...BARE,
        ...environment,
        ...login,
        PATH: process.env.PATH ?? "",
        HOME: folder,
        NODE: process.execPath,
        PROJECT: PROJECT_ROOT,
        AWS_CLI: awsCli,
        LEAD_TO_LAB: leadToLab ?? "",
      },
    });
    return { exitCode, stdout, stderr };
  }

  const rulesOf = ({ roles }: AuditReport): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      roles.map(({ name, findings }) => [
        name.replace(/-[0-9a-f]{7}$/, ""),
        findings.map(({ rule }) => rule),
      ]),
    );

  const reportIn = async (file: string): Promise<AuditReport> =>
    JSON.parse(await readFile(path.join(folder, file), "utf8")) as AuditReport;

  it("has no other blocks of commands than those below", () => {
    assert.equal(blocks.length, 9);
  });

  it("creates the role to collect in each account", async () => {
    for (const account of MEMBERS) {
      const { exitCode, stderr } = await run("--role-name azure-to-aws-collect --assume", {
        ...lab().aws.rootEnvironment(account),
      });
      assert.equal(exitCode, 0, stderr);
    }
  });

  it("makes the weak role of the trial, next to a deployment", async () => {
    const { exitCode, stderr } = await run("--role-name reports --assume");
    assert.equal(exitCode, 0, stderr);
  });

  it("collects all accounts and tenants", async () => {
    const { exitCode, stderr } = await run("--out company.snapshot.gz");
    assert.equal(exitCode, 0, stderr);
    assert.equal((await stat(path.join(folder, "company.snapshot.gz"))).mode & 0o777, 0o600);
  });

  it("writes the page and the report, with the open role first", async () => {
    const { exitCode, stderr } = await run("--format html --out company.html");
    assert.equal(exitCode, 1, stderr);
    assert.match(await readFile(path.join(folder, "company.html"), "utf8"), /^<!doctype html>/i);
    const report = await reportIn("company.json");
    assert.deepEqual(Object.entries(rulesOf(report)), [
      ["reports", ["trust-admits-assigned"]],
      ["backup", ["federated-role-is-powerful"]],
      ["orders-importer-role", []],
    ]);
  });

  it("prints the sentence to forward", async () => {
    const { exitCode, stdout } = await run("@azure-to-aws/cli audit company.snapshot.gz");
    assert.equal(exitCode, 1);
    const [, sentence = "?"] = /^```text\n(.*)\n```$/m.exec(page) ?? [];
    assert.ok(stdout.replaceAll(/\s+/g, " ").includes(sentence), stdout);
  });

  it("corrects the open role with the values of the estate", async () => {
    const { exitCode, stderr } = await run("aws iam update-assume-role-policy");
    assert.equal(exitCode, 0, stderr);
  });

  it("compares a week later, with the accepted finding", async () => {
    const [, accepted = ""] = /^```json\n(\{\n {2}"accepted".*?)^```$/ms.exec(page) ?? [];
    const { roles } = await reportIn("company.json");
    const { fingerprint } =
      roles.flatMap(({ findings }) => findings).find(({ rule }) => rule === "federated-role-is-powerful") ??
      assert.fail();
    const until = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const policies = accepted
      .replace(/"fingerprint": ".*"/, `"fingerprint": "${fingerprint}"`)
      .replace(/"until": ".*"/, `"until": "${until}"`);
    await writeFile(path.join(folder, "policies.json"), policies);
    const { exitCode, stdout, stderr } = await run("--out next.snapshot.gz");
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /Compared with the earlier report: 0 new, \d+ known, 1 gone\./);
    assert.match(stdout, /1 accepted\./);
  });

  it("fails at night only for doors that are open and new", async () => {
    const { exitCode, stderr } = await run("--format sarif");
    assert.equal(exitCode, 0, stderr);
    const { version } = JSON.parse(await readFile(path.join(folder, "audit.sarif"), "utf8")) as {
      version: string;
    };
    assert.equal(version, "2.1.0");
  });

  it("shares a snapshot without names", async () => {
    const { exitCode, stderr } = await run("--redact");
    assert.equal(exitCode, 1, stderr);
    const html = await readFile(path.join(folder, "shared.html"), "utf8");
    for (const name of ["backup", LAB_TENANT_ID, LAB_AWS_ACCOUNT_ID]) {
      assert.ok(!html.includes(name), name);
    }
  });
});
