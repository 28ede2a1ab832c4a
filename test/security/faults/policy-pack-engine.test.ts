/** The policy pack when it is killed, or when its configuration cannot be read: nothing is made without a verdict. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { LAB_AWS_REGION } from "../../../lab/lab-facts";
import type { PulumiRun } from "../../../lab/pulumi/engine/pulumi-command";
import { PulumiStack, type UpOptions } from "../../../lab/pulumi/engine/pulumi-stack";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable } from "../../../tools/assurance/write-tables";
import { makeProject } from "../../engine/make-project";
import { PACK } from "../../engine/policypack/engine-setup";
import { describeWithLab } from "../../engine/with-lab";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { descendant } from "./processes";

const right = JSON.stringify(policy());

/** Two right roles. The second one's trust policy is known, and judged, only once the first is there. */
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

const COLUMNS = ["What goes wrong with the policy pack", "The update", "Roles that are made"];

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

    it("lets the update end before it makes a role that was not judged, when it is killed on the way", async () => {
      let engine = 0;
      let killed = 0;
      lab().aws.faults.add({
        route: /^CreateRole$/,
        count: 1,
        // The request goes on: what was judged is made.
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
      rows.push(["it is killed between two roles", "ends with an error", "the first, which was judged"]);
    });

    it("lets both roles be made when nothing happens to it", async () => {
      const { run, roles } = await up("unharmed", {});
      assert.deepEqual([run.exitCode, roles], [0, 2], run.output);
    });

    it("lets nothing be made when its configuration is cut", async () => {
      const policyPackConfig = path.join(lab().directory, "policies.json");
      await writeFile(policyPackConfig, `{"${RULE}": {"baseline": `);
      const { run, roles } = await up("cut", { policyPackConfig });
      assert.notEqual(run.exitCode, 0, run.output);
      assert.match(run.output, /unexpected end of JSON input/);
      assert.equal(roles, 0);
      rows.push(["its configuration is cut", "ends with an error", "none"]);
    });

    for (const [name, text] of [
      ["missing", undefined],
      ["cut", '{"format": 1, "findings": ['],
      ["empty", ""],
    ] as const) {
      it(`excuses nothing by a baseline that is ${name}`, async () => {
        const baseline = path.join(lab().directory, `${name}.json`);
        if (text !== undefined) {
          await writeFile(baseline, text);
        }
        const policyPackConfig = path.join(lab().directory, "policies.json");
        await writeFile(policyPackConfig, JSON.stringify({ [RULE]: { baseline } }));
        const { run, roles } = await up(`baseline-${name}`, { policyPackConfig }, openProject);
        assert.notEqual(run.exitCode, 0, run.output);
        assert.match(run.output, new RegExp(`${RULE}.*\\(aws:iam:Role: open\\)|${name}\\.json`));
        assert.equal(roles, 0);
        rows.push([`its baseline is ${name}`, "is refused: nothing is excused", "none"]);
      });
    }

    it("does what docs/assurance.md says", async function () {
      if (rows.length < ROWS) {
        this.skip();
      } // Not all of it was run, or not all of it held.
      await checkAssuranceTable({ name: "policy-pack-faults", columns: COLUMNS, rows });
    });
  },
);
