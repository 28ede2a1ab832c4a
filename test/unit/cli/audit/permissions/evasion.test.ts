/** Policies that hide how far a role gets, and policies that look worse than they are. */
import assert from "node:assert/strict";
import type { Permissions } from "../../../../../cli/audit/audit-report";
import { judgePermissions } from "../../../../../cli/audit/permissions/judge-permissions";
import { PolicyReducer } from "../../../../../cli/audit/permissions/policy-facts";
import {
  common,
  coversPattern,
  isBroad,
  overlap,
} from "../../../../../cli/audit/permissions/resource-patterns";
import { Work } from "../../../../../cli/audit/permissions/work";
import { allow, policy, ROLE_ARN, type Statement } from "../company";

const reducer = new PolicyReducer();

function judged(statements: readonly Statement[], boundary?: readonly Statement[]): Permissions {
  return judgePermissions({
    arn: ROLE_ARN,
    // Each statement in a policy of its own, as inline and managed policies come together.
    policies: statements.map((statement, index) => ({
      name: `p${index}`,
      facts: reducer.reduce(policy(statement)),
    })),
    attached: [],
    missing: [],
    ...(boundary === undefined
      ? {}
      : { boundary: { name: "limit", facts: reducer.reduce(policy(...boundary)) } }),
  });
}

const power = (statements: readonly Statement[], boundary?: readonly Statement[]): string =>
  judged(statements, boundary).power;

const roles = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const conditional = (statement: Statement, condition: object): Statement => ({
  ...statement,
  Condition: condition,
});
const IN_REGION = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
const denyAll = (condition: object): Statement =>
  conditional({ Effect: "Deny", Action: "*", Resource: "*" }, condition);

describe("a role that hides how far it gets", () => {
  it("is an administrator behind a Deny with conditions, such as the one that revokes sessions", () => {
    // Source: AWS, "Revoke IAM role temporary security credentials": the policy AWSRevokeOlderSessions.
    const revoked = denyAll({ DateLessThan: { "aws:TokenIssueTime": "2026-11-01T00:00:00Z" } });
    const { power: found, notSeen } = judged([allow("*"), revoked]);
    assert.equal(found, "administrator");
    assert.deepEqual(notSeen, [
      "A Deny with conditions on aws:tokenissuetime is not evaluated, so the role may be able to do less.",
    ]);
    assert.equal(power([allow("iam:PutRolePolicy"), denyAll(IN_REGION)]), "escalation");
    assert.equal(power([allow("s3:GetObject"), denyAll(IN_REGION)]), "data");
  });

  it("is an administrator where the accounts of the role and of the resource are the same", () => {
    // Source: AWS, "AWS global condition context keys", the example of aws:ResourceAccount.
    const own = "${aws:PrincipalAccount}";
    for (const condition of [
      { StringEquals: { "aws:ResourceAccount": own } },
      { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
      { StringEqualsIfExists: { "aws:ResourceAccount": ["444455556666", own] } },
    ]) {
      assert.equal(power([conditional(allow("*"), condition)]), "administrator", JSON.stringify(condition));
    }
    const tagged = judged([
      conditional(allow("*"), { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalTag/account}" } }),
    ]);
    assert.deepEqual([tagged.power, tagged.possible], ["unknown", "administrator"]);
    assert.equal(
      power([conditional(allow("*"), { StringEquals: { "aws:ResourceAccount": "444455556666" } })]),
      "limited",
    );
  });

  it("is an administrator behind a Deny for accounts that no account is", () => {
    for (const [condition, left] of [
      [{ StringEquals: { "aws:PrincipalAccount": "*" } }, "administrator"],
      [{ StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } }, "administrator"],
      [{ StringLike: { "aws:PrincipalAccount": "*" } }, "limited"],
      [{ StringEquals: { "aws:PrincipalAccount": "111122223333" } }, "limited"],
    ] as const) {
      assert.equal(power([allow("*"), denyAll(condition)]), left, JSON.stringify(condition));
    }
  });

  it("passes a role to a service that only a wildcard under StringEquals names", () => {
    const start = allow("ec2:RunInstances");
    const pass = (effect: string, condition: object): Statement => ({
      Effect: effect,
      Action: "iam:PassRole",
      Resource: "*",
      Condition: condition,
    });
    const to = (value: string): object => ({ "iam:PassedToService": value });
    assert.equal(power([start, pass("Allow", { StringNotEquals: to("*") })]), "escalation");
    assert.equal(power([start, pass("Allow", { StringNotLike: to("*") })]), "limited");
    assert.equal(
      power([start, allow("iam:PassRole"), pass("Deny", { StringEquals: to("ec2*") })]),
      "escalation",
    );
    assert.equal(power([start, allow("iam:PassRole"), pass("Deny", { StringLike: to("ec2*") })]), "unknown");
    assert.equal(power([start, pass("Allow", { StringEquals: to("${aws:PrincipalTag/to}") })]), "unknown");
  });

  it("depends on the wide statement with conditions, beside a narrow one without", () => {
    const { power: found, notSeen } = judged([
      allow("iam:PutRolePolicy", roles("other")),
      conditional(allow("iam:PutRolePolicy"), IN_REGION),
    ]);
    assert.equal(found, "unknown");
    assert.deepEqual(notSeen, [
      "Whether the role can give itself more permissions depends on conditions on aws:requestedregion.",
    ]);
  });

  it("may be an administrator, if everything depends on conditions", () => {
    const trivial = { StringLike: { "aws:UserAgent": "*" } };
    const { power: found, possible } = judged([conditional(allow("*"), trivial)]);
    assert.deepEqual([found, possible], ["unknown", "administrator"]);
    assert.equal(judged([conditional(allow("ssm:StartSession"), trivial)]).possible, undefined);
  });

  it("passes any role to one service, and a named one to any", () => {
    const any = conditional(allow("iam:PassRole"), {
      StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
    });
    const named = allow("iam:PassRole", roles("app"));
    assert.deepEqual(
      judged([any, named, allow("ec2:RunInstances")]).escalations.map(({ id }) => id),
      ["pass-role-ec2"],
    );
    assert.deepEqual(
      judged([any, named, allow(["lambda:CreateFunction", "lambda:InvokeFunction"])]).escalations,
      [],
    );
  });

  it("is seen through other spellings of everything", () => {
    for (const resource of [
      roles("?*"),
      roles("*"),
      roles("**"),
      "arn:aws:iam:*",
      "*:role/*",
      "arn:*:iam::*:*",
    ]) {
      assert.equal(power([allow("iam:PutRolePolicy", resource)]), "escalation", resource);
    }
    assert.equal(power([allow("IAM:putrolepolicy")]), "escalation");
    assert.equal(power([allow("i?m:Put*Policy")]), "escalation");
    assert.equal(power([allow("iam:PutRolePolicy", roles("${aws:PrincipalTag/team}"))]), "escalation");
    assert.equal(power([allow("iam:PutRolePolicy", roles("${aws:PrincipalTag/team}-app"))]), "escalation");
    assert.equal(power([allow("iam:PutRolePolicy", roles("app-${aws:PrincipalTag/team}"))]), "unknown");
    // These are the characters themselves.
    assert.equal(power([allow("iam:PutRolePolicy", roles("${*}"))]), "unknown");
  });

  it("is not hidden by a Deny that concerns other resources, or nobody", () => {
    const deny = (resource: string): Statement => ({ Effect: "Deny", Action: "iam:*", Resource: resource });
    assert.equal(power([allow("iam:PutRolePolicy", roles("*")), deny(roles("?"))]), "escalation");
    assert.equal(power([allow("iam:PutRolePolicy"), deny(roles("${aws:PrincipalTag/team}"))]), "escalation");
    assert.equal(power([allow("iam:PutRolePolicy"), deny(roles("other"))]), "escalation");
  });

  it("is not hidden by a boundary that has its wildcards elsewhere", () => {
    assert.equal(
      power(
        [allow("iam:PutRolePolicy", "arn:aws:iam::*:role/*")],
        [allow("*", "arn:aws:iam::111122223333:*")],
      ),
      "escalation",
    );
    assert.equal(
      power([allow("s3:GetObject", "arn:aws:s3:::orders-*")], [allow("s3:*", "arn:aws:s3:::*-eu/*")]),
      "data",
    );
    assert.equal(
      power([allow("s3:GetObject", "arn:aws:s3:::orders-*")], [allow("s3:*", "arn:aws:s3:::billing-*")]),
      "limited",
    );
  });
});

describe("a role that looks worse than it is", () => {
  it("keeps only what a Deny with NotResource leaves", () => {
    const allBut = (...kept: readonly string[]): Statement => ({
      Effect: "Deny",
      Action: "*",
      NotResource: kept,
    });
    assert.equal(power([allow("*"), allBut("arn:aws:s3:::orders/*")]), "data");
    assert.equal(power([allow("iam:*"), allBut(roles("other"))]), "escalation");
    assert.equal(
      power([allow("s3:*", "arn:aws:s3:::orders/*"), allBut("arn:aws:s3:::billing/*")]),
      "limited",
    );
    assert.equal(power([allow("*"), allBut("*")]), "administrator");
  });

  it("is limited by a Deny with NotAction", () => {
    const notAction: Statement = { Effect: "Deny", NotAction: ["s3:*"], Resource: "*" };
    assert.equal(power([allow("*"), notAction]), "data");
  });

  it("passes roles only to services that the boundary allows, too", () => {
    const pass = (service: string): Statement =>
      conditional(allow("iam:PassRole"), { StringEquals: { "iam:PassedToService": service } });
    const launch = allow("ec2:RunInstances");
    const limit = [pass("lambda.amazonaws.com"), allow("ec2:*")];
    assert.deepEqual(judged([pass("ec2.amazonaws.com"), launch], limit).escalations, []);
    const like = conditional(allow("iam:PassRole"), { StringLike: { "iam:PassedToService": "ec2.*" } });
    assert.equal(judged([pass("ec2.amazonaws.com"), launch], [like, launch]).escalations.length, 1);
    // StringEquals knows no wildcards.
    assert.deepEqual(judged([pass("ec2.amazonaws.com"), launch], [pass("ec2.*"), launch]).escalations, []);
  });
});

describe("a Deny and an exclusion", () => {
  it("leave the names of another length than their question marks", () => {
    for (const kept of ["*", "r*"]) {
      const deny: Statement = { Effect: "Deny", Action: "iam:*", Resource: roles("??") };
      assert.equal(
        power([allow("iam:AttachRolePolicy", roles(kept)), deny]),
        kept === "*" ? "escalation" : "unknown",
      );
    }
    const all: Statement = { Effect: "Deny", Action: "iam:*", Resource: roles("*") };
    assert.equal(power([allow("iam:AttachRolePolicy", roles("*")), all]), "limited");
  });

  it("make no administrator of a role that is kept from all of IAM", () => {
    const allBut = (...kept: readonly string[]): Statement => ({
      Effect: "Allow",
      Action: "*",
      NotResource: kept,
    });
    for (const iam of ["arn:aws:iam::*:*", "arn:aws:iam::111122223333:*", "arn:*:iam::*"]) {
      const { power: found, escalations } = judged([allBut(iam)]);
      assert.equal(found, "escalation", iam);
      assert.ok(!escalations.some(({ actions }) => actions.some((one) => one === "iam:PutRolePolicy")), iam);
    }
    for (const part of ["arn:aws:iam::444455556666:*", "arn:aws:iam::*:role/*", "arn:aws:s3:::*"]) {
      assert.equal(power([allBut(part)]), "administrator", part);
    }
    // Other services' paths stay: what the pack refuses is never called better than unknown.
    assert.equal(power([allBut("*")]), "escalation");
  });
});

describe("patterns of resources", () => {
  it("cover others only with their wildcards", () => {
    for (const [wide, narrow, expected] of [
      ["*", "?", true],
      ["a*", "a?c*", true],
      ["?", "*", false],
      ["?", "?", true],
      ["??", "?", false],
      ["a?c", "a*c", false],
      // A name can be shorter and longer than any number of characters.
      ["??", "*", false],
      ["a??", "a*", false],
      ["?*", "*", false],
      ["*?*", "a*", true],
      ["a*b*", "a*", false],
      ["a*b*", "ab*", true],
      ["*ab", "*aab", true],
      ["**", "*", true],
    ] as const) {
      assert.equal(coversPattern(wide, narrow), expected, `${wide} ${narrow}`);
    }
  });

  it("overlap if a name fits both", () => {
    for (const [one, other, expected] of [
      ["a*", "*b", true],
      ["a*c", "b*c", false],
      ["*", "", true],
      ["a?", "?b", true],
      ["a?", "a", false],
      ["**a**b", "*ab", true],
    ] as const) {
      assert.equal(overlap(one, other), expected, `${one} ${other}`);
      assert.equal(overlap(other, one), expected, `${other} ${one}`);
    }
    assert.deepEqual(
      [
        common("a*", "ab", new Work()),
        common("ab", "a*", new Work()),
        common("a*", "*b", new Work()),
        common("a", "b", new Work()),
      ],
      ["ab", "ab", "a*", undefined],
    );
  });

  it("are broad only for their service", () => {
    assert.equal(isBroad("arn:aws:iam:*", "ec2"), false);
    assert.equal(isBroad("arn:aws:i*", "iam"), false);
    assert.equal(isBroad(roles("team/*"), "iam"), false);
  });
});
