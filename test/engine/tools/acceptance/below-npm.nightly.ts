/** Ctrl-C as a terminal sends it: to npm, the shell, and the program at the same time, and npm passes it on to the program again. */
import assert from "node:assert/strict";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { destroyByHand, removeByHand, runProcess } from "./acceptance-process";
import { counts, EMPTY } from "./account-state";

/** Something is in both clouds by now. */
const ROLE_CREATED = /Role \S*devteam\S* created/;

/** Printed when the removal has begun, seconds after the first Ctrl-C: Pulumi was started twice in between. */
const FIRST_DELETED = /\S+:\S+ \S+ deleted/;

describeWithLab(
  "npm run acceptance, below npm",
  { pluginProcesses: true, savesEachStep: true },
  function (lab) {
    this.timeout("10m");

    it("stops its work at one Ctrl-C, and removes everything", async () => {
      const run = await runProcess(lab(), { belowNpm: true, interruptAt: [ROLE_CREATED] });
      assert.equal(run.exitCode, 130, run.output);
      assert.match(run.output, /^> exec node -r .*register\.cjs" .*acceptance\/main\.ts" --yes$/m);
      assert.match(run.output, /everything is removed/);
      assert.match(run.output, /^Nothing is left in the clouds\.$/m);
      assert.doesNotMatch(run.output, /interrupted$/m);
      assert.deepEqual(await counts(lab()), EMPTY);
      assert.equal(run.report?.ending, "interrupted");
      assert.deepEqual(run.report.left, {});
    });

    it("ends the removal at a second one, and lists what is left with commands that remove it", async () => {
      const run = await runProcess(lab(), { belowNpm: true, interruptAt: [ROLE_CREATED, FIRST_DELETED] });
      assert.equal(run.exitCode, 3, run.output);
      assert.match(run.output, /^the run left (?:a resource|\d+ resources) in the clouds\. /m);
      assert.notDeepEqual(await counts(lab()), EMPTY);
      assert.notDeepEqual(run.commands, []);
      await removeByHand(lab(), run.commands);
      assert.deepEqual(await counts(lab()), EMPTY, run.output);
    });

    it("prints commands by which Pulumi removes all that it created, before those for the rest", async () => {
      const run = await runProcess(lab(), {
        belowNpm: true,
        interruptAt: [ROLE_CREATED, FIRST_DELETED],
        afterwards: async (output) => destroyByHand(lab(), output),
      });
      assert.equal(run.exitCode, 3, run.output);
      assert.ok(run.output.indexOf("  pulumi destroy --refresh") < run.output.indexOf("  aws s3 rb"));
      assert.deepEqual(await counts(lab()), { ...EMPTY, buckets: 2 });
      const buckets = run.commands.filter((command) => command.startsWith("  aws s3 rb"));
      await removeByHand(lab(), buckets);
      assert.deepEqual(await counts(lab()), EMPTY);
    });
  },
);
