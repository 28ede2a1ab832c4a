import assert from "node:assert/strict";
import { iamArn } from "../../../../../components/arguments/rules/iam";
import { withCode } from "../../../../../messages";

describe("iamArn", () => {
  it("shows a managed policy of an account and one of AWS's own", () => {
    assert.deepEqual(iamArn("policy")("ReadOnlyAccess").map(withCode), [
      "invalid ARN. Expected one without wildcards, such as arn:aws:iam::111122223333:policy/… or arn:aws:iam::aws:policy/ReadOnlyAccess [iam-arn-invalid]",
    ]);
    assert.deepEqual(iamArn("policy")("arn:aws:iam::aws:policy/ReadOnlyAccess"), []);
  });

  it("shows what is an account's alone with an account", () => {
    assert.deepEqual(iamArn("role")("reader").map(withCode), [
      "invalid ARN. Expected one without wildcards, such as arn:aws:iam::111122223333:role/… [iam-arn-invalid]",
    ]);
  });
});
