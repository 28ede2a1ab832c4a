import assert from "node:assert/strict";
import { type CloudExports, mergeExports } from "../../../../cli/import/exports";
import {
  entryNames,
  inlinePoliciesOf,
  managedPoliciesOf,
  policyProblems,
} from "../../../../cli/import/role-policies";
import { staticName } from "../../../../components/arguments/rules/names";
import { withCode } from "../../../../messages";

const READER = { RoleName: "reader" };
const WRITER = { RoleName: "writer" };
const DOCUMENT = { Version: "2012-10-17", Statement: [] };
const policy = (RoleName: string, PolicyName: string) => ({ RoleName, PolicyName, PolicyDocument: DOCUMENT });
const exportsWith = (some: Partial<CloudExports>): CloudExports => mergeExports([{ roles: [READER] }, some]);

describe("policies of a role that is imported", () => {
  it("are those that its own name stands on, each once however often it was exported", () => {
    const exports = exportsWith({
      rolePolicies: [policy("reader", "a.b"), policy("writer", "c"), policy("reader", "a.b")],
    });
    assert.deepEqual(inlinePoliciesOf(READER, exports), [
      { entry: "a-b", name: "a.b", document: JSON.stringify(DOCUMENT) },
    ]);
  });

  it("get names that the component takes, each another", () => {
    const long = "x".repeat(50);
    const names = ["a", "a.b", "a-b", "a@b", "_a+", long, `${long}y`, "@", "a-b-2"];
    const entries = entryNames(names);
    assert.deepEqual(entries, [
      "a",
      "a-b",
      "a-b-2",
      "a-b-3",
      "a-2",
      "x".repeat(40),
      `${"x".repeat(38)}-2`,
      "policy",
      "a-b-2-2",
    ]);
    assert.deepEqual(entries.flatMap(staticName), []);
  });

  it("count as attached with one role only, since their list does not say to which", () => {
    const attachedPolicies = [
      { PolicyName: "Read Only", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ];
    assert.deepEqual(managedPoliciesOf(exportsWith({ attachedPolicies })), [
      { entry: "Read-Only", arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ]);
    assert.deepEqual(managedPoliciesOf(exportsWith({ roles: [WRITER], attachedPolicies })), []);
  });

  it("are a problem where one is listed without its document, without which it cannot be declared", () => {
    const listed = exportsWith({ rolePolicyNames: ["a", "b"], rolePolicies: [policy("reader", "a")] });
    assert.deepEqual(policyProblems(READER, listed).map(withCode), [
      "role reader has a policy b, and no file holds its document. Export it with aws iam get-role-policy --role-name reader --policy-name b [import-policy-missing]",
    ]);
    // A list does not say whose it is.
    assert.deepEqual(policyProblems(READER, exportsWith({ roles: [WRITER], rolePolicyNames: ["b"] })), []);
  });

  it("are a problem where one has the name of the policy that suspends, which would take its place", () => {
    const called = (name: string) => exportsWith({ rolePolicies: [policy("reader", name)] });
    for (const name of ["suspended", "Suspended"]) {
      assert.deepEqual(policyProblems(READER, called(name)).map(withCode), [
        `role reader has a policy named ${name}, the name that the component gives to the policy of a suspension. Rename it, and export again [import-policy-name-reserved]`,
      ]);
    }
    assert.deepEqual(policyProblems(READER, called("suspended-2019")), []);
  });
});
