import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { isPlain } from "../../../../components/arguments/is-plain";

describe("isPlain", () => {
  it("holds for what is there now, even with an output in it", () => {
    for (const value of ["a", 0, undefined, null, { a: pulumi.output("b") }]) {
      assert.equal(isPlain<unknown>(value), true);
    }
  });

  it("does not hold for outputs and promises", () => {
    assert.equal(isPlain(pulumi.output("a")), false);
    assert.equal(isPlain(Promise.resolve("a")), false);
  });
});
