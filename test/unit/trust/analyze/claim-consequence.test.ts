import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, SUB, SUBJECT, TENANT } from "../entra-policy";

/** What comes of a policy's violations, in their order. */
const consequences = (document: unknown): string[] =>
  judgeTrustPolicy(document)
    .findings.filter(({ severity }) => severity === "violation")
    .map(({ consequence, detail }) => (detail === "" ? consequence : `${consequence} ${detail}`));

const UNLESS = "Unless the application requires assignment, that is every identity in the tenant.";

/** A policy for one provider with conditions under StringEquals, by claim. */
function trust(provider: string, claims: Record<string, unknown>, operator = "StringEquals"): unknown {
  const block = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
  );
  return policy({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Condition: { [operator]: block },
  });
}

describe("who gets in by a claim that is not pinned", () => {
  it("is every identity of the tenant with a token for the audience, if only the audience is", () => {
    assert.deepEqual(consequences(policyWithSubject({})), [
      `Any identity in tenant ${TENANT} that can get a token for audience "${AUDIENCE}" can assume this role. ${UNLESS}`,
    ]);
  });

  it("is the subject with a token for another audience, if only the subject is", () => {
    assert.deepEqual(consequences(policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } })), [
      `Only the subject "${SUBJECT}" can assume this role, but with a token for any application of the tenant that the provider lists.`,
    ]);
  });

  it("is whoever has a token of the tenant's, if neither is", () => {
    const everyone = `Any identity in tenant ${TENANT} that can get a token that the provider accepts can assume this role. ${UNLESS}`;
    assert.deepEqual(consequences(policy({ Condition: undefined })), [everyone, everyone]);
  });

  it("is whoever has a subject like the pattern", () => {
    assert.deepEqual(consequences(policyWithSubject({ StringLike: { [SUB]: ["a*", "b*", "c*", "d*"] } })), [
      `Anyone with a token for audience "${AUDIENCE}" whose subject is like "a*" or "b*" or "c*" or 1 more can assume this role.`,
    ]);
    assert.deepEqual(consequences(policy({ Condition: { StringLike: { [AUD]: "*", [SUB]: "a*" } } })), [
      'Anyone with a token whose subject is like "a*" can assume this role.',
      'Anyone with a token whose subject is like "a*" can assume this role.',
    ]);
  });

  it("is the one client and its users, with Entra's tokens of version 2", () => {
    const [open] = consequences(trust(`login.microsoftonline.com/${TENANT}/v2.0`, { aud: SUBJECT }));
    assert.equal(
      open,
      `Anyone who gets a token through the client ID "${SUBJECT}" can assume this role: that identity, and every user who signs in with it.`,
    );
  });

  it("is every workflow at GitHub", () => {
    assert.deepEqual(
      consequences(trust("token.actions.githubusercontent.com", { aud: "sts.amazonaws.com" })),
      [
        'Any workflow of any GitHub repository with a token for audience "sts.amazonaws.com" can assume this role. ' +
          'IAM rejects such a policy today: "Trust policy with trusted principal <provider> must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ' +
          'token.actions.githubusercontent.com:sub or token.actions.githubusercontent.com:job_workflow_ref which is not scoped to all." ' +
          "Roles that are older than that check still work.",
      ],
    );
  });

  it("is whoever any other issuer gives such a token", () => {
    assert.deepEqual(consequences(trust("oidc.example.com", { aud: "aws" })), [
      'Anyone who gets a token for audience "aws" from this issuer can assume this role. The issuer is not in the table of known issuers, so it may serve more than one organization.',
    ]);
  });

  it("does not hang on a Deny", () => {
    const document = policyWithSubject({});
    (document.Statement as unknown[]).push({ Effect: "Deny", Principal: "*", Action: "sts:*" });
    assert.match(consequences(document)[0] ?? "", / The policy's Deny statement does not change that\.$/);
  });
});
