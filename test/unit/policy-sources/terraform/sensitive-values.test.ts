import assert from "node:assert/strict";
import {
  isSensitive,
  marksOf,
  sensitiveTexts,
  sensitiveVariables,
  withoutSensitive,
} from "../../../../policy-sources/terraform/sensitive-values";
import { unknownMark } from "../../../../trust";

const HIDDEN = unknownMark("a sensitive value");

describe("marks of sensitive values", () => {
  it("are those of a part if they are those of the whole", () => {
    assert.equal(marksOf(true, "a"), true);
    assert.equal(marksOf(false, "a"), false);
    assert.equal(marksOf(undefined, "a"), false);
    assert.deepEqual(marksOf({ a: [true] }, "a"), [true]);
  });

  it("make a value sensitive if any part of it is", () => {
    for (const marks of [true, { a: true }, [false, { a: [true] }]]) {
      assert.equal(isSensitive(marks), true, JSON.stringify(marks));
    }
    for (const marks of [false, null, undefined, {}, [], { a: [false, {}] }, "true"]) {
      assert.equal(isSensitive(marks), false, JSON.stringify(marks));
    }
  });

  it("select the strings that are sensitive, each once, and no empty one", () => {
    const value = { a: "one", b: ["two", "three", "one", ""], c: { d: "four", e: 5 }, f: "" };
    assert.deepEqual(sensitiveTexts(value, true), ["one", "two", "three", "four"]);
    assert.deepEqual(sensitiveTexts(value, { a: false, b: [false, true], c: { d: true }, f: true }), [
      "three",
      "four",
    ]);
    assert.deepEqual(sensitiveTexts(value, { b: true }), ["two", "three", "one"]);
    assert.deepEqual(sensitiveTexts(value, { b: [true, false, false, true] }), ["two"]);
    assert.deepEqual(sensitiveTexts(value, {}), []);
  });

  it("put a mark in place of each sensitive part", () => {
    const value = { a: "one", b: ["two", "three"], c: { d: "four" } };
    assert.equal(withoutSensitive(value, true), HIDDEN);
    assert.deepEqual(withoutSensitive(value, { a: true, b: [false, true], c: true }), {
      a: HIDDEN,
      b: ["two", HIDDEN],
      c: HIDDEN,
    });
    assert.deepEqual(withoutSensitive(value, {}), value);
  });

  it("of variables are in the configuration", () => {
    const plan = (sensitive: unknown, root: string): unknown =>
      sensitiveVariables({
        configuration: { [root]: { variables: { a: { sensitive }, b: {}, c: { sensitive: true } } } },
        variables: { a: { value: ["one", { x: "two" }] }, b: { value: "three" } },
      });
    assert.deepEqual(plan(true, "root_module"), ["one", "two"]);
    assert.deepEqual(plan(false, "root_module"), []);
    assert.deepEqual(plan(true, "another"), []);
    assert.deepEqual(sensitiveVariables({}), []);
  });
});
