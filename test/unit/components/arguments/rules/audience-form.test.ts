import assert from "node:assert/strict";
import { audienceForm } from "../../../../../components/arguments/rules/audience-form";

describe("rule for forms of the audience", () => {
  it("takes both", () => {
    assert.deepEqual([audienceForm("tenant-and-name"), audienceForm("application-id")], [[], []]);
  });

  it("refuses an audience in the place of its form", () => {
    assert.deepEqual(audienceForm("api://orders"), ["must be one of: tenant-and-name, application-id"]);
  });
});
