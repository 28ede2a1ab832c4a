import assert from "node:assert/strict";
import { judgePermissions } from "../../../../policypack/permissions/judge-permissions";
import { privilegedManagedPolicy } from "../../../../policypack/permissions/privileged-policies";
import { matchesWildcards, unknownMark } from "../../../../trust";

type Json = Record<string, unknown>;

const found = (statement: Json, allowed: string[] = []): string[] =>
  judgePermissions(
    "app",
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...statement }] },
    allowed,
  ).map(({ message }) => message.text);

describe("judgePermissions", () => {
  it("has nothing to say of actions by name, nor of a service's actions that give no more", () => {
    for (const Action of ["s3:GetObject", ["s3:Get*", "s3:ListBucket"], "s3:*", "iam:Get*", "iam:List*"]) {
      assert.deepEqual(found({ Action }), [], JSON.stringify(Action));
    }
    assert.deepEqual(
      judgePermissions("app", JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:GetObject" } }), []),
      [],
    );
  });

  it("refuses everything, in each way in which it can be written", () => {
    for (const Action of ["*", "*:*", "**", "?*", "*?:*", ["s3:GetObject", "*"]]) {
      assert.equal(found({ Action }).length, 1, JSON.stringify(Action));
      assert.match(found({ Action })[0] ?? "", /the role may call every action/);
    }
    assert.match(
      found({ NotAction: "iam:*" })[0] ?? "",
      /the role may call every action that NotAction does not name/,
    );
  });

  it("refuses what lets a role give itself more, by name, by pattern and in any case, on any resource", () => {
    const Resource = "arn:aws:iam::111122223333:role/one";
    for (const Action of ["iam:PutRolePolicy", "iam:*", "IAM:attach*policy", "iam:Create?ccessKey", "i*:*"]) {
      assert.match(found({ Action, Resource })[0] ?? "", /can give itself more permissions/, Action);
    }
  });

  it("refuses what matches more than one resource of an account for actions that become others", () => {
    const of = "arn:aws:";
    const account = ":eu-west-1:111122223333:";
    const cases: [action: string, named: string, several: string][] = [
      ["iam:PassRole", `${of}iam::111122223333:role/app`, `${of}iam::111122223333:role/*`],
      ["sts:AssumeRole", `${of}iam::111122223333:role/app`, `${of}iam::111122223333:role/path/*`],
      ["sts:*", `${of}iam::111122223333:role/app`, `${of}iam::*:role/app`],
      ["lambda:UpdateFunctionCode", `${of}lambda${account}function:app:*`, `${of}lambda${account}function:*`],
      ["lambda:UpdateFunctionConfiguration", `${of}lambda${account}function:app`, `${of}lambda${account}*`],
      ["ssm:SendCommand", `${of}ec2${account}instance/i-1`, `${of}ec2:*:*:instance/*`],
      ["ssm:StartSession", `${of}ssm${account}managed-instance/mi-1`, `${of}ssm${account}managed-instance/*`],
      ["codebuild:StartBuild", `${of}codebuild${account}project/app`, `${of}codebuild${account}project/*`],
      ["glue:UpdateDevEndpoint", `${of}glue${account}devEndpoint/a`, `${of}glue${account}devEndpoint/?*`],
      ["eks:CreatePodIdentityAssociation", `${of}eks${account}cluster/a`, `${of}eks${account}cluster/*`],
      [
        "cloudformation:UpdateStack",
        `${of}cloudformation${account}stack/app/*`,
        `${of}cloudformation${account}stack/*/*`,
      ],
      ["ecs:ExecuteCommand", `${of}ecs${account}task/app/*`, `${of}ecs${account}task/*`],
    ];
    for (const [Action, named, several] of cases) {
      assert.match(found({ Action })[0] ?? "", /can act as other identities/, Action);
      assert.equal(found({ Action, Resource: several }).length, 1, several);
      assert.deepEqual(found({ Action, Resource: named }), [], named);
      assert.equal(found({ Action, Resource: undefined, NotResource: named }).length, 1, Action);
    }
  });

  it("refuses to change permission sets and their members, on any resource", () => {
    for (const Action of [
      "sso:PutInlinePolicyToPermissionSet",
      "sso:CreateAccountAssignment",
      "identitystore:CreateGroupMembership",
    ]) {
      assert.match(
        found({ Action, Resource: "arn:aws:sso:::instance/ssoins-1" })[0] ?? "",
        /give itself more permissions/,
      );
    }
  });

  it("passes an action on resources of another service, which the action does not concern", () => {
    const Resource = ["arn:aws:s3:::reports/*", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"];
    assert.deepEqual(found({ Action: ["s3:GetObject", "ssm:SendCommand"], Resource }), []);
  });

  it("refuses a member that is written twice", () => {
    const text =
      '{"Statement": {"Effect": "Allow", "Action": "*", "Action": "s3:GetObject", "Resource": "*"}}';
    assert.deepEqual(judgePermissions("app", text, []), [
      {
        message: {
          code: "permissions-member-repeated",
          text: 'app: the member "Action" is twice in one object. Expected each member once.',
        },
        values: ["Action"],
      },
    ]);
  });

  it("compares patterns of actions in time that grows with the product of the lengths", () => {
    let steps = 0;
    const counted = (text: string): string =>
      new Proxy(Object(text) as object, {
        get: (target, name) => {
          steps++;
          return Reflect.get(target, name, target) as unknown;
        },
      }) as unknown as string;
    const pattern = `${"?*".repeat(50)}x`;
    const text = "a".repeat(100);
    assert.equal(matchesWildcards(counted(pattern), text), false);
    assert.ok(steps > 0 && steps <= 3 * pattern.length * text.length, String(steps));
    // A regular expression would take longer than the age of the universe.
    assert.deepEqual(found({ Action: `${"?*".repeat(200)}!` }), []);
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
    assert.equal(judgePermissions("app", { Statement }, []).length, 1);
  });

  it("is known without the position of the statement, so a baseline knows the finding after a move", () => {
    const at = (...before: Json[]): unknown => {
      const Statement = [...before, { Effect: "Allow", Action: "iam:Put*", Resource: "*" }];
      const [problem] = judgePermissions("app", { Statement }, []);
      return [problem?.values, /statement \d/.exec(problem?.message.text ?? "")?.[0]];
    };
    const values = ["iam:Put*", "iam:PutGroupPolicy"];
    assert.deepEqual(at(), [values, "statement 0"]);
    assert.deepEqual(at({ Effect: "Allow", Action: "s3:GetObject" }), [values, "statement 1"]);
  });

  it("refuses a policy that it cannot read, and actions that only CloudFormation resolves", () => {
    assert.match(judgePermissions("app", "{", [])[0]?.message.text ?? "", /not valid JSON/);
    assert.match(judgePermissions("app", 7, [])[0]?.message.text ?? "", /not an object/);
    assert.match(found({ Action: [{ "Fn::ImportValue": "x" }] })[0] ?? "", /does not show which action/);
    const Action = ["s3:GetObject", "Fn::ImportValue x", "Ref Later"].map((name) =>
      name.includes(" ") ? unknownMark(name) : name,
    );
    const document = { Statement: [{ Effect: "Allow", Resource: "*", Action }] };
    assert.deepEqual(
      judgePermissions("app", document, [], new Set(["Fn::ImportValue x"])).map(
        ({ message }) => message.text,
      ),
      [
        'app, statement 0: the policy does not show which action "<Fn::ImportValue x>" is. Expected the actions by name.',
      ],
    );
  });
});

describe("privilegedManagedPolicy", () => {
  it("knows AWS's own policies that allow too much, in any partition", () => {
    for (const [arn = "", name] of [
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
