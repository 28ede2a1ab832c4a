import assert from "node:assert/strict";
import { assignableContract, federationContract } from "../../../../../components/arguments/rules/contract";
import { withCode } from "../../../../../messages";
import { contractWorkloadNameProblems } from "../../../../../trust";

const GUID = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const CONTRACT = {
  version: 1,
  issuer: `https://sts.windows.net/${GUID}/`,
  tokenVersion: 1,
  audience: `api://${GUID}/orders`,
  workloads: {},
};
const WITHOUT = JSON.stringify(CONTRACT);
const WITH = JSON.stringify({
  ...CONTRACT,
  assignment: { servicePrincipalObjectId: GUID, appRoleId: GUID },
});

describe("rule for federation contracts", () => {
  it("takes one with and without an assignment", () => {
    assert.deepEqual([federationContract(WITH), federationContract(WITHOUT)], [[], []]);
  });

  it("puts the path inside the contract before each problem", () => {
    const wrong = JSON.stringify({ ...CONTRACT, audience: "", more: 1 });
    assert.deepEqual(federationContract(wrong).map(withCode), [
      "invalid federation contract: more is not a member of the contract. Expected one of: version, issuer, tokenVersion, audience, workloads, assignment. Use the contract output of the other stack unchanged [contract-invalid]",
      'invalid federation contract: audience must not be empty; got "". Use the contract output of the other stack unchanged [contract-invalid]',
    ]);
    assert.deepEqual(federationContract("contract.json").map(withCode), [
      "invalid federation contract: it must be the JSON text of a federation contract, as EntraAudience exports it. Use the contract output of the other stack unchanged [contract-invalid]",
    ]);
  });
});

describe("rule for federation contracts that say where identities are assigned", () => {
  it("takes one with an assignment only", () => {
    assert.deepEqual(assignableContract(WITH), []);
    assert.deepEqual(assignableContract(WITHOUT).map(withCode), [
      'invalid federation contract: assignment is missing. Use the contract that the stack of the "EntraAudience" exports [contract-without-assignment]',
    ]);
  });

  it("tells what is wrong with the contract first", () => {
    assert.equal(assignableContract("{}").length, 1);
    assert.match(assignableContract("{}")[0]?.text ?? "", /^invalid federation contract: version must be 1/);
  });
});

describe("rule for names of workloads in a contract", () => {
  for (const name of ["a", "importer", "orders-importer", "team.app_1", "a".repeat(64)]) {
    it(`takes ${name}`, () => {
      assert.deepEqual(contractWorkloadNameProblems(name), []);
    });
  }

  for (const name of ["", "-a", "a-", "a b", "a/b", "ä", "__proto__", "a".repeat(65)]) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.equal(contractWorkloadNameProblems(name).length, 1);
    });
  }
});
