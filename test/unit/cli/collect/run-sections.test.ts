import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mock } from "node:test";
import { runSections } from "../../../../cli/collect/run-sections";
import type { Section } from "../../../../cli/collect/section";
import { WorkFolder } from "../../../../cli/collect/work-folder";
import type { ObjectRecord } from "../../../../cli/snapshot/snapshot-records";

const ACCOUNT: ObjectRecord = { kind: "aws.account", of: "111122223333", data: { Id: "111122223333" } };

/** A section whose one record comes only when the test says so. */
function heldSection(name: string): { section: Section; began: Promise<unknown>; release: () => void } {
  const events = new EventEmitter();
  const held = once(events, "release");
  const section: Section = {
    name,
    read: async function* () {
      events.emit("begin");
      await held;
      yield ACCOUNT;
    },
  };
  const began = once(events, "begin");
  return { section, began, release: () => events.emit("release") };
}

describe("sections that are being read", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "run-sections-"));
    mock.timers.enable({ apis: ["setInterval", "Date"] });
  });

  afterEach(async () => {
    mock.timers.reset();
    await rm(folder, { recursive: true });
  });

  it("are shown in one line each ten seconds, and their ends in one line each", async () => {
    const work = await WorkFolder.open(path.join(folder, "out.gz"), false, "0.0.0");
    const lines: string[] = [];
    const held = ["aws/1/account", "entra/2/applications", "azure/3/identities"].map(heldSection);
    const run = runSections(
      held.map(({ section }) => section),
      work,
      (text) => lines.push(text),
    );
    await Promise.all(held.map(({ began }) => began));
    mock.timers.tick(9_999);
    assert.deepEqual(lines, []);
    mock.timers.tick(1);
    mock.timers.tick(10_000);
    const reading = "reading aws/1/account, entra/2/applications, azure/3/identities";
    assert.deepEqual(lines.splice(0), [`${reading} (10 s)...\n`, `${reading} (20 s)...\n`]);
    for (const { release } of held) {
      release();
    }
    const ends = await run;
    assert.deepEqual(lines.toSorted(), [
      "aws/1/account: 1 record\n",
      "azure/3/identities: 1 record\n",
      "entra/2/applications: 1 record\n",
    ]);
    assert.deepEqual(
      ends.map(({ state }) => state),
      ["complete", "complete", "complete"],
    );
    mock.timers.tick(60_000);
    assert.equal(lines.length, 3);
  });
});
