/** What the policy pack refuses, the audit calls no better than unknown. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { judgePermissions as judgeByAudit } from "../../../../../cli/audit/permissions/judge-permissions";
import { PolicyReducer } from "../../../../../cli/audit/permissions/policy-facts";
import { NOT_KNOWN, type Surroundings } from "../../../../../cli/audit/permissions/surroundings";
import { judgePermissions as judgeByPack } from "../../../../../policypack/permissions/judge-permissions";
import { DANGEROUS_ACTIONS, ESCALATION_PATHS } from "../../../../../trust";
import { allow, policy, ROLE_ARN, roleArn, type Statement } from "../company";

const reducer = new PolicyReducer();

/** An account of which the input has all roles, and none that can be passed. */
const EMPTY_ACCOUNT: Surroundings = { ...NOT_KNOWN, passable: { ...NOT_KNOWN.passable, complete: true } };

function powerOf(statements: readonly Statement[], surroundings: Surroundings): string {
  const facts = reducer.reduce(policy(...statements));
  return judgeByAudit(
    { arn: ROLE_ARN, policies: [{ name: "p", facts }], attached: [], missing: [] },
    surroundings,
  ).power;
}

const isRefused = (statements: readonly Statement[]): boolean =>
  judgeByPack("p", policy(...statements), []).length > 0;

/** Fails if the audit is milder than the pack. Returns whether the pack refuses. */
function compare(...statements: readonly Statement[]): boolean {
  const refused = isRefused(statements);
  for (const surroundings of refused ? [NOT_KNOWN, EMPTY_ACCOUNT] : []) {
    const power = powerOf(statements, surroundings);
    assert.ok(
      ["administrator", "escalation", "unknown"].includes(power),
      `${power}: ${JSON.stringify(statements)}`,
    );
  }
  return refused;
}

const ACTIONS = [
  ...new Set([
    ...DANGEROUS_ACTIONS.map(({ action }) => action),
    ...ESCALATION_PATHS.flatMap(({ needs }) => needs.map(({ action }) => action)),
  ]),
];

/** The wide and the narrow, of the action's own kind of resource and of another one. */
const RESOURCES = [
  "*",
  "arn:*",
  "arn:aws:iam::*:*",
  roleArn("*"),
  roleArn("new-*"),
  roleArn("app"),
  ROLE_ARN,
  "arn:aws:iam::*:role/app",
  "arn:*:iam::*:role/admin",
  "arn:aws:iam::111122223333:user/*",
  "arn:aws:iam::111122223333:user/admin",
  "arn:aws:iam::111122223333:policy/team-*",
  "arn:aws:lambda:eu-west-1:111122223333:function:app-*",
  "arn:aws:ec2:*:*:instance/*",
  "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
];

describe("the audit", () => {
  it("is never milder than the policy pack, for each action of the table on each resource", () => {
    let refused = 0;
    for (const action of ACTIONS) {
      for (const resource of RESOURCES) {
        refused += Number(compare(allow(action, resource)));
      }
      const { named } = DANGEROUS_ACTIONS.find((one) => one.action === action) ?? {};
      for (const { service, beginning } of named ?? []) {
        for (const name of ["*", "app-*", "?pp", "${aws:PrincipalTag/team}"]) {
          const resource = `arn:aws:${service}:eu-west-1:111122223333:${beginning}${name}`;
          assert.equal(compare(allow(action, resource)), true, `${action} ${resource}`);
        }
      }
      compare({ Effect: "Allow", Action: action, NotResource: roleArn("other") });
    }
    assert.ok(refused > ACTIONS.length, String(refused));
  });

  it("is never milder for patterns of actions and exclusions", () => {
    for (const action of [
      "sso:*",
      "eks:*",
      "e*s:*",
      "iam:Create*",
      "*:Create*",
      "i?m:*",
      "organizations:*",
      "s*:Put*",
      "sts:*",
      "*:*",
      "?*",
    ]) {
      for (const resource of RESOURCES) {
        compare(allow(action, resource));
      }
    }
    for (const left of ["s3:*", "iam:*", ["iam:*", "sts:*", "sso:*"], "*:Get*"]) {
      for (const resource of RESOURCES) {
        assert.equal(compare({ Effect: "Allow", NotAction: left, Resource: resource }), true);
      }
    }
  });

  it("is never milder for any policy made of these", () => {
    const action = fc
      .tuple(fc.constantFrom(...ACTIONS), fc.nat(), fc.constantFrom("", "*", "?"))
      .map(([name, at, wildcard]) => {
        const place = at % name.length;
        return wildcard === ""
          ? name
          : `${name.slice(0, place)}${wildcard}${wildcard === "?" ? name.slice(place + 1) : ""}`;
      });
    const statement = fc
      .record({
        actions: fc.array(action, { minLength: 1, maxLength: 3 }),
        resources: fc.array(fc.constantFrom(...RESOURCES), { minLength: 1, maxLength: 2 }),
        kind: fc.constantFrom("Action", "Action", "Action", "NotAction", "NotResource"),
      })
      .map(({ actions, resources, kind }) => ({
        Effect: "Allow",
        [kind === "NotAction" ? "NotAction" : "Action"]: actions,
        [kind === "NotResource" ? "NotResource" : "Resource"]: resources,
      }));
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (statements) => {
        compare(...statements);
      }),
      { seed: 20261130, numRuns: 600 },
    );
  });

  it("does not take fright at what the pack accepts", () => {
    const accepted: readonly Statement[] = [
      allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::orders/*"),
      allow("ec2:Describe*"),
      allow("iam:Get*"),
      allow("iam:CreateServiceLinkedRole"),
      allow("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:app"),
      allow("iam:PassRole", roleArn("app")),
      allow("sts:AssumeRole", roleArn("app")),
      allow("ssm:*", "arn:aws:ssm:eu-west-1:111122223333:parameter/app/*"),
      allow("states:StartExecution", "arn:aws:states:eu-west-1:111122223333:stateMachine:app"),
    ];
    for (const statement of accepted) {
      assert.equal(isRefused([statement]), false, JSON.stringify(statement));
      for (const surroundings of [NOT_KNOWN, EMPTY_ACCOUNT]) {
        assert.ok(
          ["data", "limited"].includes(powerOf([statement], surroundings)),
          JSON.stringify(statement),
        );
      }
    }
  });
});
