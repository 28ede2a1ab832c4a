import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../../cli/audit/audit-report";
import { EstateBuilder } from "../../../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../../../cli/audit/make-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  AUDIENCE,
  auditOf,
  estateFrom,
  federationStatement,
  NOW,
  role,
  roleArn,
  type Statement,
  SUBJECT,
} from "../company";

const FEDERATED = [federationStatement({ aud: AUDIENCE, sub: SUBJECT })];

const trusting = (service: string): Statement => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: "sts:AssumeRole",
});

/** A federated role that may start machines, and pass some roles, beside other roles. */
function passing(resource: string, ...others: readonly SnapshotRecord[]): AuditedRole {
  const [found] = auditOf(
    role("deployer", FEDERATED, [allow("iam:PassRole", resource), allow("ec2:RunInstances")]),
    ...others,
  ).roles;
  assert.ok(found);
  return found;
}

function paths({ permissions }: AuditedRole): string[] {
  return permissions.escalations.map(({ id, gives }) => `${id}: ${gives}`);
}

const admin = (name: string, service = "ec2.amazonaws.com"): SnapshotRecord =>
  role(name, [trusting(service)], [allow("*")]);

describe("a named role that may be passed", () => {
  const said = `pass-role-ec2: It can run code in ec2 with the role ${roleArn("admin")}, which is an administrator.`;

  it("is a path if the input knows it as powerful, and the service assumes it", () => {
    assert.deepEqual(paths(passing(roleArn("admin"), admin("admin"))), [said]);
    assert.deepEqual(paths(passing(`arn:aws:iam::${ACCOUNT}:role/adm*`, admin("admin"))), [said]);
    assert.equal(passing(roleArn("admin"), admin("admin")).permissions.power, "escalation");
  });

  it("is the worst of several", () => {
    const escalating = role("adm", [trusting("ec2.amazonaws.com")], [allow("iam:PutRolePolicy")]);
    assert.deepEqual(paths(passing(`arn:aws:iam::${ACCOUNT}:role/adm*`, escalating, admin("admin"))), [said]);
    assert.deepEqual(paths(passing(roleArn("adm"), escalating, admin("admin"))), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("adm")}, which can give itself more permissions.`,
    ]);
  });

  it("is none if it is weak, or unknown, or another service's, or another account's, or denied", () => {
    const reader = role("admin", [trusting("ec2.amazonaws.com")], [allow("s3:GetObject")]);
    assert.deepEqual(paths(passing(roleArn("admin"), reader)), []);
    assert.deepEqual(paths(passing(roleArn("admin"))), []);
    assert.deepEqual(paths(passing(roleArn("admin"), admin("admin", "lambda.amazonaws.com"))), []);
    assert.deepEqual(paths(passing(roleArn("other"), admin("admin"))), []);
    assert.deepEqual(paths(passing("arn:aws:iam::999988887777:role/admin", admin("admin"))), []);
    const foreign = role("admin", [trusting("ec2.amazonaws.com")], [allow("*")], {
      Arn: "arn:aws:iam::999988887777:role/admin",
    });
    assert.deepEqual(paths(passing("arn:aws:iam::*:role/admin", foreign)), []);
    assert.deepEqual(paths(passing("arn:aws:iam::*:role/admin", foreign, admin("admin"))), [said]);
    const bounded = role(
      "admin",
      [trusting("ec2.amazonaws.com")],
      [
        allow("*"),
        { Effect: "Deny", Action: "iam:*", Resource: "*" },
        { Effect: "Deny", NotAction: "s3:*", Resource: "*" },
      ],
    );
    assert.deepEqual(paths(passing(roleArn("admin"), bounded)), []);
  });

  it("is none if it is powerful on named resources only", () => {
    const named = role("admin", [trusting("ec2.amazonaws.com")], [allow("*", "arn:aws:s3:::orders/*")]);
    assert.deepEqual(paths(passing(roleArn("admin"), named)), []);
  });

  it("depends on the condition of the statement that names it, whatever others name", () => {
    const conditional = {
      ...allow("iam:PassRole", roleArn("admin")),
      Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    };
    const reader = role("reader", [trusting("ec2.amazonaws.com")], [allow("s3:GetObject")]);
    const [found] = auditOf(
      role("deployer", FEDERATED, [
        conditional,
        allow("iam:PassRole", roleArn("reader")),
        allow("ec2:RunInstances"),
      ]),
      admin("admin"),
      reader,
    ).roles;
    assert.deepEqual(found?.permissions.escalations, []);
    assert.equal(found.permissions.power, "unknown");
  });

  it("is none without the other actions of the path, and never the role itself", () => {
    const [alone] = auditOf(
      role("deployer", FEDERATED, [allow("iam:PassRole", roleArn("admin"))]),
      admin("admin"),
    ).roles;
    assert.deepEqual(alone?.permissions.escalations, []);
    const [itself] = auditOf(
      role(
        "deployer",
        [...FEDERATED, trusting("ec2.amazonaws.com")],
        [allow("iam:PassRole", roleArn("deployer")), allow("ec2:RunInstances")],
      ),
    ).roles;
    assert.deepEqual(itself?.permissions.escalations, []);
  });
});

/** A federated role with these statements, next to other roles. By default, the input has the whole account. */
function deployerWith(statements: readonly Statement[], ...others: readonly SnapshotRecord[]): AuditedRole {
  const found = auditOf(role("deployer", FEDERATED, statements), ...others).roles.find(
    ({ name }) => name === "deployer",
  );
  assert.ok(found);
  return found;
}

describe("any role that may be passed, in an account that the input has completely", () => {
  const launch = [allow("iam:PassRole"), allow("ec2:RunInstances")];
  const ec2 = (name: string, ...statements: readonly Statement[]): SnapshotRecord =>
    role(name, [trusting("ec2.amazonaws.com")], statements);
  const to = (operator: string, ...services: readonly string[]): Statement => ({
    ...allow("iam:PassRole"),
    Condition: { [operator]: { "iam:PassedToService": services } },
  });
  const worth = (...others: readonly SnapshotRecord[]): string[] => paths(deployerWith(launch, ...others));
  const isPath = (statements: readonly Statement[], ...others: readonly SnapshotRecord[]): boolean =>
    deployerWith(statements, ...others).permissions.power === "escalation";

  it("is no path if no role trusts the service", () => {
    const { permissions } = deployerWith(launch, admin("admin", "lambda.amazonaws.com"));
    assert.deepEqual(
      [permissions.power, permissions.escalations, permissions.notSeen],
      ["unknown", [], ["It is allowed iam:PassRole, and the input does not show where that leads."]],
    );
    assert.deepEqual(worth(), []);
    assert.deepEqual(
      worth(
        role("admin", [trusting("ec2.amazonaws.com")], [allow("*")], {
          Arn: "arn:aws:iam::999988887777:role/admin",
        }),
      ),
      [],
    );
  });

  it("is a path to the worst role that trusts the service, which it names", () => {
    assert.deepEqual(worth(ec2("reader", allow("s3:GetObject")), admin("admin")), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("admin")}, which is an administrator.`,
    ]);
    assert.deepEqual(worth(ec2("reader", allow("s3:GetObject")), ec2("adm", allow("iam:PutRolePolicy"))), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("adm")}, which can give itself more permissions.`,
    ]);
  });

  it("is a path if the role to pass adds data, and none if it adds nothing", () => {
    assert.deepEqual(worth(ec2("reader", allow("s3:GetObject", "arn:aws:s3:::orders/*"))), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("reader")}, which reaches data that it does not.`,
    ]);
    assert.deepEqual(worth(ec2("weak", allow("ec2:DescribeInstances"))), []);
    assert.deepEqual(worth(ec2("empty")), []);
    const reads = [...launch, allow("s3:GetObject")];
    assert.equal(isPath(reads, ec2("reader", allow("s3:GetObject", "arn:aws:s3:::orders/*"))), false);
    assert.equal(isPath(reads, ec2("writer", allow("s3:PutObject"))), true);
    assert.equal(isPath(reads, ec2("reader", allow("sqs:ReceiveMessage"))), true);
    const both = [...launch, allow(["s3:GetObject", "s3:PutObject"])];
    assert.equal(isPath(both, ec2("writer", allow("s3:PutObject"))), false);
    assert.equal(
      isPath(launch, ec2("reader", allow("s3:GetObject"), { Effect: "Deny", Action: "s3:*", Resource: "*" })),
      false,
    );
    assert.equal(
      isPath(
        launch,
        ec2("reader", allow("s3:GetObject"), {
          Effect: "Deny",
          Action: "s3:*",
          Resource: "arn:aws:s3:::a/*",
        }),
      ),
      true,
    );
  });

  it("is a path if the role to pass leads to others, or cannot be evaluated", () => {
    assert.deepEqual(worth(ec2("hop", allow("sts:AssumeRole", roleArn("elsewhere")))), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("hop")}, which can assume other roles.`,
    ]);
    const naming = role("named-by", [
      { Effect: "Allow", Principal: { AWS: roleArn("weak") }, Action: "sts:AssumeRole" },
    ]);
    assert.deepEqual(worth(ec2("weak"), naming), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("weak")}, which can assume other roles.`,
    ]);
    const trustsItself = role(
      "weak",
      [
        trusting("ec2.amazonaws.com"),
        { Effect: "Allow", Principal: { AWS: roleArn("weak") }, Action: "sts:AssumeRole" },
      ],
      [],
    );
    assert.deepEqual(worth(trustsItself), []);
    const unknown = role("unknown", [trusting("ec2.amazonaws.com")], [], {
      AttachedManagedPolicies: [{ PolicyName: "p", PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p` }],
    });
    assert.deepEqual(worth(unknown), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("unknown")}, whose permissions could not be evaluated.`,
    ]);
  });

  it("counts roles that can pass others, and ends where they pass each other", () => {
    const invoke = allow(["lambda:CreateFunction", "lambda:InvokeFunction"]);
    const first = ec2("first", allow("iam:PassRole"), invoke);
    const second = role("second", [trusting("lambda.amazonaws.com")], launch);
    assert.deepEqual(worth(first, second), []);
    assert.deepEqual(worth(first, second, admin("admin", "lambda.amazonaws.com")), [
      `pass-role-ec2: It can run code in ec2 with the role ${roleArn("first")}, which can give itself more permissions.`,
    ]);
  });

  it("reads iam:PassedToService, also negated, and in a Deny", () => {
    const only = (operator: string, ...services: readonly string[]): boolean =>
      isPath([to(operator, ...services), allow("ec2:RunInstances")], admin("admin"));
    assert.equal(only("StringEquals", "ec2.amazonaws.com"), true);
    assert.equal(only("StringEqualsIfExists", "ec2.amazonaws.com"), true);
    assert.equal(only("StringLike", "ec2.*"), true);
    assert.equal(only("StringLike", "ec2*.cn"), true);
    assert.equal(only("StringLike", "ec2*.org"), false);
    assert.equal(only("StringEquals", "lambda.amazonaws.com"), false);
    assert.equal(only("StringNotEquals", "lambda.amazonaws.com"), true);
    assert.equal(only("StringNotEquals", "ec2.amazonaws.com"), false);
    assert.equal(only("StringNotLike", "ec2.*"), false);
    const denied = (operator: string, ...services: readonly string[]): boolean =>
      isPath([...launch, { ...to(operator, ...services), Effect: "Deny" }], admin("admin"));
    assert.equal(denied("StringNotEquals", "ec2.amazonaws.com"), true);
    assert.equal(denied("StringNotEquals", "lambda.amazonaws.com"), false);
    assert.equal(denied("StringEquals", "ec2.amazonaws.com"), false);
    assert.equal(denied("StringEquals", "lambda.amazonaws.com"), true);
    const { notSeen } = deployerWith(
      [...launch, { ...to("StringEquals", "lambda.amazonaws.com"), Effect: "Deny" }],
      admin("admin"),
    ).permissions;
    assert.deepEqual(notSeen, []);
  });

  it("does not read iam:PassedToService beside another operator", () => {
    const both = {
      ...allow("iam:PassRole"),
      Condition: {
        StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
        StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
      },
    };
    assert.equal(
      deployerWith([both, allow("ec2:RunInstances")], admin("admin")).permissions.power,
      "unknown",
    );
  });

  it("adds data whatever a Deny with a condition takes away", () => {
    const region = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    const deny = { Effect: "Deny", Action: "s3:*", Resource: "*", Condition: region };
    const [group] = estateFrom(ec2("reader", allow("s3:GetObject"), deny)).passable;
    assert.deepEqual(
      group?.policies.inline.flatMap(({ facts }) => facts.statements.map(({ denies }) => denies)),
      [false],
    );
  });

  it("is judged without the trust policies of other accounts", () => {
    const foreign = role(
      "foreign",
      [{ Effect: "Allow", Principal: { AWS: roleArn("weak") }, Action: "sts:AssumeRole" }],
      [],
      { Arn: "arn:aws:iam::999988887777:role/foreign" },
    );
    assert.deepEqual(worth(ec2("weak"), foreign), []);
  });

  it("respects a Deny for the role, and takes the next one", () => {
    const deny = (resource: Statement): readonly Statement[] => [
      ...launch,
      { Effect: "Deny", Action: "iam:PassRole", ...resource },
    ];
    assert.equal(isPath(deny({ Resource: roleArn("adm*") }), admin("admin")), false);
    assert.equal(isPath(deny({ Resource: roleArn("adm*") }), admin("admin"), admin("other")), true);
    assert.equal(isPath(deny({ NotResource: roleArn("other") }), admin("admin")), false);
    assert.equal(isPath(deny({ NotResource: roleArn("adm*") }), admin("admin")), true);
    const region = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    assert.equal(isPath(deny({ Resource: roleArn("adm*"), Condition: region }), admin("admin")), true);
  });

  it("respects what an Allow excludes", () => {
    const allBut = (name: string): Statement => ({
      Effect: "Allow",
      Action: "iam:PassRole",
      NotResource: roleArn(name),
    });
    assert.equal(isPath([allBut("admin"), allow("ec2:RunInstances")], admin("admin")), false);
    assert.equal(isPath([allBut("other"), allow("ec2:RunInstances")], admin("admin")), true);
    assert.equal(isPath([allBut("admin"), allow("ec2:RunInstances")], admin("admin"), admin("other")), true);
  });

  it("respects a Deny of the boundary", () => {
    const bounded = (...limit: readonly Statement[]): string[] =>
      auditOf(
        role("deployer", FEDERATED, launch, {
          PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/limit` },
        }),
        admin("admin"),
        {
          kind: "aws.policy",
          of: ACCOUNT,
          data: {
            PolicyName: "limit",
            Arn: `arn:aws:iam::${ACCOUNT}:policy/limit`,
            Document: { Version: "2012-10-17", Statement: limit },
          },
        },
      ).roles.flatMap(({ permissions }) => permissions.escalations.map(({ id }) => id));
    assert.deepEqual(bounded(...launch), ["pass-role-ec2"]);
    assert.deepEqual(bounded(...launch, { ...allow("iam:PassRole", roleArn("admin")), Effect: "Deny" }), []);
  });

  it("is a path to a role that every service may assume", () => {
    for (const Principal of ["*", { AWS: "*" }]) {
      const open = role("open", [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }], [allow("*")]);
      assert.equal(isPath(launch, open), true, JSON.stringify(Principal));
    }
    const notPrincipal = { Effect: "Allow", NotPrincipal: { AWS: roleArn("x") }, Action: "sts:AssumeRole" };
    assert.equal(isPath(launch, role("open", [notPrincipal], [allow("*")])), true);
    const denied = { ...trusting("ec2.amazonaws.com"), Effect: "Deny" };
    assert.equal(isPath(launch, role("shut", [denied], [allow("*")])), false);
    const tagging = { ...trusting("ec2.amazonaws.com"), Action: "sts:TagSession" };
    assert.equal(isPath(launch, role("shut", [tagging], [allow("*")])), false);
  });

  it("knows the principals of regions and of China", () => {
    for (const service of ["ec2.amazonaws.com.cn", "ec2.me-south-1.amazonaws.com"]) {
      assert.equal(isPath(launch, admin("admin", service)), true, service);
    }
    for (const service of [
      "ec2.example.com",
      "spotfleet.amazonaws.com",
      "ec2.application-autoscaling.amazonaws.com",
    ]) {
      assert.equal(isPath(launch, admin("admin", service)), false, service);
    }
  });

  it("is a path by a pipeline whose code runs on instances", () => {
    const pipeline = [
      "datapipeline:CreatePipeline",
      "datapipeline:PutPipelineDefinition",
      "datapipeline:ActivatePipeline",
    ];
    assert.equal(isPath([allow(["iam:PassRole", ...pipeline])], admin("admin")), true);
    assert.equal(isPath([allow(["iam:PassRole", ...pipeline])], admin("admin", "glue.amazonaws.com")), false);
  });

  it("depends on conditions only if nothing certain is a path", () => {
    const conditional = {
      ...allow("iam:PassRole"),
      Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    };
    const maybe = deployerWith([conditional, allow("ec2:RunInstances")], admin("admin")).permissions;
    assert.deepEqual(
      [maybe.power, maybe.notSeen],
      [
        "unknown",
        ["Whether the role can give itself more permissions depends on conditions on aws:requestedregion."],
      ],
    );
    assert.deepEqual(deployerWith([conditional, allow("ec2:RunInstances")]).permissions.escalations, []);
    assert.equal(
      isPath(
        [conditional, allow("iam:PassRole", roleArn("adm")), allow("ec2:RunInstances")],
        admin("admin"),
        ec2("adm", allow("iam:PutRolePolicy")),
      ),
      true,
    );
  });

  it("is never the role itself, also if it can assume others", () => {
    const [chained] = auditOf(
      role("deployer", [...FEDERATED, trusting("ec2.amazonaws.com")], [...launch, allow("sts:AssumeRole")]),
    ).roles;
    assert.deepEqual(chained?.permissions.escalations, []);
    const [itself] = auditOf(
      role("deployer", [...FEDERATED, trusting("ec2.amazonaws.com")], [...launch, allow("s3:GetObject")]),
    ).roles;
    assert.deepEqual(itself?.permissions.escalations, []);
  });
});

describe("any role that may be passed, in an account that the input does not have completely", () => {
  it("is a path to whatever trusts the service, and the report says what is not known", () => {
    const builder = new EstateBuilder();
    builder.add(role("deployer", FEDERATED, [allow("iam:PassRole"), allow("ec2:RunInstances")]));
    const [found] = makeReport(builder.build(), "0.2.0", NOW).roles;
    assert.deepEqual(
      [found?.permissions.power, found?.permissions.escalations.map(({ gives }) => gives)],
      ["escalation", ["It can run code in ec2 with any role that trusts ec2.amazonaws.com."]],
    );
    assert.deepEqual(found?.permissions.notSeen, [
      "The input does not have all roles of the account, so there may be no role that it can pass to a service for more permissions.",
    ]);
  });

  it("counts as incomplete if a section of the snapshot was refused", () => {
    const builder = new EstateBuilder();
    builder.add(role("deployer", FEDERATED, [allow("iam:PassRole"), allow("ec2:RunInstances")]));
    builder.add({
      kind: "section",
      section: `aws/${ACCOUNT}/authorization-details`,
      state: "refused",
      records: 1,
      at: NOW.toISOString(),
    });
    assert.equal(makeReport(builder.build(), "0.2.0", NOW).roles[0]?.permissions.power, "escalation");
  });

  it("is no path if a Deny keeps every role from the service", () => {
    const power = (...services: readonly string[]): string | undefined => {
      const builder = new EstateBuilder();
      const deny = {
        ...allow("iam:PassRole"),
        Effect: "Deny",
        Condition: { StringNotEquals: { "iam:PassedToService": services } },
      };
      builder.add(role("deployer", FEDERATED, [allow("iam:PassRole"), allow("ec2:RunInstances"), deny]));
      return makeReport(builder.build(), "0.2.0", NOW).roles[0]?.permissions.power;
    };
    assert.equal(power("lambda.amazonaws.com"), "unknown");
    assert.equal(power("lambda.amazonaws.com", "ec2.amazonaws.com"), "escalation");
  });
});
