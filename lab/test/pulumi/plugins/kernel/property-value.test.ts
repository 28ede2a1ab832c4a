import assert from "node:assert/strict";
import {
  containsUnknown,
  sameSet,
  sameValue,
  secret,
  UNKNOWN,
  unwrapSecrets,
  withoutEmpty,
  withoutNulls,
} from "../../../../pulumi/plugins/kernel/property-value";

describe("property values", () => {
  it("are unknown when any leaf is", () => {
    assert.equal(containsUnknown({ a: [{ b: UNKNOWN }] }), true);
    assert.equal(containsUnknown({ a: [{ b: "known" }] }), false);
  });

  it("lose their secret marks at every depth", () => {
    assert.deepEqual(unwrapSecrets({ a: secret("x"), b: [secret({ c: secret(1) })] }), {
      a: "x",
      b: [{ c: 1 }],
    });
  });

  it("lose nulls, but keep empty texts and lists", () => {
    assert.deepEqual(withoutNulls({ a: null, b: { c: null, d: "" }, e: [] }), { b: { d: "" }, e: [] });
  });

  it("lose what is empty, but keep false and zero", () => {
    assert.deepEqual(withoutEmpty({ a: "", b: [], c: {}, d: undefined, e: null, f: false, g: 0 }), {
      f: false,
      g: 0,
    });
  });

  it("are the same whatever the order of members, not whatever the order of elements", () => {
    assert.equal(sameValue({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }), true);
    assert.equal(sameValue([1, 2], [2, 1]), false);
    assert.equal(sameValue({ a: 1 }, { a: 1, b: 2 }), false);
  });

  it("are the same set whatever the order of elements, and however often one is given", () => {
    assert.equal(sameSet([{ a: 1, b: 2 }, "x"], ["x", { b: 2, a: 1 }]), true);
    assert.equal(sameSet(["x", "x"], ["x"]), true);
    assert.equal(sameSet(["x", "y"], ["x"]), false);
  });
});
