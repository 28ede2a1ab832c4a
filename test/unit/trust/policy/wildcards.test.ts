import assert from "node:assert/strict";
import { matchesWildcards } from "../../../../trust/policy/wildcards";

describe("matchesWildcards", () => {
  for (const [pattern, text, matches] of [
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "a/b:c", true],
    ["?", "", false],
    ["?", "a", true],
    ["a?c", "abc", true],
    ["a*c", "abbc", true],
    ["a*c", "ac", true],
    ["a*c", "abcd", false],
    ["*b*b*", "abab", true],
    ["*b*b", "abba", false],
    ["a**", "a", true],
    ["a.c", "abc", false],
    ["abc", "ABC", false],
  ] as const) {
    it(`${matches ? "matches" : "does not match"} ${JSON.stringify(text)} against ${JSON.stringify(pattern)}`, () => {
      assert.equal(matchesWildcards(pattern, text), matches);
    });
  }

  it("takes no exponential time", () => {
    assert.equal(matchesWildcards("*a".repeat(50), "a".repeat(2000) + "b"), false);
  });
});
