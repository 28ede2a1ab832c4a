import assert from "node:assert/strict";
import { countArguments } from "../../../../tools/costs/federation-arguments";

const reference = (name: string) => ({ $ref: `#/types/pkg:index:${name}` });
const schema = {
  resources: {
    "pkg:index:Whole": {
      inputProperties: {
        parts: { type: "object", additionalProperties: reference("Part") },
        other: reference("Part"),
        kind: reference("Kind"),
        size: { type: "integer" },
        image: { $ref: "/aws/v7/schema.json#/types/aws:index:Image" },
      },
    },
    "pkg:index:Another": { inputProperties: { a: {} } },
  },
  types: {
    "pkg:index:Part": { properties: { inner: { items: reference("Inner") }, self: reference("Part") } },
    "pkg:index:Inner": { properties: { a: {}, b: {}, c: {} } },
    "pkg:index:Kind": {},
    "pkg:index:Unused": { properties: { a: {} } },
  },
};

describe("the arguments of a component", () => {
  it("are its own and those of each object that it reaches, each object once", () => {
    assert.deepEqual(countArguments(schema, "pkg:index:Whole"), { Whole: 5, Part: 2, Inner: 3 });
    assert.deepEqual(countArguments(schema, "pkg:index:Another"), { Another: 1 });
  });

  it("cannot be counted for a component that the schema does not have", () => {
    assert.throws(() => countArguments(schema, "pkg:index:None"), {
      message: 'schema.json: no component "pkg:index:None"',
    });
  });
});
