import assert from "node:assert/strict";
import { plainJson } from "../../../../policy-sources/positions/plain-json";

describe("JSON with comments and trailing commas", () => {
  const cases: [string, string, string][] = [
    ["a comment to the end of a line", '{"a": 1 // x, "\n}', '{"a": 1        \n}'],
    ["a comment between signs", '{/* "a" \n */"b": 1}', '{       \n   "b": 1}'],
    ["a trailing comma", '{"a": [1, 2,], }', '{"a": [1, 2 ]  }'],
    ["a trailing comma before a comment", "[1, // x\n]", "[1      \n]"],
    ["signs within a string", '{"a": "// , }", "b\\"": "/*"}', '{"a": "// , }", "b\\"": "/*"}'],
    ["a comment without an end", '{"a": 1 /* x', '{"a": 1 /* x'],
    ["a comma between values", '{"a": 1, "b": [1, 2]}', '{"a": 1, "b": [1, 2]}'],
    ["two commas, of which one is too many", "[1,,]", "[1, ]"],
  ];
  for (const [what, text, expected] of cases) {
    it(`keeps the places of all else beside ${what}`, () => {
      assert.equal(plainJson(text), expected);
      assert.equal(plainJson(text).length, text.length);
    });
  }
});
