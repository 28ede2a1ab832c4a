import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, SUB, SUBJECT } from "../entra-policy";

/** What to do about the subject of a policy. */
const remedy = (document: unknown): string | undefined =>
  judgeTrustPolicy(document).findings.find((finding) => finding.remedy !== undefined)?.remedy;

const PRINCIPAL_ID = "<principal ID of the managed identity>";
const EQUALS = `"StringEquals": {"${SUB}": "${PRINCIPAL_ID}"}`;

describe("the remedy for a claim that is not pinned", () => {
  it("adds all of a Condition to a statement without one", () => {
    const both = `"StringEquals": {"${AUD}": "<application ID URI>", "${SUB}": "${PRINCIPAL_ID}"}`;
    const remedies = (Condition: unknown): (string | undefined)[] =>
      judgeTrustPolicy(policy({ Condition })).findings.map((finding) => finding.remedy);
    // The same for both claims: two that add the same member could not both be followed.
    const whole = `Add "Condition": {${both}} to the statement.`;
    assert.deepEqual(remedies(undefined), [whole, whole]);
    const inside = `Add ${both} to the Condition.`;
    assert.deepEqual(remedies({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), [inside, inside]);
  });

  it("adds to the Condition and the StringEquals that are there", () => {
    assert.equal(
      remedy(policy({ Condition: { StringLike: { [AUD]: AUDIENCE } } })),
      `Add ${EQUALS} to the Condition.`,
    );
    assert.equal(
      remedy(policyWithSubject({})),
      `Add "${SUB}": "${PRINCIPAL_ID}" to StringEquals in the Condition.`,
    );
  });

  it("adds beside what only excludes values or asks whether the claim is there", () => {
    for (const operator of ["StringNotEquals", "StringNotLikeIfExists", "Null"]) {
      assert.match(remedy(policyWithSubject({ [operator]: { [SUB]: "false" } })) ?? "", /^Add /);
    }
  });

  it("replaces a pattern, a policy variable and what compares no text", () => {
    assert.equal(
      remedy(policyWithSubject({ StringLike: { [SUB]: ["*"] } })),
      `Replace "StringLike": {"${SUB}": "*"} with ${EQUALS}.`,
    );
    assert.equal(
      remedy(policyWithSubject({ StringEquals: { [SUB]: `\${${SUB}}` } })),
      `Replace "StringEquals": {"${SUB}": "\${${SUB}}"} with ${EQUALS}.`,
    );
    assert.equal(
      remedy(policyWithSubject({ ArnLike: { [SUB]: ["a", "b"] } })),
      `Replace "ArnLike": {"${SUB}": ["a", "b"]} with ${EQUALS}.`,
    );
  });

  it("replaces an operator that is true without the claim, and keeps the exact values", () => {
    for (const operator of ["StringEqualsIfExists", "ForAllValues:StringLike"]) {
      assert.equal(
        remedy(policyWithSubject({ [operator]: { [SUB]: [SUBJECT, "another"] } })),
        `Replace "${operator}": {"${SUB}": ["${SUBJECT}", "another"]} with "StringEquals": {"${SUB}": ["${SUBJECT}", "another"]}.`,
      );
    }
  });

  it("replaces a key that lacks the provider's slash, and keeps its values", () => {
    const key = SUB.replace("/:", ":");
    assert.equal(
      remedy(policyWithSubject({ StringEquals: { [key]: SUBJECT } })),
      `Replace "StringEquals": {"${key}": "${SUBJECT}"} with "StringEquals": {"${SUB}": "${SUBJECT}"}.`,
    );
  });
});
