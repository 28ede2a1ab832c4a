import assert from "node:assert/strict";
import { readTemplate } from "../../../../policy-sources/cloudformation/read-template";
import { TemplateError } from "../../../../policy-sources/unreadable";

describe("readTemplate", () => {
  it("reads JSON, and YAML with short forms of intrinsic functions", () => {
    assert.deepEqual(readTemplate('{"Resources":{}}'), { Resources: {} });
    assert.deepEqual(readTemplate("Resources:\n  Role: !GetAtt Provider.Arn\n"), {
      Resources: { Role: { "Fn::GetAtt": "Provider.Arn" } },
    });
  });

  it("refuses a member that comes twice", () => {
    assert.throws(() => readTemplate("Resources: {}\nResources: {}\n"), TemplateError);
    assert.throws(() => readTemplate('{"Resources": {}, "Resources": {}}'), TemplateError);
  });

  it("reads YAML that begins with a brace", () => {
    assert.deepEqual(readTemplate("{Resources: {}}"), { Resources: {} });
  });

  for (const [what, text] of [
    ["brackets", "[".repeat(100_000)],
    ["mappings", '{"a":'.repeat(100_000)],
    ["dashes", "- ".repeat(100_000)],
  ] as const) {
    it(`refuses ${what} that nest so deeply that the parser would end the process`, () => {
      assert.throws(() => readTemplate(text), {
        name: "TemplateError",
        message: "is nested too deeply (at most 300 levels are read)",
      });
    });
  }
});
