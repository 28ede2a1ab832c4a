import assert from "node:assert/strict";
import { contractWorkloadName } from "../../../../../components/arguments/rules/contract-workload-name";

describe("rule for names of workloads in a contract", () => {
  for (const name of ["a", "importer", "orders-importer", "team.app_1", "a".repeat(64)]) {
    it(`takes ${name}`, () => {
      assert.deepEqual(contractWorkloadName(name), []);
    });
  }

  for (const name of ["", "-a", "a-", "a b", "a/b", "ä", "__proto__", "a".repeat(65)]) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.equal(contractWorkloadName(name).length, 1);
    });
  }
});
