import assert from "node:assert/strict";
import type { Permissions } from "../../../../../cli/audit/audit-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  AUDIENCE,
  auditOf,
  federationStatement,
  policy,
  role,
  ROLE_ARN,
  roleArn,
  type Statement,
  SUBJECT,
} from "../company";

const WEB = federationStatement({ aud: AUDIENCE, sub: SUBJECT });
const OTHER = "444455556666";
const UPDATE = "iam:UpdateAssumeRolePolicy";

const trusting = (Principal: object): Statement => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
const ec2 = trusting({ Service: "ec2.amazonaws.com" });
const deny = (action: string, resource: string): Statement => ({
  ...allow(action, resource),
  Effect: "Deny",
});

/** What the role `orders` may do with these statements, beside other roles. */
function ordersWith(
  statements: readonly Statement[],
  others: readonly SnapshotRecord[],
  further?: Parameters<typeof role>[3],
): Permissions {
  const found = auditOf(role("orders", [WEB], statements, further), ...others).roles.find(
    ({ arn }) => arn === ROLE_ARN,
  );
  assert.ok(found !== undefined);
  return found.permissions;
}

const admin = role("admin", [ec2], [allow("*")]);
const said = `It can make the role ${roleArn("admin")}, which is an administrator, trust it, and then assume it.`;
const gives = (...given: Parameters<typeof ordersWith>): readonly string[] =>
  ordersWith(...given).escalations.map((path) => path.gives);

describe("a named role whose trust policy may be changed", () => {
  it("is a path if it is powerful, whomever it trusts today", () => {
    for (const trust of [ec2, trusting({ AWS: roleArn("other") }), WEB]) {
      assert.deepEqual(gives([allow(UPDATE, roleArn("admin"))], [role("admin", [trust], [allow("*")])]), [
        said,
      ]);
    }
    const { power, escalations } = ordersWith([allow(UPDATE, roleArn("adm*"))], [admin]);
    assert.deepEqual([power, escalations.map(({ id }) => id)], ["escalation", ["update-assume-role-policy"]]);
    const escalating = role("admin", [ec2], [allow("iam:PutRolePolicy")]);
    assert.deepEqual(gives([allow(UPDATE, roleArn("admin"))], [escalating]), [
      said.replace("which is an administrator", "which can give itself more permissions"),
    ]);
  });

  it("is none if it is weak, another account's, not among the names, or not known", () => {
    const named = [allow(UPDATE, roleArn("admin"))];
    const weak = role("admin", [ec2], [allow("s3:GetObject")]);
    const foreign = role("admin", [ec2], [allow("*")], { Arn: roleArn("admin", OTHER) });
    const { power, escalations } = ordersWith(named, [weak]);
    assert.deepEqual([power, escalations], ["unknown", []]);
    assert.deepEqual(gives([allow(UPDATE, "arn:aws:iam::*:role/admin")], [foreign]), []);
    assert.deepEqual(gives([allow(UPDATE, roleArn("other"))], [admin]), []);
    assert.deepEqual(gives(named, []), []);
    assert.deepEqual(gives([allow("iam:GetRole", roleArn("admin"))], [admin]), []);
  });

  it("is none if it is the role itself, or one that AWS protects", () => {
    const own = [allow(UPDATE, ROLE_ARN), allow("iam:PutRolePolicy")];
    assert.deepEqual(gives(own, [admin]), ["It can give itself an inline policy that allows everything."]);
    for (const path of ["aws-service-role/ec2.amazonaws.com", "aws-reserved/sso.amazonaws.com"]) {
      const arn = roleArn(`${path}/admin`);
      const one = role("admin", [ec2], [allow("*")], { Arn: arn });
      assert.deepEqual(gives([allow(UPDATE, arn)], [one]), [], path);
    }
    const plain = role("admin", [ec2], [allow("*")], { Arn: roleArn("team/admin") });
    assert.deepEqual(gives([allow(UPDATE, roleArn("team/admin"))], [plain]), [
      said.replace("/admin", "/team/admin"),
    ]);
  });

  it("is none with a Deny of the change, or of assuming it", () => {
    const wide = allow(UPDATE, roleArn("adm*"));
    assert.deepEqual(gives([wide, deny(UPDATE, roleArn("admin"))], [admin]), []);
    assert.deepEqual(gives([wide, deny(UPDATE, roleArn("other"))], [admin]), [said]);
    assert.deepEqual(gives([wide, deny("sts:*", roleArn("admin"))], [admin]), []);
    assert.deepEqual(gives([wide, deny("sts:*", roleArn("other"))], [admin]), [said]);
  });

  it("is the worst of several, and what is certain comes first", () => {
    const escalating = role("adm", [ec2], [allow("iam:PutRolePolicy")]);
    assert.deepEqual(gives([allow(UPDATE, roleArn("adm*"))], [escalating, admin]), [said]);
    const conditional = {
      ...allow(UPDATE, roleArn("admin")),
      Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    };
    assert.equal(ordersWith([conditional], [admin]).power, "unknown");
    assert.deepEqual(gives([conditional, allow(UPDATE, roleArn("adm"))], [escalating, admin]), [
      said.replace("/admin, which is an administrator", "/adm, which can give itself more permissions"),
    ]);
    assert.deepEqual(gives([{ ...conditional, Resource: "*" }, allow(UPDATE, roleArn("admin"))], [admin]), [
      said,
    ]);
  });

  it("may be named by a boundary, or by what a Deny leaves", () => {
    const limit = `arn:aws:iam::${ACCOUNT}:policy/limit`;
    const within = (...statements: readonly Statement[]): readonly string[] =>
      gives(
        [allow(UPDATE)],
        [
          admin,
          {
            kind: "aws.policy",
            of: ACCOUNT,
            data: { PolicyName: "limit", Arn: limit, Document: policy(...statements) },
          },
        ],
        { PermissionsBoundary: { PermissionsBoundaryArn: limit } },
      );
    assert.deepEqual(within(allow(UPDATE, roleArn("admin"))), [said]);
    assert.deepEqual(within(allow(UPDATE, roleArn("other"))), []);
    const allBut = (name: string): Statement => ({
      Effect: "Deny",
      Action: UPDATE,
      NotResource: roleArn(name),
    });
    assert.deepEqual(gives([allow(UPDATE), allBut("admin")], [admin]), [said]);
    assert.deepEqual(gives([allow(UPDATE), allBut("other")], [admin]), []);
  });
});
