import assert from "node:assert/strict";
import { diffInputs } from "../../../../pulumi/plugins/kernel/diff";
import { sameSet, UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";

const rules = { replaceOnChanges: ["name", "profile.user", "zones"], equality: { audiences: sameSet } };

describe("comparing inputs", () => {
  it("finds nothing where nothing changed", () => {
    assert.deepEqual(diffInputs({ name: "a", tags: { x: "1" } }, { tags: { x: "1" }, name: "a" }, rules), []);
  });

  it("finds additions, removals and changes at the deepest place", () => {
    const olds = { tags: { a: "1", "b c": "2" }, list: [1, 2], gone: true };
    const news = { tags: { a: "2", "b c": "3" }, list: [1], come: { x: 1 } };
    assert.deepEqual(diffInputs(olds, news, rules), [
      { path: "tags.a", kind: "update", replaces: false },
      { path: 'tags["b c"]', kind: "update", replaces: false },
      { path: "list[1]", kind: "delete", replaces: false },
      { path: "gone", kind: "delete", replaces: false },
      { path: "come", kind: "add", replaces: false },
    ]);
  });

  it("says what cannot change in place, members of it included", () => {
    const olds = { name: "a", profile: { user: "me", size: 1 }, zones: ["1"] };
    const news = { name: "b", profile: { user: "you", size: 2 }, zones: ["2"] };
    assert.deepEqual(diffInputs(olds, news, rules), [
      { path: "name", kind: "update", replaces: true },
      { path: "profile.user", kind: "update", replaces: true },
      { path: "profile.size", kind: "update", replaces: false },
      { path: "zones[0]", kind: "update", replaces: true },
    ]);
  });

  it("takes a value that is not known yet for a change", () => {
    assert.deepEqual(diffInputs({ name: "a" }, { name: UNKNOWN }, rules), [
      { path: "name", kind: "update", replaces: true },
    ]);
  });

  it("compares a property by its own equality", () => {
    assert.deepEqual(diffInputs({ audiences: ["a", "b"] }, { audiences: ["b", "a"] }, rules), []);
    assert.equal(diffInputs({ audiences: ["a"] }, { audiences: ["b", "a"] }, rules).length, 2);
  });

  it("does not look at what the engine or an older provider noted under names with two underscores", () => {
    assert.deepEqual(diffInputs({ __defaults: ["name"] }, {}, rules), []);
  });
});
