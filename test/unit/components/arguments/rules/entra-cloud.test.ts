import assert from "node:assert/strict";
import { entraCloud } from "../../../../../components/arguments/rules/entra-cloud";

describe("rule for clouds", () => {
  it("takes the names that the Azure providers have", () => {
    for (const cloud of ["public", "usgovernment", "china"]) {
      assert.deepEqual(entraCloud(cloud), []);
    }
  });

  it("refuses names of other tools, and names the right ones", () => {
    for (const cloud of ["AzureCloud", "Public", "german", ""]) {
      assert.deepEqual(entraCloud(cloud), ["must be one of: public, usgovernment, china"]);
    }
  });
});
