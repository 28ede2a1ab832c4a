import assert from "node:assert/strict";
import { beyondLimits, READABLE, tokensPerFolder } from "../../../../tools/costs/tokens-per-folder";

describe("the tokens per folder", () => {
  it("are the sums of its files at any depth, by kind", () => {
    const folders = tokensPerFolder([
      { path: "trust/a.ts", text: "/** One two. */\nf();" },
      { path: "trust/b/c.ts", text: "// Three.\ng();" },
      { path: "trust/rows.ts", text: "/** Not counted. */\nexport const A = [1];" },
      { path: "lab/table.ts", text: "/** Generated from b. */\nexport const A = [1, 2];" },
      { path: "root.mjs", text: "f(1);" },
    ]);
    assert.deepEqual(folders, {
      trust: { code: 8, comments: 3, data: 8, generated: 0 },
      lab: { code: 0, comments: 0, data: 0, generated: 10 },
      ".": { code: 5, comments: 0, data: 0, generated: 0 },
    });
  });

  it("count TypeScript and JavaScript, and nothing else", () => {
    const files = ["a.ts", "a.mts", "a.cjs", "a.mjs", "a.js", "a.py", "a.json", "a.tsx.md", "ats"];
    assert.deepEqual(
      files.filter((file) => READABLE.test(file)),
      ["a.ts", "a.mts", "a.cjs", "a.mjs", "a.js"],
    );
  });
});

describe("the alarm of the tokens", () => {
  const kept = { cli: { code: 1000 }, "lab/test": { code: 50 } };

  it("is silent up to two percent above costs.json, and for a room that is gone", () => {
    assert.deepEqual(beyondLimits({ cli: { code: 1020 }, "lab/test": { code: 51 } }, kept), []);
    assert.deepEqual(beyondLimits({ cli: { code: 10 } }, kept), []);
  });

  it("names each room beyond that, and each new one", () => {
    assert.deepEqual(
      beyondLimits({ cli: { code: 1021 }, "lab/test": { code: 51 }, tools: { code: 1 } }, kept),
      [
        "cli: 1021 tokens of code. Expected at most 1020: 1000 in costs.json, and 2 %",
        "tools: 1 tokens of code. Expected at most 0: 0 in costs.json, and 2 %",
      ],
    );
  });

  it("counts the tests of a workspace apart from it", () => {
    const rooms = ["lab/lab.ts", "lab/test/a.test.ts", "lab/testing/b.ts", "bench/test/c.test.ts", "x.mjs"];
    assert.deepEqual(Object.keys(tokensPerFolder(rooms.map((path) => ({ path, text: "f();" })))), [
      "lab",
      "lab/test",
      "bench/test",
      ".",
    ]);
  });
});
