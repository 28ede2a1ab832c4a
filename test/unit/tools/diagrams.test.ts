import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DIAGRAMS, renderDiagrams } from "../../../tools/diagrams/diagram-files";

describe("docs/diagrams", () => {
  it("holds the SVGs of its sources and no others; npm run generate -- diagrams writes them", async () => {
    const rendered = await renderDiagrams();
    const committed = readdirSync(DIAGRAMS).filter((file) => file.endsWith(".svg"));
    assert.deepEqual(committed.sort(), [...rendered.keys()].sort());
    assert.ok(committed.length >= 8, `${committed.length} SVGs`);
    for (const [file, svg] of rendered) {
      assert.equal(readFileSync(path.join(DIAGRAMS, file), "utf8"), svg, file);
    }
  });
});
