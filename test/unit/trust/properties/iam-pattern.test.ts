import assert from "node:assert/strict";
import fc from "fast-check";
import { literalOf, patternOf, takes, textOf } from "../../../model/pattern";

describe("the evaluator's patterns", () => {
  it("take what a regular expression takes", () => {
    let taken = 0;
    const few = (letters: string): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...Array.from(letters)), { maxLength: 9 }).map((all) => all.join(""));
    fc.assert(
      fc.property(few("ab*?"), few("ab"), (pattern, text) => {
        const source = pattern.replace(/\*+/g, ".*").replaceAll("?", ".");
        const expected = new RegExp(`^${source}$`).test(text);
        taken += expected ? 1 : 0;
        assert.equal(takes(patternOf(pattern), text), expected, `${pattern} ${text}`);
      }),
      { numRuns: 20_000, seed: 20261125 },
    );
    assert.ok(taken > 500, `taken ${taken}`);
  });

  it("take a wildcard for itself where it is literal", () => {
    assert.equal(takes(literalOf("a*"), "ab"), false);
    assert.equal(takes(literalOf("a*"), "a*"), true);
    assert.equal(takes([...literalOf("*"), ...patternOf("?*")], "*\n"), true);
    assert.equal(takes([...literalOf("*"), ...patternOf("?*")], "b\n"), false);
    assert.equal(textOf([...literalOf("*a"), ...patternOf("*?")]), "*a*?");
  });

  it("count a character beyond U+FFFF as two, as IAM was recorded to do", () => {
    assert.equal(takes(patternOf("?"), "😀"), false);
    assert.equal(takes(patternOf("??"), "😀"), true);
  });

  it("take patterns of any length, and any number of stars", () => {
    const long = "<!DOCTYPE a>".repeat(50_000);
    assert.equal(takes(patternOf(`${long}*`), long), true);
    assert.equal(takes(patternOf(`*${long}`), long.slice(1)), false);
    assert.equal(takes(patternOf("*".repeat(500_000)), "aud"), true);
    assert.equal(takes(patternOf("*a".repeat(500_000)), "a".repeat(40)), false);
  });
});
