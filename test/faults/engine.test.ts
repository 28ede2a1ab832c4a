/** Updates that are killed in the middle, and docs/recovery.md, which brings clouds and state together again. */
import assert from "node:assert/strict";
import { checkAssuranceTable } from "../../lab/assurance/write-tables";
import { createSshKey } from "../../lab/demo/ssh-key";
import { PulumiStack } from "../../lab/engine/pulumi-stack";
import { engineFault, stateFile, updateUnderFault } from "../../lab/faults/engine-fault";
import { recover } from "../../lab/faults/recovery";
import { RecoveryPage } from "../../lab/faults/recovery-page";
import { Shell } from "../../lab/faults/shell";
import { Lab } from "../../lab/lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION, LAB_TENANT_ID } from "../../lab/lab-facts";
import { PROJECT_ROOT } from "../../lab/project-root";
import { prepareToolchain, type Toolchain } from "../../lab/toolchain/toolchain";
import { Clouds } from "./clouds-and-state";

/** `FAULTS=nightly` takes twenty seeds, `FAULTS=5,17` those. Else there are four of the seven kinds. */
const SEEDS =
  process.env.FAULTS === "nightly"
    ? Array.from({ length: 20 }, (_, index) => index + 1)
    : (process.env.FAULTS ?? "7,8,9,13").split(",").map(Number);

/** Types are checked elsewhere. */
const QUICKLY = { environment: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } };

describe("After an update that was broken off, the steps of docs/recovery.md", function () {
  this.timeout(300_000);
  let toolchain: Toolchain;
  let lab: Lab;
  let clouds: Clouds;
  let page: RecoveryPage;
  const rows: string[][] = [];

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    toolchain = await prepareToolchain({ report: () => undefined });
    page = await RecoveryPage.read();
    await start();
  });

  after(() => stop());

  afterEach(async () => {
    // One that failed leaves nothing to the next.
    if ((await clouds.ids()).length > 0) {
      await stop();
      await start();
    }
  });

  async function start(): Promise<void> {
    lab = await Lab.start(toolchain);
    clouds = await Clouds.watch(lab);
  }

  async function stop(): Promise<void> {
    clouds.close();
    await lab.stop();
  }

  for (const seed of SEEDS) {
    const fault = engineFault(seed);
    it(`bring clouds and state together: ${fault.title} (seed ${seed})`, async () => {
      const stack = await PulumiStack.create(lab.pulumi, {
        projectDirectory: PROJECT_ROOT,
        stackName: `seed-${seed}`,
        directory: lab.directory,
        config: {
          "aws:region": LAB_AWS_REGION,
          "azure-native:location": LAB_AZURE_LOCATION,
          "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
          "azure-to-aws-quickstart:buckets": ["devteam-reports"],
        },
      });
      const { run, struck } = await updateUnderFault(lab, stack, fault, QUICKLY);
      assert.ok(struck, `the fault did not come:\n${run.output}`);
      const shell = await Shell.create(lab, toolchain, stack, QUICKLY.environment);
      const name = "azure-to-aws";
      const audience = `api://${LAB_TENANT_ID}/azure-to-aws-quickstart-${stack.name}-${name}`;
      const report = await recover(page, shell, {
        ...{ name, tenantId: LAB_TENANT_ID, audience, stateFile: stateFile(lab, stack) },
      });
      // What was to be settled, before it was settled: seen with FAULTS set.
      if (process.env.FAULTS !== undefined) console.log(report);

      assert.deepEqual(await clouds.compare(stack), { onlyInClouds: [], onlyInState: [] });
      const again = await stack.up(QUICKLY);
      assert.equal(again.exitCode, 0, again.output);
      assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
      const end = await stack.destroy(QUICKLY);
      assert.equal(end.exitCode, 0, end.output);
      assert.deepEqual(await clouds.ids(), []);
      rows.push([fault.title, "agree", "nothing", "nothing"]);
    });
  }

  it("do what docs/assurance.md says", async function () {
    if (process.env.FAULTS !== undefined || rows.length < SEEDS.length) this.skip(); // Not what the page tells of.
    const columns = [
      "What was broken off",
      "State and clouds",
      "The next update changes",
      "`pulumi destroy` leaves",
    ];
    await checkAssuranceTable({ name: "update-faults", columns, rows });
  });
});
