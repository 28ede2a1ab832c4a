import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Costs, figuresIn, renderCosts } from "../../../../tools/costs/figures";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("costs", () => {
  it("are figures by name, before groups", () => {
    assert.deepEqual(figuresIn({ b: { d: 1, c: { e: 2 }, a: 3 }, z: 0 }), [
      { path: ["z"], value: 0 },
      { path: ["b", "a"], value: 3 },
      { path: ["b", "d"], value: 1 },
      { path: ["b", "c", "e"], value: 2 },
    ]);
  });

  it("are equal files for equal figures", () => {
    const text = '{\n  "z": 1,\n  "a": {\n    "B": 3,\n    "b": 2\n  }\n}\n';
    assert.equal(renderCosts({ a: { b: 2, B: 3 }, z: 1 }), text);
    assert.equal(renderCosts({ z: 1, a: { B: 3, b: 2 } }), text);
    assert.notEqual(renderCosts({ z: 2, a: { B: 3, b: 2 } }), text);
  });

  it("are kept in the repository, each kind of them", () => {
    const text = readFileSync(path.join(PROJECT_ROOT, "tools/costs/costs.json"), "utf8");
    const kept = JSON.parse(text) as Costs;
    assert.equal(text, renderCosts(kept));
    assert.deepEqual(Object.keys(kept), [
      "arguments of a federation",
      "builders of AWS clients",
      "done for one workload",
      "files that a recipe names",
      "forms of unknown",
      "loaded by FederatedRole alone",
      "role walkers",
      "tokens per folder",
      "values exported per entry",
    ]);
  });
});
