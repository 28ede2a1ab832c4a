import assert from "node:assert/strict";
import { documentedDefault } from "../../../../tools/schema/documented-default";

describe("documentedDefault", () => {
  const cases: [title: string, description: string, type: string | undefined, expected: unknown][] = [
    ["a text", "The size. Default: `Standard_B1s`.", "string", "Standard_B1s"],
    ["a value of an enum", "The cloud. Default: `public`.", undefined, "public"],
    ["a number", "Seconds. Default: 3600.", "integer", 3600],
    ["a truth value", "Whether. Default: false. It changes nothing.", "boolean", false],
    ["nothing that depends on something", "The region. Default: that of the provider.", "string", undefined],
    ["nothing with a placeholder", "The name. Default: `<project>-<stack>`.", "string", undefined],
    ["nothing with a condition", "Default: `root`, unless it is a VM.", "string", undefined],
    ["no number for a text", "The version. Default: 1.", "string", undefined],
    ["no text for a number", "The version. Default: `1`.", "integer", undefined],
    ["nothing for a list", "The sources. Default: `any`.", "array", undefined],
    ["nothing where none is named", "The issuer.", "string", undefined],
  ];
  for (const [title, description, type, expected] of cases) {
    it(`takes ${title}`, () => {
      assert.equal(documentedDefault("argument", description, type), expected);
    });
  }

  it("takes nothing for an argument that is refused beside another one", () => {
    assert.equal(documentedDefault("retainOnDelete", "Whether. Default: false.", "boolean"), undefined);
  });
});
