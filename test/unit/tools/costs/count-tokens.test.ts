import assert from "node:assert/strict";
import { countTokens } from "../../../../tools/costs/count-tokens";
import { parse } from "../../../../tools/costs/source-file";

const count = (text: string) => countTokens(parse({ path: "a.ts", text }));

describe("the tokens of a file", () => {
  it("are those of TypeScript's scanner", () => {
    assert.deepEqual(count("const a = 1;"), { tokens: 5, commentWords: 0 });
    assert.deepEqual(count("const a = /b[/]c/.test(d) ? `e${f / 2}g` : [];\n").tokens, 19);
    assert.deepEqual(count(""), { tokens: 0, commentWords: 0 });
  });

  it("do not include comments, of which the words count apart", () => {
    const text = "/** Says two\n * words. */\nconst a = 1; // More here.\n// At the end.\n";
    assert.deepEqual(count(text), { tokens: 5, commentWords: 8 });
    assert.deepEqual(count('const a = "// not a comment";'), { tokens: 5, commentWords: 0 });
  });

  it("stay the same if the formatter breaks lines", () => {
    const short = count("f(a, { b, c }, [d]);");
    assert.deepEqual(count("f(\n  a,\n  {\n    b,\n    c,\n  },\n  [\n    d,\n  ],\n);\n"), short);
    assert.deepEqual(short, { tokens: 15, commentWords: 0 });
    assert.deepEqual(count("f(a, { b, c }, [d, e]);"), { tokens: 17, commentWords: 0 });
  });
});
