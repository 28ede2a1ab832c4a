import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../../cli/audit/audit-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  policy,
  role,
  ROLE_ARN,
  roleArn,
  type Statement,
  SUBJECT,
} from "../company";

const OTHER = "444455556666";
const WEB = federationStatement({ aud: AUDIENCE, sub: SUBJECT });

const trusts = (principal: unknown, condition?: object): Statement => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "sts:AssumeRole",
  ...(condition === undefined ? {} : { Condition: condition }),
});

const root = (account = ACCOUNT): string => `arn:aws:iam::${account}:root`;
const target = (
  name: string,
  trust: Statement,
  permissions = [allow("*")],
  account = ACCOUNT,
): SnapshotRecord => role(name, [trust], permissions, { Arn: roleArn(name, account) });

function ordersIn(permissions: readonly Statement[], ...others: readonly SnapshotRecord[]): AuditedRole {
  const found = auditOf(role("orders", [WEB], permissions), ...others).roles.find(
    ({ arn }) => arn === ROLE_ARN,
  );
  assert.ok(found !== undefined);
  return found;
}

const onward = (permissions: readonly Statement[], ...others: readonly SnapshotRecord[]): unknown[] =>
  ordersIn(permissions, ...others).onward.map(({ arn, power, steps }) => [
    arn.split(":")[4] === ACCOUNT ? arn.split("/").at(-1) : arn,
    power,
    steps,
  ]);

/** Said of a role that may assume any. */
const WIDE = "It is allowed sts:AssumeRole, and the input does not show where that leads.";

describe("where a role leads by sts:AssumeRole", () => {
  it("needs a permission if the trust policy names the account", () => {
    const admin = target("admin", trusts(root()));
    assert.deepEqual(onward([allow("sts:AssumeRole")], admin), [["admin", "administrator", 1]]);
    assert.deepEqual(onward([allow("sts:AssumeRole", roleArn("admin"))], admin), [
      ["admin", "administrator", 1],
    ]);
    assert.deepEqual(onward([allow("sts:AssumeRole", roleArn("other"))], admin), []);
    assert.deepEqual(onward([], admin), []);
  });

  it("needs no permission in the same account if the trust policy names the role, but no Deny", () => {
    const admin = target("admin", trusts(ROLE_ARN));
    assert.deepEqual(onward([], admin), [["admin", "administrator", 1]]);
    assert.deepEqual(onward([{ Effect: "Deny", Action: "sts:*", Resource: "*" }], admin), []);
  });

  it("respects a Deny for the target, and what an Allow excludes", () => {
    const admin = target("admin", trusts(root()));
    const found = [["admin", "administrator", 1]];
    const deny = (more: Statement): Statement => ({ Effect: "Deny", Action: "sts:AssumeRole", ...more });
    const all = allow("sts:AssumeRole");
    assert.deepEqual(onward([all, deny({ Resource: roleArn("adm*") })], admin), []);
    assert.deepEqual(onward([all, deny({ Resource: roleArn("other") })], admin), found);
    assert.deepEqual(onward([all, deny({ NotResource: roleArn("other") })], admin), []);
    assert.deepEqual(onward([all, deny({ NotResource: roleArn("adm*") })], admin), found);
    const region = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    assert.deepEqual(onward([all, deny({ Resource: roleArn("admin"), Condition: region })], admin), found);
    const naming = target("admin", trusts(ROLE_ARN));
    assert.deepEqual(onward([deny({ Resource: roleArn("admin") })], naming), []);
    const allBut = (name: string): Statement => ({
      Effect: "Allow",
      Action: "sts:AssumeRole",
      NotResource: roleArn(name),
    });
    assert.deepEqual(onward([allBut("admin")], admin), []);
    assert.deepEqual(onward([allBut("other")], admin), found);
    assert.deepEqual(onward([allBut("admin"), allow("sts:AssumeRole", roleArn("adm*"))], admin), found);
  });

  it("respects a Deny of the boundary, and what its Allow excludes", () => {
    const limit = roleArn("x").replace("role/x", "policy/limit");
    const bounded = (own: Statement, ...statements: readonly Statement[]): unknown[] =>
      auditOf(
        role("orders", [WEB], [own], {
          PermissionsBoundary: { PermissionsBoundaryArn: limit },
        }),
        target("admin", trusts(root())),
        {
          kind: "aws.policy",
          of: ACCOUNT,
          data: { PolicyName: "limit", Arn: limit, Document: policy(...statements) },
        },
      ).roles.flatMap((one) => one.onward.map(({ power }) => power));
    const within = (...statements: readonly Statement[]): unknown[] =>
      bounded(allow("sts:AssumeRole"), ...statements);
    assert.deepEqual(within(allow("*")), ["administrator"]);
    assert.deepEqual(within(allow("*"), { ...allow("sts:*", roleArn("admin")), Effect: "Deny" }), []);
    assert.deepEqual(within({ Effect: "Allow", Action: "*", NotResource: roleArn("admin") }), []);
    assert.deepEqual(within({ Effect: "Allow", Action: "*", NotResource: roleArn("other") }), [
      "administrator",
    ]);
    // What the role's own Allow excludes stays excluded within a boundary.
    const allBut = (name: string): Statement => ({
      Effect: "Allow",
      Action: "sts:AssumeRole",
      NotResource: roleArn(name),
    });
    assert.deepEqual(bounded(allBut("admin"), allow("*")), []);
    assert.deepEqual(bounded(allBut("other"), allow("*")), ["administrator"]);
  });

  it("needs both sides across accounts", () => {
    const admin = target("admin", trusts(ROLE_ARN), [allow("*")], OTHER);
    const away = roleArn("admin", OTHER);
    assert.deepEqual(onward([], admin), []);
    assert.deepEqual(onward([allow("sts:AssumeRole", away)], admin), [[away, "administrator", 1]]);
    assert.deepEqual(
      onward([allow("sts:AssumeRole", away)], target("admin", trusts(root(OTHER)), [allow("*")], OTHER)),
      [],
    );
    assert.deepEqual(
      onward([allow("sts:AssumeRole", away)], target("admin", trusts(ACCOUNT), [allow("*")], OTHER)),
      [[away, "administrator", 1]],
    );
  });

  it("goes over several steps, the worst first, and ends in a loop", () => {
    assert.deepEqual(
      onward(
        [allow("sts:AssumeRole", roleArn("first"))],
        target("first", trusts(root()), [allow("sts:AssumeRole")]),
        target("second", trusts(roleArn("first")), [allow("sts:AssumeRole")]),
        target("admin", trusts(roleArn("second"))),
        role("orders-loop", [trusts(roleArn("second"))]),
      ),
      [
        ["admin", "administrator", 3],
        ["first", "unknown", 1],
        ["second", "unknown", 2],
        ["orders-loop", "data", 3],
      ],
    );
    assert.deepEqual(
      onward([], target("a", trusts([ROLE_ARN, roleArn("b")]), []), target("b", trusts(roleArn("a")), [])),
      [
        ["a", "none", 1],
        ["b", "none", 2],
      ],
    );
  });

  it("follows no step that MFA or another principal must take", () => {
    const may = [allow("sts:AssumeRole")];
    const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    assert.deepEqual(onward(may, target("admin", trusts(root(), mfa))), []);
    const other = { ArnEquals: { "aws:PrincipalArn": roleArn("other") } };
    assert.deepEqual(onward(may, target("admin", trusts(root(), other))), []);
    const own = { ArnLike: { "aws:PrincipalArn": roleArn("ord*") } };
    assert.deepEqual(onward(may, target("admin", trusts(root(), own))), [["admin", "administrator", 1]]);
    const external = { StringEquals: { "sts:ExternalId": "x" } };
    assert.deepEqual(onward(may, target("admin", trusts(root(), external))), [["admin", "administrator", 1]]);
    const named = { StringEquals: { "sts:RoleSessionName": "x" } };
    assert.deepEqual(onward(may, target("admin", trusts(root(), named))), [["admin", "administrator", 1]]);
    const from = (account: string): object => ({ StringEquals: { "aws:PrincipalAccount": account } });
    assert.deepEqual(onward(may, target("admin", trusts("*", from(ACCOUNT)))), [
      ["admin", "administrator", 1],
    ]);
    const { onward: none, permissions } = ordersIn(may, target("admin", trusts("*", from(OTHER))));
    assert.deepEqual([none, permissions.notSeen], [[], [WIDE]]);
  });

  it("names a condition that it cannot evaluate, and leaves the step out", () => {
    const condition = { StringEquals: { "aws:PrincipalTag/team": "orders" } };
    const { onward: roles, permissions } = ordersIn(
      [allow("sts:AssumeRole")],
      target("admin", trusts(root(), condition)),
    );
    assert.deepEqual(roles, []);
    assert.deepEqual(permissions.notSeen, [
      WIDE,
      `Whether it can assume ${roleArn("admin")} depends on conditions on aws:principaltag/team. That role is an administrator.`,
    ]);
  });

  it("calls no role harmless that perhaps leads to a powerful one, however many steps away", () => {
    const anybody = { StringLike: { "aws:userid": "*" } };
    const to = (name: string): Statement[] => [allow("sts:AssumeRole", roleArn(name))];
    const perhaps = `Whether it can assume ${roleArn("admin")} depends on conditions on aws:userid. That role is an administrator.`;
    const direct = auditOf(
      ...deployed().filter(({ kind }) => kind !== "aws.role"),
      role("orders", [WEB], to("admin")),
      target("admin", trusts(root(), anybody)),
    ).roles[0];
    assert.ok(direct !== undefined);
    assert.deepEqual(
      [direct.permissions.power, direct.permissions.possible, direct.permissions.because, direct.onward],
      ["unknown", "escalation", perhaps, []],
    );
    assert.deepEqual(
      direct.findings.map(({ severity, rule, message }) => [severity, rule, message]),
      [
        [
          "medium",
          "federated-role-is-powerful",
          `Role orders of account ${ACCOUNT} may be able to give itself more permissions. ${perhaps}`,
        ],
      ],
    );
    // The step that depends is the first of two, and the second of two.
    for (const [first, second] of [
      [anybody, undefined],
      [undefined, anybody],
    ]) {
      const { permissions } = ordersIn(
        to("middle"),
        target("middle", trusts(root(), first), to("admin")),
        target("admin", trusts(root(), second)),
      );
      assert.equal(permissions.power, "unknown");
      assert.match(
        permissions.because,
        /(?:That role|It leads on to .*role\/admin, which) is an administrator\.$/,
      );
    }
    const few = ordersIn(to("few"), target("few", trusts(root(), anybody), [allow("ec2:DescribeInstances")]));
    assert.deepEqual([few.permissions.power, few.permissions.possible], ["limited", undefined]);
    // What is certain is said, and nothing else.
    const certain = ordersIn(
      [...to("admin"), ...to("other")],
      target("admin", trusts(root())),
      target("other", trusts(root(), anybody)),
    );
    assert.deepEqual([certain.permissions.power, certain.permissions.possible], ["escalation", undefined]);
  });

  it("takes no condition for one that always or never holds, if that is known only with the call", () => {
    const may = [allow("sts:AssumeRole", roleArn("admin"))];
    for (const condition of [
      { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
      { Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } },
    ]) {
      const { permissions } = ordersIn(may, target("admin", trusts("*", condition)));
      assert.deepEqual(
        [permissions.power, permissions.possible],
        ["unknown", "escalation"],
        JSON.stringify(condition),
      );
    }
  });

  it("is kept out by no Deny for another organization", () => {
    const deny = { ...trusts("*", { StringEquals: { "aws:PrincipalOrgID": "o-2" } }), Effect: "Deny" };
    const admin = role("admin", [trusts(ROLE_ARN), deny], [allow("*")]);
    assert.deepEqual(onward([], admin), [["admin", "administrator", 1]]);
  });

  it("takes accounts of one snapshot for those of one organization", () => {
    const condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
    const admin = [["admin", "administrator", 1]];
    assert.deepEqual(onward([allow("sts:AssumeRole")], target("admin", trusts("*", condition))), admin);
    const others = { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } };
    assert.deepEqual(onward([allow("sts:AssumeRole")], target("admin", trusts("*", others))), []);
  });

  it("evaluates conditions on the caller's ARN in all their spellings", () => {
    const may = [allow("sts:AssumeRole")];
    const admin = [["admin", "administrator", 1]];
    for (const [operator, value, expected] of [
      ["ArnNotEquals", roleArn("other"), admin],
      ["ArnNotLike", roleArn("ord*"), []],
      ["StringLikeIfExists", roleArn("ord*"), admin],
      ["StringEqualsIgnoreCase", roleArn("ORDERS"), admin],
      ["ForAnyValue:StringEquals", ROLE_ARN, admin],
      ["ForAnyValue:StringEquals", roleArn("other"), []],
    ] as const) {
      const condition = { [operator]: { "aws:PrincipalArn": value } };
      assert.deepEqual(onward(may, target("admin", trusts(root(), condition))), expected, operator);
    }
  });

  it("takes a session of the role for the role, and everybody but a few for everybody", () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/orders/nightly`;
    const admin = [["admin", "administrator", 1]];
    assert.deepEqual(onward([], target("admin", trusts(session))), admin);
    assert.deepEqual(onward([], target("admin", trusts(session.replace("orders", "other")))), []);
    const { Principal, ...others } = trusts(roleArn("other"));
    assert.deepEqual(onward([], target("admin", { ...others, NotPrincipal: Principal })), admin);
  });

  it("does not go where a Deny of the trust policy keeps the role out", () => {
    const denied = (principal: unknown, condition?: object): unknown[] =>
      onward(
        [allow("sts:AssumeRole")],
        role("admin", [trusts(root()), { ...trusts(principal, condition), Effect: "Deny" }], [allow("*")]),
      );
    const admin = [["admin", "administrator", 1]];
    for (const principal of [ROLE_ARN, root(), "*"]) {
      assert.deepEqual(denied(principal), []);
    }
    assert.deepEqual(denied(roleArn("other")), admin);
    assert.deepEqual(denied("*", { ArnLike: { "aws:PrincipalArn": roleArn("ord*") } }), []);
    assert.deepEqual(denied("*", { ArnNotLike: { "aws:PrincipalArn": roleArn("ord*") } }), admin);
    assert.deepEqual(denied("*", { StringEquals: { "aws:PrincipalTag/team": "orders" } }), admin);
    // The caller chooses another name.
    assert.deepEqual(denied("*", { StringEquals: { "sts:RoleSessionName": "nightly" } }), admin);
  });

  it("lists 25 roles, and counts the others", () => {
    const many = Array.from({ length: 30 }, (_, index) => target(`t${String(index)}`, trusts(root()), []));
    const { onward: roles, permissions } = ordersIn([allow("sts:AssumeRole")], ...many);
    assert.equal(roles.length, 25);
    assert.deepEqual(permissions.notSeen, [WIDE, "It leads to 5 more roles, none of them worse."]);
  });

  it("judges a target by managed policies that come after it", () => {
    const managed = roleArn("x").replace("role/x", "policy/all");
    assert.deepEqual(
      onward(
        [allow("sts:AssumeRole")],
        role("admin", [trusts(root())], [], {
          AttachedManagedPolicies: [{ PolicyName: "all", PolicyArn: managed }],
        }),
        {
          kind: "aws.policy",
          of: ACCOUNT,
          data: { PolicyName: "all", Arn: managed, Document: policy(allow("*")) },
        },
      ),
      [["admin", "administrator", 1]],
    );
  });
});
