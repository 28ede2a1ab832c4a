import assert from "node:assert/strict";
import { schemaChanges, schemaOutline } from "../../../../tools/api/schema-changes";
import { committedSchema } from "../schema/committed-schema";

const outline = schemaOutline(committedSchema());
const about = (name: string): string[] => outline.filter((line) => line.startsWith(`${name}:`));

describe("the outline of the schema", () => {
  it("has a line for each component, type, argument, and output, with what a value depends on", () => {
    assert.deepEqual(about("FederatedRole"), ["FederatedRole: component"]);
    assert.deepEqual(about("AzureToAwsFederation argument workloads"), [
      "AzureToAwsFederation argument workloads: plain, map of WorkloadSettings, required",
    ]);
    assert.deepEqual(about("FederatedRole output roleArn"), ["FederatedRole output roleArn: string"]);
    assert.deepEqual(about("WorkloadSettings member maxSessionDuration"), [
      "WorkloadSettings member maxSessionDuration: integer, default 3600",
    ]);
    assert.deepEqual(about("EntraCloud"), ["EntraCloud: one of public, usgovernment, china"]);
  });

  it("has each line once, in the order of the names", () => {
    assert.deepEqual(outline, [...new Set(outline)].sort());
  });
});

describe("the changes of the schema", () => {
  it("are what is gone, new, or another type, by name", () => {
    const before = ["A argument b: string", "A argument c: string", "A: component"];
    const after = ["A argument a: string", "A argument c: plain, string", "A: component"];
    assert.deepEqual(schemaChanges(before, after), [
      "+ A argument a: string",
      "- A argument b: string",
      "- A argument c: string",
      "+ A argument c: plain, string",
    ]);
  });

  it("are none if nothing changed", () => {
    assert.deepEqual(schemaChanges(outline, outline), []);
  });
});
