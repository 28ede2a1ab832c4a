import assert from "node:assert/strict";
import { checkDocument, documentText, sameDocument } from "../../../../pulumi/plugins/aws/policy-document";
import { UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";

const statement = { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" };

describe("policy documents", () => {
  it("given as objects become text", () => {
    assert.equal(
      documentText({ Version: "2012-10-17", Statement: [] }),
      '{"Statement":[],"Version":"2012-10-17"}',
    );
  });

  it("given as objects are unknown as a whole when a leaf is, as with the bridged provider", () => {
    assert.equal(documentText({ Statement: [{ Principal: { Federated: UNKNOWN } }] }), UNKNOWN);
  });

  it("given as text stay as they are", () => {
    assert.equal(documentText('{ "Version": "2012-10-17" }'), '{ "Version": "2012-10-17" }');
  });

  it("mean the same whatever their spelling", () => {
    const one = { Version: "2012-10-17", Statement: statement };
    const other = {
      Statement: [{ Action: ["s3:ListBucket", "s3:GetObject"], Resource: ["*"], Effect: "Allow" }],
      Version: "2012-10-17",
    };
    assert.equal(sameDocument(JSON.stringify(one), JSON.stringify(other, undefined, 2)), true);
    const condition = (value: unknown): string =>
      JSON.stringify({ Statement: [{ ...statement, Condition: { StringEquals: { "x:aud": value } } }] });
    assert.equal(sameDocument(condition("a"), condition(["a"])), true);
    assert.equal(sameDocument(condition(["a", "b"]), condition(["b", "a"])), true);
  });

  it("differ when an action, an effect or a condition does", () => {
    const document = (changed: object): string =>
      JSON.stringify({ Statement: [{ ...statement, ...changed }] });
    for (const changed of [{ Action: "s3:*" }, { Effect: "Deny" }, { Condition: {} }]) {
      assert.equal(sameDocument(document({}), document(changed)), false);
    }
  });

  it("that are not JSON objects are refused", () => {
    const reason = '"assume_role_policy" contains an invalid JSON policy: it must be a JSON object';
    for (const assumeRolePolicy of ["", "{", "[]", '"text"']) {
      assert.deepEqual(checkDocument({ assumeRolePolicy }, "assumeRolePolicy"), [
        { path: "assumeRolePolicy", reason },
      ]);
    }
    assert.deepEqual(checkDocument({ assumeRolePolicy: UNKNOWN }, "assumeRolePolicy"), []);
  });
});
