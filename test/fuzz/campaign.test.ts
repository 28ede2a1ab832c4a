import assert from "node:assert/strict";

import { runCampaign } from "../../fuzz/campaign";
import { trustDocuments } from "../../fuzz/targets/trust-documents";

describe("a run of a fuzz target", function () {
  this.timeout("1m");

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
    const counts = async (path?: string): Promise<unknown> =>
      (
        await runCampaign(trustDocuments, {
          ...{ seed: 7, runs: 200 },
          ...(path === undefined ? {} : { path }),
        })
      ).counts;
    assert.deepEqual(await counts(), await counts());
    assert.deepEqual(await counts("5"), await counts("5"));
  });
});
