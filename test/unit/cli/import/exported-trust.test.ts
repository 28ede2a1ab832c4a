import assert from "node:assert/strict";
import { type ExportedTrust, readExportedTrust } from "../../../../cli/import/exported-trust";
import { withCode } from "../../../../messages";
import { buildTrustPolicy } from "../../../../trust";
import { checkedConditions } from "../../trust/build/checked-conditions";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";

type Json = Record<string, unknown>;

const PINS = { [AUD]: AUDIENCE, [SUB]: SUBJECT };
const read = (document: unknown) =>
  readExportedTrust({ RoleName: "reader", AssumeRolePolicyDocument: document }, PROVIDER);
const withCondition = (condition: Json) => policy({ Condition: condition });

/** The trust, of a policy that the component can write. */
function trustOf(document: unknown): ExportedTrust {
  const trust = read(document);
  assert.ok("subjects" in trust, JSON.stringify(trust));
  return trust;
}

/** The problems, of one that it cannot. */
function problemsOf(document: unknown): string[] {
  const problems = read(document);
  assert.ok(!("subjects" in problems), JSON.stringify(problems));
  return problems.map(withCode);
}

describe("trust of a role that is imported", () => {
  const networks = ["203.0.113.0/24", "2001:db8::/32"];
  const kept: [title: string, condition: Json][] = [
    ["audience and subject alone", { StringEquals: PINS }],
    ["source addresses", { StringEquals: PINS, IpAddress: { "aws:SourceIp": networks } }],
    [
      "further conditions, also of an operator that pins",
      {
        StringEquals: { ...PINS, "aws:RequestedRegion": ["eu-west-1", "eu-west-2"] },
        DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" },
        NotIpAddress: { "aws:SourceIp": "203.0.113.7" },
      },
    ],
  ];
  for (const [title, condition] of kept) {
    it(`is what the component writes again: ${title}`, () => {
      const document = withCondition(condition);
      const { allowedSourceIps: sourceIps, ...trust } = trustOf(document);
      const issuer = `https://${PROVIDER}`;
      const conditions = checkedConditions(trust.conditions, { issuer, hasSourceIps: sourceIps.length > 0 });
      assert.deepEqual(
        buildTrustPolicy({ oidcProviderArn: PROVIDER_ARN, issuer, sourceIps, ...trust, conditions }),
        document,
      );
      assert.deepEqual(trustOf(JSON.stringify(document)), trustOf(document));
    });
  }

  it("has addresses and conditions by the names of the component's arguments", () => {
    const { allowedSourceIps, conditions } = trustOf(
      withCondition({
        StringEquals: PINS,
        IpAddress: { "AWS:sourceip": "203.0.113.7" },
        Bool: { "aws:SecureTransport": true },
      }),
    );
    assert.deepEqual(allowedSourceIps, ["203.0.113.7"]);
    assert.deepEqual(conditions, { Bool: { "aws:SecureTransport": ["true"] } });
  });

  it("takes pins by operators that say the same", () => {
    for (const operator of ["StringLike", "ForAnyValue:StringEquals"]) {
      const { subjects, conditions } = trustOf(withCondition({ [operator]: PINS }));
      assert.deepEqual([subjects, conditions], [[SUBJECT], {}], operator);
    }
  });

  const [statement] = policy().Statement as Json[];
  const both = (other: Json) => ({ ...policy(), Statement: [statement, { ...statement, ...other }] });
  const other = { StringEquals: { ...PINS, [SUB]: "another" } };
  const refused: [title: string, document: Json, message: RegExp][] = [
    ["another subject's statement", both({ Condition: other }), /further statement: \{.*"another"/],
    [
      "a statement for a role of a pipeline",
      both({ Principal: { AWS: "arn:aws:iam::111122223333:role/ci" }, Action: "sts:AssumeRole" }),
      /further statement: \{.*role\/ci.*\. The next update would remove it, .* move it to another role, and export again \[import-statement-further\]$/,
    ],
    ["a denial", both({ Effect: "Deny" }), /further statement: \{"Effect":"Deny"/],
    [
      "another action",
      policy({ Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] }),
      /allows \["sts:AssumeRoleWithWebIdentity","sts:TagSession"\]\. Expected sts:AssumeRoleWithWebIdentity alone: .* \[import-actions-further\]$/,
    ],
    ["all actions of STS", policy({ Action: "sts:*" }), /allows "sts:\*"\. Expected /],
    [
      "another principal in the same statement",
      policy({ Principal: { Federated: PROVIDER_ARN, AWS: "111122223333" } }),
      /trusts \{"Federated":"arn:.*","AWS":"111122223333"\} in one statement\. Expected one provider alone: .* Give them another role, and export again \[import-principals-further\]$/,
    ],
    [
      "a condition that is true without its key",
      withCondition({ StringEquals: PINS, StringEqualsIfExists: { "aws:RequestedRegion": "eu-west-1" } }),
      /cannot write: StringEqualsIfExists does not narrow: .*The condition is \{.*"eu-west-1"\}\}\. /,
    ],
    [
      "subjects that are taken out again",
      withCondition({ StringEquals: PINS, StringNotEquals: { [SUB]: SUBJECT } }),
      /cannot write: StringNotEquals\["\S+:sub"\] is set from the subjects alone/,
    ],
    [
      "a variable that is none in the version",
      { ...withCondition({ StringEquals: { ...PINS, "aws:RequestTag/a": "${x}" } }), Version: "2008-10-17" },
      /version "2008-10-17", in which \$\{ is not a variable.*\[import-version-old\]$/,
    ],
    [
      "a pin that does not mind case, beside one that does",
      withCondition({ StringEquals: PINS, StringEqualsIgnoreCase: { [SUB]: SUBJECT } }),
      /cannot write: StringEqualsIgnoreCase\["\S+:sub"\] is set from the subjects alone/,
    ],
    ["open audience and subject", withCondition({}), /has no statement that pins aud and sub/],
  ];
  for (const [title, document, message] of refused) {
    it(`is refused with ${title}, which an update would lose`, () => {
      const [problem = "", ...more] = problemsOf(document);
      assert.match(problem, message);
      assert.match(problem, /^role reader /);
      assert.deepEqual(more, []);
    });
  }
});
