/** Updates that are killed midway, and docs/how-to/recover.md, which makes clouds and state agree again. */
import assert from "node:assert/strict";
import { Lab } from "../../../lab";
import type { AwsEnvironment } from "../../../lab/aws";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION, LAB_TENANT_ID } from "../../../lab/lab-facts";
import { type PulumiRun, PulumiStack } from "../../../lab/pulumi";
import { prepareToolchain, type Toolchain } from "../../../lab/pulumi/toolchain";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable } from "../../../tools/assurance/write-tables";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { audienceName } from "../../../trust";
import { azureCli, LOGIN } from "../../clients/azure-cli/azure-cli";
import { Clouds } from "./clouds-and-state";
import { type EngineFault, engineFault, stateFile, updateUnderFault } from "./engine-fault";
import { createRecoverer } from "./recoverer";
import { recover } from "./recovery";
import { NIGHTLY, RecoveryPage } from "./recovery-page";
import { Shell } from "./shell";

/** What a run of these tests shows, in addition to the agreement of clouds and state. */
export interface SeededFaults {
  /** Seeds of {@link engineFault}, in the order of the run. */
  readonly seeds: readonly number[];
  /** Commands of docs/how-to/recover.md that the run must use. Default is none of them. */
  readonly uses?: "all" | "all but the rare ones";
  /** Whether the run writes or checks the table of docs/assurance.md. Default is false. */
  readonly isTable?: boolean;
  /** Whether each report is printed: what was to be settled, before it was settled. Default is false. */
  readonly isLoud?: boolean;
}

/** With this seed, another stack has a federation of the same name. The engine dies after the role is created. */
const BESIDE_ANOTHER = 9;

const COLUMNS = ["Interruption", "State and clouds", "The next update changes", "`pulumi destroy` leaves"];

/** The quickstart's own name for its federation. */
const NAME = "azure-to-aws";

function audienceOf(stackName: string): string {
  const declared = { project: "azure-to-aws-quickstart", stack: stackName, name: NAME };
  return `api://${LAB_TENANT_ID}/${audienceName(declared)}`;
}

/** Declares a test for each seed. Each test updates a separate stack of the quickstart. */
export function describeSeededFaults({ seeds, uses, isTable = false, isLoud = false }: SeededFaults): void {
  describe("After an interrupted update, the steps of docs/how-to/recover.md", function () {
    this.timeout(900_000);
    let toolchain: Toolchain;
    let az: string;
    let lab: Lab;
    let clouds: Clouds;
    let page: RecoveryPage;
    let recoverer: AwsEnvironment;
    const rows: string[][] = [];

    before(async function () {
      this.timeout(1_800_000); // The CLIs are built and installed when there are none yet.
      toolchain = await prepareToolchain({ report: () => undefined });
      az = await azureCli();
      page = await RecoveryPage.read();
      await start();
    });

    after(() => stop());

    afterEach(async () => {
      // A failed test must leave nothing to the next one.
      if ((await clouds.ids()).length > 0) {
        await stop();
        await start();
      }
    });

    async function start(): Promise<void> {
      // Faults kill plugins, so these must be processes of the engine.
      lab = await Lab.start(toolchain, { pluginProcesses: true, azureCli: az });
      clouds = await Clouds.watch(lab);
      recoverer = await createRecoverer(lab.aws, page.furtherActions);
    }

    async function stop(): Promise<void> {
      clouds.close();
      await lab.stop();
    }

    async function createStack(
      stackName: string,
      config: Record<string, unknown> = {},
    ): Promise<PulumiStack> {
      return PulumiStack.create(lab.pulumi, {
        projectDirectory: PROJECT_ROOT,
        stackName,
        directory: lab.directory,
        config: {
          "aws:region": LAB_AWS_REGION,
          "azure-native:location": LAB_AZURE_LOCATION,
          "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
          "azure-to-aws-quickstart:buckets": ["devteam-reports"],
          ...config,
        },
      });
    }

    /** Interrupts an operation, follows the page, and checks that clouds and state agree and that destroy removes everything. */
    async function breakOffAndRecover(stack: PulumiStack, fault: EngineFault, seen: Clouds): Promise<void> {
      const { operation, isHidden } = fault;
      if (operation !== "first update") {
        await succeed(stack.up());
      }
      // This replaces everything in Azure.
      if (operation === "replacing update") {
        await stack.configure({ "azure-native:location": "northeurope" });
      }
      const { run, struck } = await updateUnderFault(lab, stack, fault);
      assert.ok(struck, `the fault did not come:\n${run.output}`);
      assert.equal(run.exitCode === 0, isHidden, `it ended with ${run.exitCode}:\n${run.output}`);
      const shell = await Shell.create(lab, toolchain, stack, { ...recoverer });
      await shell.run(LOGIN);
      const audience = audienceOf(stack.name);
      const sought = { name: NAME, tenantId: LAB_TENANT_ID, audience, stateFile: stateFile(lab, stack) };
      const report = await recover(page, shell, sought, operation === "destroy" ? "destroy" : "up");
      if (isLoud) {
        console.log(report);
      }

      // The engine records what it begins, and finished work is found in the clouds.
      if (fault.victim === "engine" && fault.moment.kind === "between work and answer") {
        assert.ok(report.pending.length > 0, "nothing was pending");
      }
      assert.deepEqual(await seen.compare(stack), { onlyInClouds: [], onlyInState: [] });
      if (operation !== "destroy") {
        const again = await succeed(stack.up());
        assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
        await succeed(stack.destroy());
      }
      assert.deepEqual(await seen.ids(), []);
    }

    async function succeed(operation: Promise<PulumiRun>): Promise<PulumiRun> {
      const run = await operation;
      assert.equal(run.exitCode, 0, run.output);
      return run;
    }

    for (const seed of seeds) {
      const fault = engineFault(seed);
      const another =
        seed === BESIDE_ANOTHER ? ", next to another stack with a federation of the same name" : "";
      it(`make clouds and state agree: ${fault.title}${another} (seed ${seed})`, async () => {
        if (seed === BESIDE_ANOTHER) {
          const neighbor = await createStack("neighbor");
          await succeed(neighbor.up());
          const { oidcProviderArn } = await neighbor.outputs();
          // An account has one provider for a tenant, and it is the neighbor's: see docs/how-to/several-teams.md.
          await clouds.addAudience(String(oidcProviderArn), audienceOf(`seed-${seed}`));
          const before = await clouds.ids();
          assert.ok(before.length > 10, before.join("\n"));
          const seen = await Clouds.watch(lab);
          const config = { "azure-to-aws-quickstart:oidcProviderArn": oidcProviderArn };
          await breakOffAndRecover(await createStack(`seed-${seed}`, config), fault, seen);
          seen.close();
          // The other stack is unchanged.
          assert.deepEqual(await clouds.ids(), before);
          const same = await succeed(neighbor.up());
          assert.deepEqual(Object.keys(same.changes), ["same"], same.output);
          await succeed(neighbor.destroy());
        } else {
          await breakOffAndRecover(await createStack(`seed-${seed}`), fault, clouds);
        }
        assert.deepEqual(await clouds.ids(), []);
        const isDestroy = fault.operation === "destroy";
        rows.push([fault.title + another, "agree", isDestroy ? "not run" : "nothing", "nothing"]);
      });
    }

    after(() => {
      printTable("update-faults", COLUMNS, rows);
    });

    if (uses !== undefined) {
      it(`run each command of the page${uses === "all" ? "" : ", except those that only chance requires"}`, function () {
        if (rows.length < seeds.length) {
          this.skip();
        }
        const unused = page.unused();
        // Chance may require more: the work under way at a kill differs from run to run.
        assert.deepEqual(uses === "all" ? unused : unused.filter((one) => !NIGHTLY.includes(one)), []);
      });
    }

    if (isTable) {
      it("match docs/assurance.md", async function () {
        if (rows.length < seeds.length) {
          this.skip();
        }
        await checkAssuranceTable({ name: "update-faults", columns: COLUMNS, rows });
      });
    }
  });
}
