/** What the configuration makes of a rule's findings, whatever the rule. */
import assert from "node:assert/strict";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject as rule } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, policy, statement, SUBJECT } from "../../trust/entra-policy";
import { type TestedResource, urnOf, validateResource, type Validation } from "../validate";

const openStatement = statement({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const role = (...statements: unknown[]): TestedResource => ({
  type: "aws:iam/role:Role",
  name: "app",
  props: { assumeRolePolicy: { Version: "2012-10-17", Statement: statements } },
});
const open = role(openStatement);

describe("exceptions", () => {
  const judge = (exceptions: readonly object[]): Promise<Validation> =>
    validateResource(rule, open, { exceptions });

  it("let a resource pass by a pattern of its URN, and show the reason and the end", async () => {
    for (const urn of [urnOf(open), "*::app", "urn:pulumi:test::*::aws:iam/role:Role::*", "*"]) {
      const { violations, advice } = await judge([{ urn, reason: "moves to Entra", until: "2999-12-31" }]);
      assert.deepEqual(violations, [], urn);
      assert.equal(advice.length, 1);
      assert.match(
        advice[0] ?? "",
        /^Exception until 2999-12-31 \(moves to Entra\): Role app: Any identity in tenant .* can assume this role\. Statement 0/,
      );
    }
    assert.match((await judge([{ urn: "*", reason: "r" }])).advice[0] ?? "", /^Exception \(r\): /);
  });

  it("do not reach resources whose URN the pattern does not match as a whole", async () => {
    for (const urn of ["app", "*::ap", "*::ap?", "*:x::app", "urn:pulumi:prod::*", ".*"]) {
      assert.equal((await judge([{ urn, reason: "r" }])).violations.length, 1, urn);
    }
  });

  it("are compared in time that grows with the product of the lengths", async () => {
    // A regular expression with a hundred times `.*` would not come to an end.
    assert.equal((await judge([{ urn: `${"*:".repeat(100)}!`, reason: "r" }])).violations.length, 1);
    assert.equal((await judge([{ urn: "*".repeat(1000), reason: "r" }])).violations.length, 0);
  });

  it("end on their last day, and the violation then names them", async () => {
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual((await judge([{ urn: "*", reason: "r", until: "2999-01-01" }])).violations, []);
    const { violations } = await judge([{ urn: "*", reason: "until spring", until: "2020-03-31" }]);
    assert.match(violations[0] ?? "", /\(An exception ended on 2020-03-31: until spring\)$/);
    const both = [
      { urn: "*", reason: "old", until: "2020-03-31" },
      { urn: "*", reason: "new", until: today },
    ];
    assert.match((await judge(both)).advice[0] ?? "", /\(new\)/);
  });
});

describe("findings with the same identity", () => {
  const audiences = (...values: readonly string[]) => ({
    Condition: { StringEquals: { [AUD]: values, [AUD.replace(/aud$/, "sub")]: SUBJECT } },
  });
  const judge = (changes: Record<string, unknown>): Promise<Validation> =>
    validateResource(oidcTrustRequiresAudience, { ...open, props: { assumeRolePolicy: policy(changes) } });

  it("are all shown if a policy has several: one for each value", async () => {
    const { violations } = await judge(audiences("<a>", "<b>"));
    assert.deepEqual(
      violations.map((text) => /"<.>", in which/.exec(text)?.[0]),
      ['"<a>", in which', '"<b>", in which'],
    );
    const { advice } = await judge(audiences(AUDIENCE, "<a>", "<b>"));
    assert.deepEqual(
      advice.map((text) => /"<.>", in which/.exec(text)?.[0]),
      ['"<a>", in which', '"<b>", in which'],
    );
  });

  it("are one if each outcome of a template has it, and two if two roles have it", async () => {
    const ofAudience = (audience: string): object =>
      policy({ Condition: { StringEquals: { [AUD]: audience } } });
    const AssumeRolePolicyDocument = { "Fn::If": ["C", ofAudience("api://a"), ofAudience("api://b")] };
    const either = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument } };
    const count = async (Resources: object): Promise<number> => {
      const Conditions = { C: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-central-1"] } };
      const templateBody = JSON.stringify({ Conditions, Resources });
      const stack = { type: "aws:cloudformation/stack:Stack", name: "app", props: { templateBody } };
      return (await validateResource(rule, stack)).violations.length;
    };
    assert.equal(await count({ One: either }), 1);
    assert.equal(await count({ One: either, Two: either }), 2);
  });
});
