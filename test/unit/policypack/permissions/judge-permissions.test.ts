import assert from "node:assert/strict";
import { judgePermissions } from "../../../../policypack/permissions/judge-permissions";
import { privilegedManagedPolicy } from "../../../../policypack/permissions/privileged-actions";

type Json = Record<string, unknown>;

const found = (statement: Json, allowed: string[] = []): string[] =>
  judgePermissions(
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...statement }] },
    allowed,
  ).map((problem) => problem.found);

describe("judgePermissions", () => {
  it("has nothing to say of actions by name, nor of a service's actions that give no more", () => {
    for (const Action of ["s3:GetObject", ["s3:Get*", "s3:ListBucket"], "s3:*", "iam:Get*", "iam:List*"]) {
      assert.deepEqual(found({ Action }), [], JSON.stringify(Action));
    }
    assert.deepEqual(
      judgePermissions(JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:GetObject" } }), []),
      [],
    );
  });

  it("refuses everything, in each way in which it can be written", () => {
    for (const Action of ["*", "*:*", "**", ["s3:GetObject", "*"]]) {
      assert.equal(found({ Action }).length, 1, JSON.stringify(Action));
      assert.match(found({ Action })[0] ?? "", /allows everything/);
    }
    assert.match(found({ NotAction: "iam:*" })[0] ?? "", /NotAction in an Allow/);
  });

  it("refuses what lets a role give itself more, by name, by pattern and in any case, on any resource", () => {
    const Resource = "arn:aws:iam::111122223333:role/one";
    for (const Action of ["iam:PutRolePolicy", "iam:*", "IAM:attach*policy", "iam:Create?ccessKey", "i*:*"]) {
      assert.match(found({ Action, Resource })[0] ?? "", /can give itself more/, Action);
    }
  });

  it("refuses to become others on every resource, but not on named ones", () => {
    for (const Action of ["iam:PassRole", "sts:AssumeRole", "sts:*", "lambda:UpdateFunctionCode"]) {
      assert.match(found({ Action })[0] ?? "", /can act as another/, Action);
      assert.equal(found({ Action, Resource: "arn:aws:iam::111122223333:role/*" }).length, 1, Action);
      assert.deepEqual(found({ Action, Resource: "arn:aws:iam::111122223333:role/app" }), [], Action);
    }
  });

  it("lets pass what the configuration allows", () => {
    assert.deepEqual(found({ Action: "iam:PassRole" }, ["iam:passrole"]), []);
    assert.equal(found({ Action: ["iam:PassRole", "iam:PutRolePolicy"] }, ["iam:PassRole"]).length, 1);
  });

  it("passes over Deny, which does not repair an Allow either", () => {
    assert.deepEqual(found({ Effect: "Deny", Action: "*" }), []);
    const Statement = [
      { Effect: "Allow", Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "iam:*", Resource: "*" },
    ];
    assert.equal(judgePermissions({ Statement }, []).length, 1);
  });

  it("refuses what it cannot read, and actions that cannot be told", () => {
    assert.match(judgePermissions("{", [])[0]?.found ?? "", /no JSON/);
    assert.match(judgePermissions(7, [])[0]?.found ?? "", /no object/);
    assert.match(found({ Action: [{ "Fn::ImportValue": "x" }] })[0] ?? "", /cannot be told/);
  });
});

describe("privilegedManagedPolicy", () => {
  it("knows AWS's own policies that allow too much, in any partition", () => {
    for (const [arn, name] of [
      ["arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"],
      ["arn:aws-cn:iam::aws:policy/AdministratorAccess", "AdministratorAccess"],
      ["arn:aws:iam::aws:policy/AdministratorAccess-Amplify", "AdministratorAccess-Amplify"],
      ["arn:aws:iam::aws:policy/PowerUserAccess", "PowerUserAccess"],
      ["arn:aws:iam::aws:policy/IAMFullAccess", "IAMFullAccess"],
      ["arn:aws:iam::aws:policy/job-function/SystemAdministrator", "job-function/SystemAdministrator"],
    ]) {
      assert.equal(privilegedManagedPolicy(arn, []), name);
    }
  });

  it("lets others pass, a customer's policy of the same name among them, unless they are forbidden", () => {
    const reader = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const own = "arn:aws:iam::111122223333:policy/AdministratorAccess";
    assert.equal(privilegedManagedPolicy(reader, []), undefined);
    assert.equal(privilegedManagedPolicy(own, []), undefined);
    assert.equal(privilegedManagedPolicy(reader, ["AmazonS3*"]), "AmazonS3ReadOnlyAccess");
    assert.equal(privilegedManagedPolicy(own, [own]), own);
  });
});
