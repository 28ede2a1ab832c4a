/** Trust policies that hide who gets in, in front of an administrator: none gets past the audit. */
import assert from "node:assert/strict";
import {
  ACCOUNT,
  allow,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  PROVIDER,
  provider,
  PROVIDER_ARN,
  providerArn,
  role,
  roleArn,
  type Statement,
  SUBJECT,
} from "./company";

const GITHUB = "token.actions.githubusercontent.com";
const EXACT = federationStatement({ aud: AUDIENCE, sub: SUBJECT });
const ACTION = "sts:AssumeRoleWithWebIdentity";
const AUD = { [`${PROVIDER}:aud`]: AUDIENCE };
const SUB = `${PROVIDER}:sub`;

const door = (condition: object, further: Statement = {}): Statement => ({
  Effect: "Allow",
  Principal: { Federated: PROVIDER_ARN },
  Action: ACTION,
  Condition: condition,
  ...further,
});

/** Each with the reach that the audit must say. */
const DOORS: Readonly<Record<string, readonly [readonly Statement[], string]>> = {
  "a principal that is everybody": [[{ Effect: "Allow", Principal: "*", Action: ACTION }], "anyone"],
  "everything for everybody": [[{ Effect: "Allow", Principal: "*", Action: "*" }], "anyone"],
  "everybody as an AWS principal": [
    [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:*" }],
    "anyone",
  ],
  "a federated wildcard": [[{ Effect: "Allow", Principal: { Federated: "*" }, Action: ACTION }], "anyone"],
  "everybody but one": [[{ Effect: "Allow", NotPrincipal: { AWS: roleArn("x") }, Action: ACTION }], "anyone"],
  "every action but one": [
    [{ ...federationStatement({ aud: AUDIENCE }), Action: undefined, NotAction: "sts:AssumeRole" }],
    "assigned",
  ],
  "an action in other letters": [
    [door({ StringEquals: AUD }, { Action: "STS:assumerolewithWEBIDENTITY" })],
    "assigned",
  ],
  "ForAllValues, which holds for nothing": [
    [door({ StringEquals: AUD, "ForAllValues:StringEquals": { [`${PROVIDER}:oid`]: SUBJECT } })],
    "assigned",
  ],
  "ForAnyValue with a pattern": [
    [door({ StringEquals: AUD, "ForAnyValue:StringLike": { [SUB]: ["*"] } })],
    "assigned",
  ],
  "a subject that only has to be there": [
    [door({ StringEquals: AUD, Null: { [SUB]: "false" } })],
    "assigned",
  ],
  "a subject that only has to be missing elsewhere": [
    [door({ StringEquals: AUD, StringEqualsIfExists: { [`${PROVIDER}:groups`]: "x" } })],
    "assigned",
  ],
  "an exact statement beside an open one": [[EXACT, federationStatement({ aud: AUDIENCE })], "assigned"],
  "an open statement of another provider": [
    [EXACT, federationStatement({ aud: "sts.amazonaws.com" }, GITHUB)],
    "anyone",
  ],
  "two providers in a statement, with conditions of one": [
    [{ ...EXACT, Principal: { Federated: [PROVIDER_ARN, providerArn(GITHUB)] } }],
    "exact",
  ],
  "two providers in a statement, with conditions that hold for what is missing": [
    [
      {
        ...EXACT,
        Principal: { Federated: [PROVIDER_ARN, providerArn(GITHUB)] },
        Condition: { StringEqualsIfExists: { ...AUD, [SUB]: SUBJECT } },
      },
    ],
    "anyone",
  ],
};

describe("a door that hides who gets in", () => {
  for (const [name, [statements, reach]] of Object.entries(DOORS)) {
    it(`is seen: ${name}`, () => {
      const report = auditOf(
        ...deployed(),
        provider(GITHUB, ["sts.amazonaws.com"]),
        role("target", statements, [allow("*")]),
      );
      const found = report.roles.find((one) => one.name === "target");
      assert.equal(found?.reach ?? "exact", reach);
      if (reach !== "exact") {
        assert.equal(report.roles[0]?.name, "target");
        assert.ok(found?.findings.some(({ rule }) => rule === "powerful-role-behind-weak-door"));
      }
    });
  }

  it("is seen behind a harmless role, several steps and an account away", () => {
    const other = "444455556666";
    const root = (account: string): Statement => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "sts:AssumeRole",
    });
    const away = (name: string, account = other): object => ({ Arn: roleArn(name, account) });
    const report = auditOf(
      ...deployed(),
      // A role that the account and an identity provider may assume.
      role("target", [federationStatement({ aud: AUDIENCE }), root(ACCOUNT)], [allow("sts:*")]),
      role("one", [root(ACCOUNT)], [allow("sts:AssumeRole")], away("one")),
      role("two", [root(other)], [allow("sts:AssumeRole")], away("two")),
      role("three", [root(other)], [allow("iam:PassRole"), allow("ec2:RunInstances")], away("three")),
    );
    const [first] = report.roles;
    assert.equal(first?.name, "target");
    assert.deepEqual(first.onward[0], { arn: roleArn("three", other), power: "escalation", steps: 2 });
    assert.deepEqual(
      first.findings.map(({ rule, severity }) => `${severity} ${rule}`),
      ["high powerful-role-behind-weak-door", "medium trust-admits-assigned"],
    );
  });

  it("is seen where inline, managed, and AWS's policies come together", () => {
    const managed = `arn:aws:iam::${ACCOUNT}:policy/launch`;
    const report = auditOf(
      ...deployed(),
      role("target", [EXACT], [allow("iam:PassRole")], {
        AttachedManagedPolicies: [
          { PolicyName: "launch", PolicyArn: managed },
          {
            PolicyName: "AmazonS3ReadOnlyAccess",
            PolicyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
          },
        ],
      }),
      {
        kind: "aws.policy",
        of: ACCOUNT,
        data: {
          PolicyName: "launch",
          Arn: managed,
          Document: { Version: "2012-10-17", Statement: [allow("ec2:RunInstances")] },
        },
      },
      role(
        "machine",
        [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
        [allow("*")],
      ),
    );
    const found = report.roles.find((one) => one.name === "target");
    assert.deepEqual(
      found?.findings.map(({ rule }) => rule),
      ["federated-role-is-powerful"],
    );
  });
});
