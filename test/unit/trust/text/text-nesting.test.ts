import assert from "node:assert/strict";
import { nestsDeeperThan } from "../../../../trust/text/text-nesting";

describe("nestsDeeperThan", () => {
  it("counts brackets that are open at the same time", () => {
    assert.equal(nestsDeeperThan("[[[]]]", 3), false);
    assert.equal(nestsDeeperThan("[[[[]]]]", 3), true);
    assert.equal(nestsDeeperThan("[]".repeat(10), 3), false);
    assert.equal(nestsDeeperThan('{"a":[{"b":[1]}]}', 3), true);
  });

  it("counts the indentation and the dashes of YAML", () => {
    assert.equal(nestsDeeperThan(`a:\n${" ".repeat(3)}b: 1`, 4), false);
    assert.equal(nestsDeeperThan(`a:\n${" ".repeat(4)}b: 1`, 4), true);
    assert.equal(nestsDeeperThan("- - - - a", 8), true);
  });
});
