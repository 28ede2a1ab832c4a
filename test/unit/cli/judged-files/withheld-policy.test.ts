/** What is left of a role whose policy is a secret. */
import assert from "node:assert/strict";
import { withFingerprints } from "../../../../cli/judged-files/identified-finding";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { withheld } from "../../../../cli/judged-files/withheld-policy";
import { OPEN, policy } from "../entra-policy";

const HIDDEN = "(sensitive value)";

describe("a withheld policy", () => {
  it("has the verdict, and who can assume the role", () => {
    const [role] = judgeText("f", JSON.stringify(OPEN)).roles;
    assert.ok(role);
    const [left] = withFingerprints([withheld(role)]);
    assert.ok(left);
    const consequence = "Anyone in the tenant, cluster, or organization can assume this role.";
    const detail = "Terraform marks this policy as sensitive, so the report shows none of it.";
    const found = `${HIDDEN} with the reach tenant`;
    const right = "what the rule oidc-trust-requires-subject requires";
    const [first] = role.findings;
    assert.notEqual(first?.hints.length, 0);
    const finding = {
      rule: "oidc-trust-requires-subject",
      code: "claim-not-pinned",
      severity: "violation",
      statement: 0,
      sid: undefined,
      provider: undefined,
      key: undefined,
      path: [],
      found,
      right,
      reach: "tenant",
      consequence,
      detail,
      fix: undefined,
      remedy: undefined,
      message: `${consequence} Statement 0: expected ${right}; found ${found}. ${detail}`,
    };
    assert.deepEqual(left.judgment, {
      verdict: "rejected",
      findings: [finding],
      grants: [
        {
          statement: 0,
          sid: undefined,
          provider: HIDDEN,
          audience: { kind: "exact", values: [HIDDEN] },
          subject: { kind: "nothing", values: [] },
          reach: "tenant",
        },
      ],
      unknown: [],
      reach: "tenant",
    });
    const [{ identity, fingerprints, ...placed } = assert.fail(), ...others] = left.findings;
    assert.deepEqual(identity(), ["claim-not-pinned", "tenant"]);
    assert.match(fingerprints().join(), /^[0-9a-f]{32}$/);
    assert.deepEqual(
      [placed, ...others],
      [
        {
          finding,
          range: role.range,
          own: { start: 0, end: HIDDEN.length },
          language: "json",
          hints: [],
        },
      ],
    );
    assert.notDeepEqual(first?.range, role.range);
    assert.deepEqual([left.verdict, left.reach, left.text], ["rejected", "tenant", HIDDEN]);
    assert.deepEqual(left.lines.line(1), HIDDEN);
  });

  it("does not say what it depends on", () => {
    const [role] = judgeText("f", JSON.stringify(policy({ Condition: "{{ conditions }}" }))).roles;
    assert.ok(role);
    assert.notDeepEqual(role.judgment.unknown, []);
    assert.deepEqual(withheld(role).judgment.unknown, [HIDDEN]);
  });
});
