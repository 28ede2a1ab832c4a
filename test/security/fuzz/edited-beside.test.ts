import assert from "node:assert/strict";
import fc from "fast-check";
import { isObject } from "../../../trust";
import { editedBeside } from "./edited-beside";

const POLICY = { Statement: [{ Effect: "Allow" }] };
const FILE = {
  Marker: "m",
  Roles: [
    { RoleName: "a", AssumeRolePolicyDocument: POLICY },
    { RoleName: "b", AssumeRolePolicyDocument: POLICY, Tags: [] },
  ],
};
const ANCHORS = { leads: ["Roles"], sealed: ["AssumeRolePolicyDocument"] };

describe("a file that is changed beside its policies", () => {
  const files = fc.sample(editedBeside(fc.constant(FILE), ANCHORS), { seed: 7, numRuns: 3_000 });
  const changed = files.map(({ file }) => file as Partial<typeof FILE>);

  it("has each policy as it was, where it was", () => {
    for (const { Roles = [] } of changed) {
      const whole = (Roles as unknown[]).filter(
        (role) =>
          JSON.stringify(
            (role as (typeof POLICY & { AssumeRolePolicyDocument?: unknown }) | null)
              ?.AssumeRolePolicyDocument,
          ) === JSON.stringify(POLICY),
      );
      assert.equal(whole.length, 2);
    }
  });

  it("has got members and items, lost and renamed others, and stands in another order", () => {
    const some = (holds: (file: Partial<typeof FILE>) => boolean): boolean => changed.some(holds);
    assert.ok(some((file) => Object.hasOwn(file, "__proto__")));
    assert.ok(some(({ Roles = [] }) => Roles.length === 4));
    assert.ok(some(({ Roles = [] }) => Roles[0]?.RoleName === "b"));
    assert.ok(some((file) => Object.keys(file).join() === "Roles,Marker"));
    assert.ok(some(({ Marker }) => Marker === undefined));
    assert.ok(some((file) => (file as { note?: unknown }).note === "m"));
    assert.ok(some(({ Marker }) => Marker !== undefined && Marker !== "m"));
  });

  it("says whether it has got a member by which another format is known", () => {
    for (const { file, isTwoFormats } of files) {
      const names = Object.keys(file as object);
      if (names.some((name) => ["Statement", "Resources", "deployment", "resource_changes"].includes(name))) {
        assert.equal(isTwoFormats, true);
      } else if (names.every((name) => ["Marker", "Roles", "note", "__proto__"].includes(name))) {
        // A resource at the top is a piece of a template.
        assert.equal(
          isTwoFormats,
          Object.values(file as object).some((value) => isObject(value) && "Type" in value),
        );
      }
    }
    assert.ok(files.some(({ isTwoFormats }) => isTwoFormats));
  });
});
