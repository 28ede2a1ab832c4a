/** The policy pack when it is killed, or cannot read its configuration: nothing is created without a verdict. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { LAB_AWS_REGION } from "../../../lab/lab-facts";
import { type PulumiRun, PulumiStack, type UpOptions } from "../../../lab/pulumi";
import { makeProject } from "../../../lab/testing/make-project";
import { describeWithLab } from "../../../lab/testing/with-lab";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable } from "../../../tools/assurance/write-tables";
import { PACK } from "../../engine/policypack/engine-setup";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { descendant } from "./processes";

const right = JSON.stringify(policy());

/** Two valid roles. The trust policy of the second is known, and judged, only after the first is created. */
const PROGRAM = `
const { Role } = require("@pulumi/aws/iam/role");
const first = new Role("first", { assumeRolePolicy: ${JSON.stringify(right)} });
new Role("second", { assumeRolePolicy: first.uniqueId.apply(() => ${JSON.stringify(right)}) });
`;

/** A role without a subject. */
const OPEN_PROGRAM = `
const { Role } = require("@pulumi/aws/iam/role");
new Role("open", { assumeRolePolicy: ${JSON.stringify(JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } })))} });
`;

const RULE = "oidc-trust-requires-subject";

/** An accepted finding of the role, if its fingerprint were right. */
const ACCEPTED = {
  fingerprint: "0".repeat(32),
  rule: RULE,
  resource: "open",
  reason: "a trial",
  until: "2999-12-31",
  owner: "platform",
};

const COLUMNS = ["Fault of the policy pack", "Update", "Roles that are created"];

/** The rows of the page. */
const ROWS = 5;

describeWithLab(
  "The policy pack under faults",
  { pluginProcesses: true, savesEachStep: true },
  function (lab) {
    this.timeout(120_000);
    let project: string;
    let openProject: string;
    const rows: string[][] = [];

    before(async () => {
      project = await makeProject(lab().directory, "faults", PROGRAM);
      openProject = await makeProject(lab().directory, "open", OPEN_PROGRAM);
    });

    after(() => {
      printTable("policy-pack-faults", COLUMNS, rows);
    });

    afterEach(() => {
      lab().aws.faults.clear();
    });

    async function up(
      stackName: string,
      options: UpOptions,
      projectDirectory = project,
    ): Promise<{ run: PulumiRun; roles: number }> {
      const stack = await PulumiStack.create(lab().pulumi, {
        projectDirectory,
        stackName,
        directory: lab().directory,
        config: { "aws:region": LAB_AWS_REGION },
      });
      const run = await stack.up({ policyPacks: [PACK], ...options });
      const { roles } = await lab().aws.counts();
      await stack.destroy();
      return { run, roles };
    }

    it("ends the update before an unjudged role is created, if it is killed on the way", async () => {
      let engine = 0;
      let killed = 0;
      lab().aws.faults.add({
        route: /^CreateRole$/,
        count: 1,
        // The request continues, so the judged role is created.
        fault: { kind: "latency", milliseconds: 0 },
        onStrike: () => {
          killed = descendant(engine, "policypack") ?? assert.fail("no process of the pack runs");
          process.kill(killed, "SIGKILL");
        },
      });
      const onStart = (pid: number): void => {
        engine = pid;
      };
      const { run, roles } = await up("killed", { onStart });
      assert.ok(killed > 0, run.output);
      assert.notEqual(run.exitCode, 0, run.output);
      assert.equal(roles, 1);
      rows.push([
        "it is killed between two roles",
        "ends with an error",
        "the first, which the pack checked",
      ]);
    });

    it("allows both roles if nothing goes wrong", async () => {
      const { run, roles } = await up("unharmed", {});
      assert.deepEqual([run.exitCode, roles], [0, 2], run.output);
    });

    it("allows nothing to be created if its configuration is truncated", async () => {
      const policyPackConfig = path.join(lab().directory, "policies.json");
      await writeFile(policyPackConfig, `{"accepted": {"findings": [`);
      const { run, roles } = await up("cut", { policyPackConfig });
      assert.notEqual(run.exitCode, 0, run.output);
      assert.match(run.output, /unexpected end of JSON input/);
      assert.equal(roles, 0);
      rows.push(["its configuration is truncated", "ends with an error", "none"]);
    });

    for (const [name, findings] of [
      ["another type", {}],
      ["a finding without a last day", [{ ...ACCEPTED, until: undefined }]],
      ["a finding with a day that does not exist", [{ ...ACCEPTED, until: "2027-02-30" }]],
    ] as const) {
      it(`excuses nothing if its accepted findings have ${name}`, async () => {
        const policyPackConfig = path.join(lab().directory, "policies.json");
        await writeFile(policyPackConfig, JSON.stringify({ accepted: { findings } }));
        const { run, roles } = await up(name.replaceAll(" ", "-"), { policyPackConfig }, openProject);
        assert.notEqual(run.exitCode, 0, run.output);
        assert.match(run.output, new RegExp(`${RULE}.*\\(aws:iam:Role: open\\)|accepted`));
        assert.equal(roles, 0);
        rows.push([`its accepted findings have ${name}`, "is refused, with no finding excused", "none"]);
      });
    }

    it("matches docs/assurance.md", async function () {
      if (rows.length < ROWS) {
        this.skip();
      } // Not all of it was run, or not all of it held.
      await checkAssuranceTable({ name: "policy-pack-faults", columns: COLUMNS, rows });
    });
  },
);
