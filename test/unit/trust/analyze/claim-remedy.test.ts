import assert from "node:assert/strict";
import { judgeTrustPolicy, type KnownClaims } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, PROVIDER, SUB, SUBJECT } from "../entra-policy";
import { federatedPolicy } from "../federated-policy";

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

  it("has the values that the caller knows of this provider, and changes no verdict by them", () => {
    const open = policy({ Condition: undefined });
    const remediesWith = (known: Partial<KnownClaims>) =>
      judgeTrustPolicy(open, { knownClaims: [{ provider: PROVIDER, ...known }] }).findings.map(
        (finding) => finding.remedy,
      );
    const whole = (audience: string, subject: string) => {
      const text = `Add "Condition": {"StringEquals": {"${AUD}": "${audience}", "${SUB}": "${subject}"}} to the statement.`;
      return [text, text];
    };
    assert.deepEqual(remediesWith({ audience: AUDIENCE, subject: SUBJECT }), whole(AUDIENCE, SUBJECT));
    assert.deepEqual(remediesWith({ audience: AUDIENCE }), whole(AUDIENCE, PRINCIPAL_ID));
    for (const loose of ["", "api://*", "api://a?", "${aws:username}"]) {
      const expected = whole("<application ID URI>", PRINCIPAL_ID);
      assert.deepEqual(remediesWith({ audience: loose, subject: loose }), expected, loose);
    }
    assert.deepEqual(
      remediesWith({ provider: "ci.example.com", audience: AUDIENCE }),
      whole("<application ID URI>", PRINCIPAL_ID),
    );
    const withoutFixes = (known: readonly KnownClaims[]) =>
      judgeTrustPolicy(open, { knownClaims: known }).findings.map((finding) => ({
        ...finding,
        fix: undefined,
        remedy: undefined,
        message: undefined,
      }));
    const claims = [{ provider: PROVIDER, audience: AUDIENCE, subject: SUBJECT }];
    assert.deepEqual(withoutFixes(claims), withoutFixes([]));
  });

  it("adds beside what only excludes values or asks whether the claim is there", () => {
    for (const operator of ["StringNotEquals", "StringNotLikeIfExists", "Null"]) {
      assert.match(remedy(policyWithSubject({ [operator]: { [SUB]: "false" } })) ?? "", /^Add /);
    }
  });

  it("writes StringEquals once: into the block that is there, or in place of the other operator", () => {
    const inOneBlock = policy({ Condition: { StringLike: { [AUD]: AUDIENCE, [SUB]: "*" } } });
    assert.equal(remedy(inOneBlock), `Replace "StringLike": {"${SUB}": "*"} with ${EQUALS}.`);
    assert.match(
      remedy(policyWithSubject({ StringLike: { [SUB]: "*" } })) ?? "",
      /^Remove .* to StringEquals in/,
    );
  });

  it("replaces a pattern, a policy variable and what compares no text", () => {
    assert.equal(
      remedy(policyWithSubject({ StringLike: { [SUB]: ["*"] } })),
      `Remove "${SUB}": "*" from StringLike, and add "${SUB}": "${PRINCIPAL_ID}" to StringEquals in the Condition.`,
    );
    assert.equal(
      remedy(policyWithSubject({ StringEquals: { [SUB]: `\${${SUB}}` } })),
      `Replace "StringEquals": {"${SUB}": "\${${SUB}}"} with ${EQUALS}.`,
    );
    assert.equal(
      remedy(policyWithSubject({ ArnLike: { [SUB]: ["a", "b"] } })),
      `Remove "${SUB}": ["a", "b"] from ArnLike, and add "${SUB}": "${PRINCIPAL_ID}" to StringEquals in the Condition.`,
    );
  });

  it("replaces an operator that is true without the claim, and keeps the exact values", () => {
    for (const operator of ["StringEqualsIfExists", "ForAllValues:StringLike"]) {
      assert.equal(
        remedy(policyWithSubject({ [operator]: { [SUB]: [SUBJECT, "another"] } })),
        `Remove "${SUB}": ["${SUBJECT}", "another"] from ${operator}, and add "${SUB}": ["${SUBJECT}", "another"] to StringEquals in the Condition.`,
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

  it("renames a key that has the claim's name in full, and keeps its values", () => {
    const inFull = { StringEquals: { [`${PROVIDER}:Subject`]: SUBJECT } };
    const [finding] = judgeTrustPolicy(policyWithSubject(inFull)).findings;
    assert.deepEqual(
      [finding?.found, finding?.reach, finding?.path],
      [
        `a condition on ${PROVIDER}:Subject, a key that AWS never fills (rename it to ${SUB})`,
        "nobody",
        ["Statement", 0, "Condition", "StringEquals", `${PROVIDER}:Subject`],
      ],
    );
    assert.equal(
      remedy(policyWithSubject(inFull)),
      `Replace "StringEquals": {"${PROVIDER}:Subject": "${SUBJECT}"} with "StringEquals": {"${SUB}": "${SUBJECT}"}.`,
    );
    assert.equal(
      remedy(policy({ Condition: { StringEquals: { [`${PROVIDER}:audience`]: AUDIENCE, [SUB]: SUBJECT } } })),
      `Replace "StringEquals": {"${PROVIDER}:audience": "${AUDIENCE}"} with "StringEquals": {"${AUD}": "${AUDIENCE}"}.`,
    );
    assert.match(remedy(policyWithSubject({ Null: { [`${PROVIDER}:subject`]: "false" } })) ?? "", /^Add /);
  });

  it("keeps patterns that bind the caller, and no others", () => {
    const gitHub = "token.actions.githubusercontent.com";
    const fixed = (operator: string, claim: string, sub: string): string | undefined =>
      remedy(
        federatedPolicy(gitHub, { StringEquals: { aud: "sts.amazonaws.com" }, [operator]: { [claim]: sub } }),
      )?.split(" with ")[1];
    const kept = (sub: string): string => `"StringLike": {"${gitHub}:sub": "${sub}"}.`;
    assert.equal(fixed("StringLike", "subject", "repo:acme/infra:*"), kept("repo:acme/infra:*"));
    assert.equal(
      fixed("StringLikeIfExists", "sub", "repo:acme/infra:ref:refs/heads/v?"),
      kept("repo:acme/infra:ref:refs/heads/v?"),
    );
    assert.doesNotMatch(fixed("StringLike", "subject", "repo:acme/*") ?? "", /acme/);
  });

  it("keeps no value that is exact now and would be a pattern then", () => {
    const gitHub = "token.actions.githubusercontent.com";
    const fixOf = (operator: string, sub: string | readonly string[]): unknown =>
      judgeTrustPolicy(
        federatedPolicy(gitHub, { StringEquals: { aud: "sts.amazonaws.com" }, [operator]: { sub } }),
      ).findings.find(({ fix }) => fix?.replace !== undefined)?.fix?.conditions;
    const asked = fixOf("StringLike", "*");
    for (const [operator, sub] of [
      ["StringEqualsIfExists", "repo:acme/app:*"],
      ["StringEqualsIfExists", "repo:acme/app:ref:refs/heads/v?"],
      ["ForAllValues:StringEquals", ["repo:acme/app:ref:refs/heads/main", "repo:acme/app:*"]],
      ["ForAllValues:StringLike", "repo:acme/app:ref:refs/heads/${*}"],
      ["StringLikeIfExists", ["repo:acme/app:*", "repo:acme/app:ref:refs/heads/${?}"]],
      ["StringLikeIfExists", "repo:acme/${*}:*"],
      ["StringLikeIfExists", "repo:acme/app:ref:refs/heads/${$}{aws:username}"],
    ] as const) {
      assert.deepEqual(fixOf(operator, sub), asked, `${operator} ${String(sub)}`);
    }
    const main = "repo:acme/app:ref:refs/heads/main";
    assert.deepEqual(fixOf("StringEqualsIfExists", main), { [`${gitHub}:sub`]: main });
    assert.deepEqual(fixOf("StringLikeIfExists", "repo:acme/app:*"), {
      [`${gitHub}:sub`]: "repo:acme/app:*",
    });
  });
});
