import assert from "node:assert/strict";
import { checkTypes } from "../../../../pulumi/plugins/kernel/check-types";
import { type Properties, UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";

const types = { Rule: { name: "string!", access: "'Allow'|'Deny'!", ports: "number[]" } };
const properties = {
  name: "string!",
  rules: "Rule[]",
  tags: "string{}",
  enabled: "boolean",
  document: "any",
};

function problems(inputs: Properties): unknown[] {
  return checkTypes(inputs, properties, types);
}

describe("checking inputs against the SDK's types", () => {
  it("accepts what the types allow", () => {
    const rules = [{ name: "ssh", access: "Deny", ports: [22] }];
    assert.deepEqual(
      problems({ name: "n", rules, tags: { a: "b" }, enabled: false, document: { any: [1] } }),
      [],
    );
  });

  it("names a missing property", () => {
    assert.deepEqual(problems({}), [{ kind: "missing", path: "name" }]);
  });

  it("names an unknown property, and what there is", () => {
    assert.deepEqual(problems({ name: "n", nmae: "x" }), [
      { kind: "unknown", path: "nmae", allowed: ["name", "rules", "tags", "enabled", "document"] },
    ]);
  });

  it("looks into lists, maps and nested objects", () => {
    const rules = [{ name: 1, access: "Maybe", ports: ["22"], extra: true }];
    assert.deepEqual(problems({ name: "n", rules, tags: { a: 1 } }), [
      { kind: "type", path: "rules[0].name", expected: "string", actual: "number" },
      { kind: "enum", path: "rules[0].access", value: "Maybe", allowed: ["Allow", "Deny"] },
      { kind: "type", path: "rules[0].ports[0]", expected: "number", actual: "string" },
      { kind: "unknown", path: "rules[0].extra", allowed: ["name", "access", "ports"] },
      { kind: "type", path: "tags.a", expected: "string", actual: "number" },
    ]);
  });

  it("names a value of another kind", () => {
    assert.deepEqual(problems({ name: ["n"], rules: {}, tags: [], enabled: "true" }), [
      { kind: "type", path: "name", expected: "string", actual: "list" },
      { kind: "type", path: "rules", expected: "list", actual: "object" },
      { kind: "type", path: "tags", expected: "map", actual: "list" },
      { kind: "type", path: "enabled", expected: "boolean", actual: "string" },
    ]);
  });

  it("lets values pass that are not known yet", () => {
    const rules = [{ name: UNKNOWN, access: UNKNOWN, ports: [UNKNOWN] }, UNKNOWN];
    assert.deepEqual(problems({ name: UNKNOWN, rules, tags: UNKNOWN, enabled: UNKNOWN }), []);
  });
});
