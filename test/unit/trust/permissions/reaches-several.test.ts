import assert from "node:assert/strict";
import { reachesSeveral } from "../../../../trust/permissions/reaches-several";

const role = { service: "iam", beginning: "role/" };
const ACCOUNT = "arn:aws:iam::111122223333:";

describe("reachesSeveral", () => {
  it("is true for each way to write more than one role of an account", () => {
    for (const pattern of [
      "*",
      "**",
      "a*",
      "?*",
      "arn:*",
      "arn:aws:iam::*",
      "*:role/*",
      `${ACCOUNT}*`,
      `${ACCOUNT}*/*`,
      `${ACCOUNT}r*`,
      `${ACCOUNT}role/*`,
      `${ACCOUNT}role/?*`,
      `${ACCOUNT}role/a?p`,
      `${ACCOUNT}rol?/*`,
      `${ACCOUNT}role/path/*`,
      `${ACCOUNT}role/app-*`,
      "*role/app",
      "*/app",
      `${ACCOUNT}role/\${aws:PrincipalTag/role}`,
    ]) {
      assert.equal(reachesSeveral(pattern, role), true, pattern);
    }
  });

  it("is false for one role, for one name in each account, and for what is not a role", () => {
    for (const pattern of [
      `${ACCOUNT}role/app`,
      `${ACCOUNT}role/path/app`,
      "arn:aws:iam::*:role/app",
      "arn:*:iam::111122223333:role/app",
      "arn:aws:iam::11112222????:role/app",
      `${ACCOUNT}role/a\${*}`,
      `${ACCOUNT}user/*`,
      "arn:aws:s3:::*",
      "arn:aws:lambda:*:*:function:*",
      "",
    ]) {
      assert.equal(reachesSeveral(pattern, role), false, pattern);
    }
  });

  it("counts a wildcard behind the name only for resources whose names do not end", () => {
    const lambda = { service: "lambda", beginning: "function:", end: ":" };
    const app = "arn:aws:lambda:eu-west-1:111122223333:function:app";
    assert.equal(reachesSeveral(`${app}:*`, lambda), false);
    assert.equal(reachesSeveral(`${app}*`, lambda), true);
    assert.equal(reachesSeveral(`${app}*:live`, lambda), true);
  });
});

describe("reachesSeveral for an action that reaches other accounts", () => {
  const assumed = { ...role, acrossAccounts: true } as const;

  it("is true for one name in several accounts", () => {
    for (const pattern of [
      "arn:aws:iam::*:role/admin",
      "arn:*:iam::*:role/admin",
      "arn:aws:iam:*:role/admin",
      "arn:aws:iam::11112222????:role/admin",
      "arn:aws:iam::${aws:ResourceAccount}:role/admin",
    ]) {
      assert.equal(reachesSeveral(pattern, assumed), true, pattern);
    }
  });

  it("is false for one name in one account, whatever its partition", () => {
    for (const pattern of [
      `${ACCOUNT}role/admin`,
      "arn:*:iam::111122223333:role/admin",
      "arn:aws:iam::${aws:PrincipalAccount}:role/admin",
      "arn:aws:iam::*:user/admin",
      "arn:aws:s3:::*",
    ]) {
      assert.equal(reachesSeveral(pattern, assumed), false, pattern);
    }
  });
});
