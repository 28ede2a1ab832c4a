import assert from "node:assert/strict";
import { READABLE, tokensPerFolder } from "../../../../tools/costs/tokens-per-folder";

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
