import assert from "node:assert/strict";
import { packageSchema } from "../../../../pulumi/plugins/kernel/package-schema";

describe("the package schema", () => {
  it("declares resources and nested types in Pulumi's terms", () => {
    const table = {
      version: "1.2.3",
      config: [],
      resources: {
        "net:index:Wall": { inputs: { rules: "net.Rule[]!", tags: "string{}" }, outputs: ["id2", "tags"] },
      },
      types: { "net.Rule": { access: "'Allow'|'Deny'!", port: "number" } },
    };
    const schema = packageSchema("net", table);
    assert.deepEqual(schema.resources, {
      "net:index:Wall": {
        inputProperties: {
          rules: { type: "array", items: { $ref: "#/types/net:net:Rule" } },
          tags: { type: "object", additionalProperties: { type: "string" } },
        },
        requiredInputs: ["rules"],
        properties: {
          id2: { $ref: "pulumi.json#/Any" },
          tags: { type: "object", additionalProperties: { type: "string" } },
        },
      },
    });
    assert.deepEqual(schema.types, {
      "net:net:Rule": {
        type: "object",
        properties: { access: { type: "string" }, port: { type: "number" } },
        required: ["access"],
      },
    });
  });
});
