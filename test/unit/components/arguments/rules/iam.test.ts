import assert from "node:assert/strict";
import { iamArn } from "../../../../../components/arguments/rules/iam";

describe("iamArn", () => {
  it("shows a managed policy of an account and one of AWS's own", () => {
    assert.deepEqual(iamArn("policy")("ReadOnlyAccess"), [
      "must be an ARN such as arn:aws:iam::111122223333:policy/… or arn:aws:iam::aws:policy/ReadOnlyAccess, without wildcards",
    ]);
    assert.deepEqual(iamArn("policy")("arn:aws:iam::aws:policy/ReadOnlyAccess"), []);
  });

  it("shows what is an account's alone with an account", () => {
    assert.deepEqual(iamArn("role")("reader"), [
      "must be an ARN such as arn:aws:iam::111122223333:role/…, without wildcards",
    ]);
  });
});
