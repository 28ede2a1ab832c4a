import assert from "node:assert/strict";
import { rules } from "../../../../policypack/rules";
import { trustPolicyIsWellFormed } from "../../../../policypack/rules/trust-policy-is-well-formed";
import { AUD, AUDIENCE, policy, statement, SUB, SUBJECT } from "../../trust/entra-policy";
import { NOTHING, UNKNOWN, validateResource, type Validation } from "../validate";

const ROLE = "aws:iam/role:Role";

const pinned = { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } };

const judge = (assumeRolePolicy: unknown, name = "app", config = {}): Promise<Validation> =>
  validateResource(trustPolicyIsWellFormed, { type: ROLE, name, props: { assumeRolePolicy } }, config);

describe("trust-policy-is-well-formed", () => {
  it("is mandatory", () => {
    assert.equal(trustPolicyIsWellFormed.enforcementLevel, "mandatory");
    assert.equal(trustPolicyIsWellFormed.severity, "high");
  });

  it("accepts a policy that IAM accepts", async () => {
    assert.deepEqual(await judge(policy()), NOTHING);
    assert.deepEqual(await judge(JSON.stringify(policy())), NOTHING);
  });

  const malformed: [title: string, policy: unknown, message: RegExp][] = [
    ["a string that is not JSON", "{", /JSON/],
    ["a value that is not an object", "[]", /object/],
    ["a misspelled effect", policy({ Effect: "allow" }), /effect/i],
    ["an unknown operator", policy({ Condition: { ...pinned, StringSame: { a: "b" } } }), /StringSame/],
    [
      "a member that is written twice",
      JSON.stringify(policy()).replace('"Effect":"Allow"', '"Effect":"Allow","Effect":"Allow"'),
      /the member "Effect" twice in one object/,
    ],
  ];
  for (const [title, document, message] of malformed) {
    it(`has one finding among all rules for ${title}`, async () => {
      const role = { type: ROLE, name: "app", props: { assumeRolePolicy: document } };
      const found = await Promise.all(
        rules.map(async (rule) =>
          rule.judgeResource === undefined ? [] : (await validateResource(rule, role)).violations,
        ),
      );
      assert.equal(found.flat().length, 1, JSON.stringify(found));
      assert.match((await judge(document)).violations[0] ?? "", message);
    });
  }

  it("judges the known statements beside an unknown one", async () => {
    const document = { Version: "2012-10-17", Statement: [UNKNOWN, statement({ Effect: "allow" })] };
    assert.equal((await judge(document, "partly")).violations.length, 1);
  });
});
