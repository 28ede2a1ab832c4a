import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../../cli/audit/audit-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  application,
  AUDIENCE,
  auditOf,
  federationStatement,
  machine,
  policy,
  PROVIDER,
  provider,
  role,
  ROLE_ARN,
  roleArn,
  type Statement,
  SUBJECT,
} from "../company";

const WEB = federationStatement({ aud: AUDIENCE, sub: SUBJECT });
const trusting = (Principal: object): Statement => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
const service = (name: string): Statement => trusting({ Service: name });

/** The audited role `orders` with these statements, in an account that the input has completely. */
function orders(statements: readonly Statement[], ...others: readonly SnapshotRecord[]): AuditedRole {
  const found = auditOf(role("orders", [WEB], statements), ...others).roles.find(
    ({ arn }) => arn === ROLE_ARN,
  );
  assert.ok(found !== undefined);
  return found;
}

const result = (...given: Parameters<typeof orders>): readonly [string, readonly string[]] => {
  const { permissions } = orders(...given);
  return [permissions.power, permissions.escalations.map(({ gives }) => gives)];
};

const UNKNOWN = ["unknown", []] as const;
const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;

/** A user with these statements, and with those of a group. */
function user(
  name: string,
  statements: readonly Statement[],
  groups: readonly string[] = [],
): SnapshotRecord {
  return {
    kind: "aws.user",
    of: ACCOUNT,
    data: {
      UserName: name,
      Arn: userArn(name),
      Path: "/",
      UserPolicyList: [{ PolicyName: "p", PolicyDocument: policy(...statements) }],
      GroupList: groups,
    },
  };
}

const ADMINS: SnapshotRecord = {
  kind: "aws.group",
  of: ACCOUNT,
  data: {
    GroupName: "admins",
    Arn: `arn:aws:iam::${ACCOUNT}:group/admins`,
    Path: "/",
    AttachedManagedPolicies: [
      { PolicyName: "AdministratorAccess", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    ],
  },
};

describe("a role that may create or change roles with a chosen beginning", () => {
  const NEW = "It can create a role that trusts it, and give that role AdministratorAccess.";
  const OTHER = "It can make another role trust it, and give that role AdministratorAccess.";

  it("leads to an administrator by a role that it creates", () => {
    for (const extend of ["iam:AttachRolePolicy", "iam:PutRolePolicy"]) {
      assert.deepEqual(result([allow(["iam:CreateRole", extend], roleArn("new-*"))]), ["escalation", [NEW]]);
      assert.deepEqual(
        result([
          allow("iam:CreateRole", roleArn("new-*")),
          allow(extend, "arn:aws:iam::*:role/new-a*"),
          allow("sts:AssumeRole", roleArn("new-*")),
        ]),
        ["escalation", [NEW]],
      );
    }
    assert.deepEqual(
      result([allow(["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy"], roleArn("team/*"))]),
      ["escalation", [OTHER]],
    );
  });

  it("is unknown if the names do not meet, or are of another account", () => {
    assert.deepEqual(
      result([allow("iam:CreateRole", roleArn("new-*")), allow("iam:PutRolePolicy", roleArn("old-*"))]),
      UNKNOWN,
    );
    assert.deepEqual(
      result([allow(["iam:CreateRole", "iam:PutRolePolicy"], roleArn("new-*", "444455556666"))]),
      UNKNOWN,
    );
    assert.deepEqual(
      result([
        allow(["iam:CreateRole", "iam:PutRolePolicy"], roleArn("new-*")),
        { Effect: "Deny", Action: "iam:PutRolePolicy", Resource: roleArn("*") },
      ]),
      ["limited", []],
    );
    const bounded = {
      ...allow("iam:CreateRole", roleArn("new-*")),
      Condition: { StringEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/limit` } },
    };
    assert.deepEqual(result([bounded, allow("iam:PutRolePolicy", roleArn("new-*"))]), UNKNOWN);
    assert.deepEqual(result([allow("iam:CreateRole", roleArn("new-*"))]), ["limited", []]);
  });

  it("leads to an administrator by a named role that it can assume", () => {
    const gives = `It can give the role ${roleArn("plain")}, which it can assume, every permission.`;
    const root = role("plain", [trusting({ AWS: `arn:aws:iam::${ACCOUNT}:root` })]);
    const direct = role("plain", [trusting({ AWS: ROLE_ARN })]);
    const closed = role("plain", [trusting({ AWS: roleArn("other") })]);
    const put = allow("iam:PutRolePolicy", roleArn("plain"));
    assert.deepEqual(result([put, allow("sts:AssumeRole", roleArn("plain"))], root), ["escalation", [gives]]);
    assert.deepEqual(result([put], direct), ["escalation", [gives]]);
    assert.deepEqual(result([put], root), UNKNOWN);
    assert.deepEqual(result([put, allow("sts:AssumeRole", roleArn("plain"))], closed), UNKNOWN);
  });
});

describe("a role that may act as a user", () => {
  const gives = `It can act as the user ${userArn("admin")}, which is an administrator.`;
  const KEYS = ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"];

  it("leads to an administrator if that user is one, by its own policies or by its group's", () => {
    for (const action of KEYS) {
      for (const resource of [userArn("admin"), userArn("adm*")]) {
        assert.deepEqual(result([allow(action, resource)], user("admin", [allow("*")])), [
          "escalation",
          [gives],
        ]);
        assert.deepEqual(result([allow(action, resource)], user("admin", [], ["admins"]), ADMINS), [
          "escalation",
          [gives],
        ]);
      }
    }
  });

  it("is unknown if the user is weak, not named, not in the input, or kept by a Deny", () => {
    const key = allow("iam:CreateAccessKey", userArn("admin"));
    assert.deepEqual(result([key], user("admin", [allow("s3:GetObject")], ["readers"]), ADMINS), UNKNOWN);
    assert.deepEqual(result([key], user("other", [allow("*")])), UNKNOWN);
    assert.deepEqual(result([key]), UNKNOWN);
    assert.deepEqual(
      result(
        [
          allow("iam:CreateAccessKey", userArn("adm*")),
          { Effect: "Deny", Action: "iam:*", Resource: userArn("admin") },
        ],
        user("admin", [allow("*")]),
      ),
      UNKNOWN,
    );
  });

  it("leads to an administrator if it may give the user permissions too", () => {
    const made = "It can make a user an administrator, and act as that user.";
    for (const extend of ["iam:AttachUserPolicy", "iam:PutUserPolicy"]) {
      for (const action of KEYS) {
        assert.deepEqual(result([allow([extend, action], userArn("ci-*"))]), ["escalation", [made]]);
      }
      assert.deepEqual(
        result([allow(extend, userArn("a")), allow("iam:CreateAccessKey", userArn("b"))]),
        UNKNOWN,
      );
    }
  });
});

/** Principals of services, with an action of the service that no path of the table takes alone. */
const SERVICES = {
  "amplify.amazonaws.com": "amplify:UpdateApp",
  "apigateway.amazonaws.com": "apigateway:PATCH",
  "appsync.amazonaws.com": "appsync:CreateDataSource",
  "backup.amazonaws.com": "backup:StartRestoreJob",
  "batch.amazonaws.com": "batch:CreateComputeEnvironment",
  "codedeploy.amazonaws.com": "codedeploy:CreateDeployment",
  "codepipeline.amazonaws.com": "codepipeline:PutWebhook",
  "config.amazonaws.com": "config:PutRemediationConfigurations",
  "dms.amazonaws.com": "dms:CreateEndpoint",
  "ec2.amazonaws.com": "autoscaling:UpdateAutoScalingGroup",
  "ecs-tasks.amazonaws.com": "ecs:UpdateService",
  "glue.amazonaws.com": "glue:CreateSession",
  "iot.amazonaws.com": "iot:CreateTopicRule",
  "lambda.eu-west-1.amazonaws.com": "lambda:CreateFunction",
  "pods.eks.amazonaws.com": "eks:UpdateNodegroupConfig",
  "sagemaker.amazonaws.com": "sagemaker:UpdateDomain",
  "states.amazonaws.com.cn": "states:CreateStateMachine",
  "transfer.amazonaws.com": "transfer:CreateServer",
  "some-new-service.amazonaws.com": "some-new-service:CreateThing",
};

describe("a powerful role that may be passed to a service", () => {
  const pass = allow("iam:PassRole", roleArn("admin"));

  it("makes the role unknown with any change of the service", () => {
    for (const [principal, action] of Object.entries(SERVICES)) {
      const { permissions } = orders(
        [pass, allow(action)],
        role("admin", [service(principal)], [allow("*")]),
      );
      assert.deepEqual(
        [permissions.power, permissions.because],
        [
          "unknown",
          `It can pass the role ${roleArn("admin")}, which is an administrator, to ${principal}, and may change that service. Whether it can run code with the role is not known.`,
        ],
        principal,
      );
    }
  });

  it("leads nowhere if the role only reads, may not pass it there, or passes a weak one", () => {
    for (const [principal, action] of Object.entries(SERVICES)) {
      const admin = role("admin", [service(principal)], [allow("*")]);
      const name = action.split(":")[0] ?? "";
      const reads = allow([`${name}:Get*`, `${name}:List*`, `${name}:DescribeAll`]);
      assert.deepEqual(result([pass, reads], admin), ["limited", []], principal);
      const elsewhere = {
        ...pass,
        Condition: { StringEquals: { "iam:PassedToService": "other.amazonaws.com" } },
      };
      assert.deepEqual(result([elsewhere, allow(action)], admin), ["limited", []], principal);
      const weak = role("admin", [service(principal)], [allow("ec2:DescribeInstances")]);
      assert.deepEqual(result([pass, allow(action)], weak), ["limited", []], principal);
    }
  });
});

describe("a role with few permissions that can assume a powerful one", () => {
  it("gets as far in power, cause, and sentence", () => {
    const { permissions, sentence } = orders(
      [allow("sts:AssumeRole", roleArn("admin"))],
      role("admin", [trusting({ AWS: ROLE_ARN })], [allow("*")]),
      provider(PROVIDER, [AUDIENCE]),
      application(),
      ...machine(),
    );
    assert.deepEqual(
      [permissions.power, permissions.because],
      ["escalation", `It can assume ${roleArn("admin")} in 1 step, which is an administrator.`],
    );
    assert.ok(sentence.endsWith(`which leads to ${roleArn("admin")}, an administrator.`), sentence);
    const weak = orders(
      [allow("sts:AssumeRole", roleArn("weak"))],
      role("weak", [trusting({ AWS: ROLE_ARN })], [allow("ec2:DescribeInstances")]),
    );
    assert.equal(weak.permissions.power, "limited");
  });
});
