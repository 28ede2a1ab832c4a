import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../../cli/audit/audit-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import { ACCOUNT, allow, AUDIENCE, auditOf, federationStatement, role, roleArn, SUBJECT } from "../company";

type Statement = Readonly<Record<string, unknown>>;

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
