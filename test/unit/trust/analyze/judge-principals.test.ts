import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, statement, SUB, SUBJECT } from "../entra-policy";

const SUBJECT_RULE = "oidc-trust-requires-subject";
const MALFORMED = "trust-policy-is-well-formed";
const gitHub = "token.actions.githubusercontent.com";
const gitHubArn = `arn:aws:iam::111122223333:oidc-provider/${gitHub}`;

const violated = (document: unknown): string[] =>
  judgeTrustPolicy(document)
    .findings.filter(({ severity }) => severity === "violation")
    .map(({ rule }) => rule);
/** Whether a statement without any condition is judged at all. */
const concerns = (changes: Record<string, unknown>): boolean =>
  violated(policy({ Condition: undefined, ...changes })).length > 0;

describe("judgeTrustPolicy on principals", () => {
  it("passes over statements that no OIDC identity can use", () => {
    const samlArn = "arn:aws:iam::111122223333:saml-provider/idp";
    for (const changes of [
      { Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:*" },
      { Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
      { Principal: { Federated: samlArn }, Action: "sts:AssumeRoleWithSAML" },
      { Principal: { Federated: PROVIDER_ARN }, Action: ["sts:TagSession", "sts:SetSourceIdentity"] },
      { Principal: { Federated: PROVIDER_ARN }, NotAction: "sts:*", Action: undefined },
    ]) {
      assert.equal(concerns(changes), false, JSON.stringify(changes));
    }
  });

  it("finds every way to write the action", () => {
    for (const action of [
      "STS:ASSUMEROLEWITHWEBIDENTITY",
      "sts:AssumeRoleWithWeb*",
      "sts:AssumeRole?ithWebIdentity",
      "sts:*",
      "*",
      "*:*",
      ["sts:TagSession", "sts:assumerole*"],
    ]) {
      assert.equal(concerns({ Action: action }), true, JSON.stringify(action));
    }
    assert.equal(concerns({ Action: undefined, NotAction: "sts:TagSession" }), true);
    assert.equal(concerns({ Action: undefined, NotAction: ["sts:AssumeRole", "iam:*"] }), true);
  });

  it("refuses an action of another form, both Action and NotAction, and neither", () => {
    for (const changes of [
      { Action: "AssumeRoleWithWebIdentity" },
      { Action: "sts:AssumeRoleWithWebIdentity " },
      { Action: "" },
      { Action: [] },
      { Action: null },
      { Action: [7] },
      { Action: undefined },
      { NotAction: "sts:TagSession" },
    ]) {
      assert.ok(violated(policy(changes)).includes(MALFORMED), JSON.stringify(changes));
    }
  });

  it("refuses a principal that takes in every provider, and says whom the conditions let in", () => {
    for (const changes of [
      { Principal: "*" },
      { Principal: { AWS: "*" } },
      { Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } },
      { Principal: { Federated: "*" } },
      { Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/*" } },
      { Principal: undefined, NotPrincipal: { Federated: gitHubArn } },
    ]) {
      for (const [condition, reach] of [
        [{}, "anyone"],
        [{ StringEquals: { [AUD]: AUDIENCE } }, "tenant"],
        [{ StringEquals: { [SUB]: SUBJECT } }, "replay"],
        [{ StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } }, undefined],
        [{ StringEquals: { [AUD]: AUDIENCE, [`${gitHub}:sub`]: "repo:acme/app:x" } }, "nobody"],
      ] as const) {
        const judged = judgeTrustPolicy(policy({ ...changes, Condition: condition }));
        assert.deepEqual(
          judged.findings.map((finding) => [finding.rule, finding.reach, finding.provider]),
          [[SUBJECT_RULE, reach, "*"]],
          JSON.stringify(changes),
        );
        assert.equal(judged.reach, reach ?? "exact");
      }
      const { grants } = judgeTrustPolicy(policy(changes));
      assert.deepEqual(grants[0]?.subject, { kind: "nothing", values: [] });
    }
  });

  it("refuses a principal that IAM would not take", () => {
    for (const Principal of [
      undefined,
      null,
      "",
      PROVIDER_ARN,
      [],
      {},
      { Federated: [] },
      { Federated: "" },
      { Federated: null },
      { Federated: PROVIDER },
      { Federated: gitHub },
      { Federated: `arn:aws:iam::1111:oidc-provider/${gitHub}` },
      { Federated: `arn:aws:iam::111122223333:oidc-provider/https://${gitHub}` },
      { Federated: "arn:aws:iam::111122223333:oidc-provider/" },
      { federated: PROVIDER_ARN },
    ]) {
      assert.ok(violated(policy({ Principal })).includes(MALFORMED), JSON.stringify(Principal));
    }
    assert.ok(violated(policy({ NotPrincipal: "*" })).includes(MALFORMED));
  });

  it("judges each provider of a list by its own keys", () => {
    const { findings } = judgeTrustPolicy(policy({ Principal: { Federated: [PROVIDER_ARN, gitHubArn] } }));
    assert.deepEqual(
      findings.map(({ rule, provider, reach }) => [rule, provider, reach]),
      [["oidc-trust-names-its-issuer", gitHub, "nobody"]],
    );
  });

  it("reads providers of every partition", () => {
    for (const partition of ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-eusc"]) {
      const Principal = { Federated: `arn:${partition}:iam::111122223333:oidc-provider/${PROVIDER}` };
      assert.deepEqual(violated(policy({ Principal })), []);
    }
  });

  for (const [provider, audienceKey, subjectKey] of [
    ["accounts.google.com", "aud", "sub"],
    ["cognito-identity.amazonaws.com", "aud", "sub"],
    ["cognito-identity-us-gov.amazonaws.com", "aud", "sub"],
    ["www.amazon.com", "app_id", "user_id"],
    ["graph.facebook.com", "app_id", "id"],
  ] as const) {
    it(`asks ${provider} for ${audienceKey} and ${subjectKey}`, () => {
      const aud = { [`${provider}:${audienceKey}`]: "a" };
      const sub = { [`${provider}:${subjectKey}`]: "s" };
      const judge = (StringEquals: Record<string, string>): string[] =>
        violated(policy({ Principal: { Federated: provider }, Condition: { StringEquals } }));
      assert.deepEqual(judge({ ...aud, ...sub }), []);
      assert.deepEqual(judge(aud), [SUBJECT_RULE]);
      assert.deepEqual(judge(sub), ["oidc-trust-audience-beside-subject"]);
    });
  }

  it("judges every statement, and a Deny repairs nothing", () => {
    const open = statement({ Sid: "Open", Condition: { StringEquals: { [AUD]: AUDIENCE } } });
    const deny = statement({ Effect: "Deny", Condition: { StringNotEquals: { [SUB]: SUBJECT } } });
    const { accepted, findings } = judgeTrustPolicy({
      Version: "2012-10-17",
      Statement: [statement(), open, deny],
    });
    assert.equal(accepted, false);
    assert.deepEqual(
      findings.map(({ statement: index, sid }) => [index, sid]),
      [[1, "Open"]],
    );
    assert.match(findings[0]?.message ?? "", /The policy's Deny statement does not change that\./);
  });

  it("judges a provider once however often a statement names it, and each of its names and accounts", () => {
    const Condition = { StringEquals: { [AUD]: AUDIENCE } };
    const elsewhere = PROVIDER_ARN.replace(/::\d{12}:/, "::444455556666:");
    const shouted = PROVIDER_ARN.replace("sts.windows.net", "STS.windows.net");
    const judged = (Federated: readonly string[]) => {
      const { findings, grants } = judgeTrustPolicy(policy({ Principal: { Federated }, Condition }), {
        accountId: "111122223333",
      });
      return {
        found: findings.map(({ rule, found }) => [rule, found]),
        granted: grants.map(({ provider, audience, subject }) => [provider, audience.kind, subject.kind]),
      };
    };
    const once = judged([PROVIDER_ARN]);
    assert.deepEqual(once, {
      found: [[SUBJECT_RULE, `no condition on ${SUB}`]],
      granted: [[PROVIDER, "exact", "nothing"]],
    });
    assert.deepEqual(judged([PROVIDER_ARN, PROVIDER_ARN, PROVIDER_ARN]), once);
    const ISSUER_RULE = "oidc-trust-names-its-issuer";
    assert.deepEqual(judged([PROVIDER_ARN, elsewhere, elsewhere]), {
      ...once,
      found: [...once.found, [ISSUER_RULE, "a provider of account 444455556666"]],
    });
    const loud = PROVIDER.replace("sts", "STS");
    assert.deepEqual(judged([PROVIDER_ARN, shouted, shouted]), {
      found: [...once.found, [ISSUER_RULE, `the provider ${loud}`]],
      granted: [...once.granted, [loud, "exact", "nothing"]],
    });
  });

  it("pins a claim under two operators to the values that both have", () => {
    const { grants } = judgeTrustPolicy(
      policy({
        Condition: {
          StringEquals: { [AUD]: [AUDIENCE, "api://sales", "api://stock"], [SUB]: SUBJECT },
          StringLike: { [AUD]: ["api://stock", AUDIENCE, "api://other"] },
        },
      }),
    );
    assert.deepEqual(grants[0]?.audience, { kind: "exact", values: [AUDIENCE, "api://stock"] });
  });
});
