/** Ctrl-C at every step of a real run, and a second one at what follows: the complete table. */
import assert from "node:assert/strict";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { removeByHand, runProcess } from "./acceptance-process";
import { counts, EMPTY } from "./account-state";

/** What is printed at the beginning of each step, and in the middle of the longer ones. */
const MOMENTS: readonly (readonly [string, RegExp])[] = [
  ["step 1", /❯ 1\/9/],
  ["step 2", /❯ 2\/9/],
  ["step 3", /❯ 3\/9/],
  ["the first resource", /Application \S+-application created/],
  ["the VM", /VirtualMachine \S+ created/],
  ["the verification", /devteam-guest created/],
  ["step 4", /❯ 4\/9/],
  ["step 5", /❯ 5\/9/],
  ["step 6", /❯ 6\/9/],
  ["the strangers", /Assuming the role with a token for another audience/],
  ["the second VM", /Creating another VM in the subnet/],
  ["the connection from it", /Connecting to port 22 from another VM/],
  ["step 7", /❯ 7\/9/],
  ["a question to the VM", /IMDS: a token for the audience/],
  ["step 8", /❯ 8\/9/],
  ["step 9", /❯ 9\/9/],
  ["the destruction", /pulumi destroy$/],
];

describeWithLab(
  "npm run acceptance, interrupted",
  { pluginProcesses: true, savesEachStep: true },
  function (lab) {
    this.timeout("15m");

    for (const [moment, pattern] of MOMENTS) {
      it(`at ${moment} leaves nothing`, async () => {
        const run = await runProcess(lab(), { interruptAt: [pattern] });
        assert.equal(run.exitCode, 130, run.output);
        assert.deepEqual(await counts(lab()), EMPTY);
      });

      it(`at ${moment} and again prints commands that remove all that is left`, async () => {
        const run = await runProcess(lab(), { interruptAt: [pattern, /pulumi destroy$|delete the bucket/] });
        await removeByHand(lab(), run.commands);
        assert.deepEqual(await counts(lab()), EMPTY, run.output);
      });
    }

    for (const [what, route] of [
      ["the VM", /^PUT .*\/virtualMachines\/[^/?]+\?/],
      ["a Run Command of the run", /^PUT .*\/runCommands\/acceptance\?/],
      ["an identity of the refusals", /^PUT .*\/userAssignedIdentities\/colleague\?/],
    ] as const) {
      it(`by a refusal of ${what} leaves nothing`, async () => {
        const error = { code: "OperationNotAllowed", message: "No quota is left." };
        const answer = { status: 409, body: JSON.stringify({ error }) };
        const fault = lab().azure.faults.add({ route, fault: { kind: "answer", answer } });
        try {
          const run = await runProcess(lab());
          assert.equal(run.exitCode, 1, run.output);
          assert.equal(run.report?.ending, "failed");
          assert.deepEqual(await counts(lab()), EMPTY);
          assert.notDeepEqual(fault.struck, []);
        } finally {
          fault.remove();
        }
      });
    }
  },
);
