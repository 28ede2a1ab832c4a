import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, SUB, SUBJECT, TENANT } from "../entra-policy";

/** What comes of a policy's violations, in their order. */
const consequences = (document: unknown): string[] =>
  judgeTrustPolicy(document)
    .findings.filter(({ severity }) => severity === "violation")
    .map(({ consequence }) => consequence);

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
      `Any identity of the tenant ${TENANT} could get in that gets a token for the audience "${AUDIENCE}": every one, unless the application requires assignment.`,
    ]);
  });

  it("is the subject with a token for another audience, if only the subject is", () => {
    assert.deepEqual(consequences(policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } })), [
      `The subject "${SUBJECT}" could get in with a token for any audience that the provider lists, meant for AWS or not.`,
    ]);
  });

  it("is whoever has a token of the tenant's, if neither is", () => {
    const everyone = `Any identity of the tenant ${TENANT} could get in that gets a token for any audience that the provider lists: every one, unless the application requires assignment.`;
    assert.deepEqual(consequences(policy({ Condition: undefined })), [everyone, everyone]);
  });

  it("is whoever has a subject like the pattern", () => {
    assert.deepEqual(consequences(policyWithSubject({ StringLike: { [SUB]: ["a*", "b*", "c*", "d*"] } })), [
      `Anyone could get in who has a token for the audience "${AUDIENCE}" and a subject like "a*" or "b*" or "c*" or 1 more.`,
    ]);
    assert.deepEqual(consequences(policy({ Condition: { StringLike: { [AUD]: "*", [SUB]: "a*" } } })), [
      'Anyone could get in who has a token for any audience that the provider lists and a subject like "a*".',
      'Anyone could get in who has a token for any audience that the provider lists and a subject like "a*".',
    ]);
  });

  it("is the one client and its users, with Entra's tokens of version 2", () => {
    const [open] = consequences(trust(`login.microsoftonline.com/${TENANT}/v2.0`, { aud: SUBJECT }));
    assert.equal(
      open,
      `Anyone could get in who gets a token through the client ID "${SUBJECT}": that identity, and whoever signs in with it.`,
    );
  });

  it("is every workflow at GitHub", () => {
    assert.deepEqual(
      consequences(trust("token.actions.githubusercontent.com", { aud: "sts.amazonaws.com" })),
      [
        'Any workflow of any repository could get in: each can ask for a token for the audience "sts.amazonaws.com".',
      ],
    );
  });

  it("is whoever any other issuer gives such a token", () => {
    assert.deepEqual(consequences(trust("gitlab.example.com", { aud: "aws" })), [
      'Anyone could get in to whom this issuer gives a token for the audience "aws".',
    ]);
  });

  it("does not hang on a Deny", () => {
    const document = policyWithSubject({});
    (document.Statement as unknown[]).push({ Effect: "Deny", Principal: "*", Action: "sts:*" });
    assert.match(consequences(document)[0] ?? "", / A Deny does not repair that\.$/);
  });
});
