import assert from "node:assert/strict";
import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { runCampaign, TYPESCRIPT } from "./campaign";
import { cacheFiles } from "./targets/cache-files";
import { imdsAnswers } from "./targets/imds-answers";
import { stsAnswers } from "./targets/sts-answers";
import { trustDocuments } from "./targets/trust-documents";
import type { WorkerData, WorkerMessage } from "./worker";

describe("a run of a fuzz target", function () {
  this.timeout("3m");

  it("tells at once and then every few seconds how far it is", async () => {
    const lines: string[] = [];
    const report = (line: string): void => {
      lines.push(line);
    };
    const { counts, failure } = await runCampaign(trustDocuments, { seed: 7, runs: 4_000, report });
    assert.equal(failure, undefined, failure);
    assert.equal(counts.accepted + counts.refused, 4_000);
    assert.equal(lines[0], "trust-documents: 0 of 4,000 inputs (0 s)");
    for (const line of lines.slice(1)) {
      assert.match(line, /^trust-documents: [\d,]+ of 4,000 inputs \(\d+ s\)$/);
    }
  });

  it("feeds the same inputs for the same seed, and a single one for a path", async () => {
    const digest = async (path?: string): Promise<string> => {
      const only = path === undefined ? {} : { path };
      const result = await runCampaign(trustDocuments, { seed: 7, runs: 200, ...only });
      return result.digest ?? assert.fail();
    };
    const [all, again, one] = await Promise.all([digest(), digest(), digest("5")]);
    assert.equal(again, all);
    assert.notEqual(one, all);
  });

  for (const { name } of [imdsAnswers, stsAnswers, cacheFiles]) {
    it(`feeds ${name} the same bytes on another day, and comes to the same`, async () => {
      const [today, later] = await Promise.all([feedLater(name, 0), feedLater(name, 400)]);
      assert.ok(today.counts.accepted > 0 && today.counts.refused > 0, JSON.stringify(today));
      assert.equal(later.digest, today.digest);
    });
  }
});

/** Runs a target's thread in which it is so many days later. Its Python process is told a time of its own. */
async function feedLater(name: string, days: number): Promise<Extract<WorkerMessage, { digest: string }>> {
  const script = `
    require(${JSON.stringify(TYPESCRIPT)});
    const now = Date.now;
    Date.now = () => now() + ${days} * 86_400_000;
    require(${JSON.stringify(path.join(__dirname, "worker"))});`;
  const workerData: WorkerData = { name, seed: 7, runs: 100, begun: new SharedArrayBuffer(4) };
  const worker = new Worker(script, { eval: true, workerData });
  try {
    for (;;) {
      const [message] = (await once(worker, "message")) as [WorkerMessage];
      if ("digest" in message) {
        return message;
      }
    }
  } finally {
    await worker.terminate();
  }
}
