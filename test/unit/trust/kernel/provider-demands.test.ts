import assert from "node:assert/strict";
import { type JudgeOptions, judgeTrustPolicy } from "../../../../trust";
import { knownValues } from "../../../../trust/analyze/known-values";
import { federatedPrincipal } from "../../../../trust/issuers/providers";
import { SubjectBoundaries } from "../../../../trust/issuers/subject-boundaries";
import { ConditionIndex } from "../../../../trust/kernel/condition-index";
import { readDemands } from "../../../../trust/kernel/provider-demands";
import { readConditions } from "../../../../trust/policy/conditions";
import { type Claims, federatedPolicy } from "../federated-policy";

const GITHUB = "token.actions.githubusercontent.com";
const BUILDKITE = "agent.buildkite.com";
const ORDERS = "repo:contoso/orders:";

type Conditions = Readonly<Record<string, Claims>>;

const judged = (provider: string, conditions: Conditions, options: JudgeOptions = {}) =>
  judgeTrustPolicy(federatedPolicy(provider, conditions), options);
const consequence = (provider: string, conditions: Conditions): string | undefined =>
  judged(provider, conditions).findings[0]?.consequence;

describe("what a statement demands of a provider's tokens", () => {
  it("is the last of two patterns of the audience, and the bounded one of two of the subject", () => {
    const { accepted, grants } = judged(GITHUB, {
      StringLike: { aud: "a*", sub: `${ORDERS}*` },
      "ForAnyValue:StringLike": { aud: "b*", sub: "*" },
    });
    assert.deepEqual(
      [accepted, grants[0]?.audience, grants[0]?.subject],
      [false, { kind: "patterns", values: ["b*"] }, { kind: "patterns", values: [`${ORDERS}*`] }],
    );
  });

  it("is in the grants also by operators that are true without the claim", () => {
    const { accepted, grants } = judged(GITHUB, {
      StringEqualsIfExists: { aud: "sts.amazonaws.com", sub: `${ORDERS}environment:production` },
    });
    assert.deepEqual(
      [accepted, grants[0]?.audience, grants[0]?.subject],
      [
        false,
        { kind: "exact", values: ["sts.amazonaws.com"] },
        { kind: "exact", values: [`${ORDERS}environment:production`] },
      ],
    );
  });

  it("names the subject, or the claim in its place", () => {
    const tokens = "can assume this role, but with a token for any audience that the provider lists";
    const service = "even one meant for another service";
    assert.equal(
      consequence(GITHUB, { StringLike: { sub: `${ORDERS}*` }, StringEquals: { repository_id: "1" } }),
      `Only subjects like "${ORDERS}*" ${tokens}, ${service}.`,
    );
    assert.equal(
      consequence(BUILDKITE, {
        StringEquals: { pipeline_id: ["one", "two"] },
        StringLike: { sub: "organization:contoso:*" },
      }),
      `Only the pipeline "one" or "two" ${tokens}, ${service}.`,
    );
  });

  it("holds a note on Google's audience only where it is the caller's ID", () => {
    const codes = (claims: Claims): string[] =>
      judged("accounts.google.com", { StringEquals: claims }).findings.map(({ code }) => code);
    assert.deepEqual(codes({ aud: "123456789012345678901", sub: "1" }), ["claim-stands-in"]);
    assert.deepEqual(codes({ aud: "123456789012345678901", sub: "1", oaud: "x" }), []);
    assert.deepEqual(codes({ aud: "x", sub: "1" }), []);
  });

  it("has its audience from a provider that is created beside it and lists a single one", () => {
    const name = "oidc.example.com";
    const created = (account: string | undefined, ...clientIds: string[]): JudgeOptions => ({
      createdProviders: [{ name, ...(account === undefined ? {} : { account }), clientIds }],
    });
    const accepts = (options: JudgeOptions): boolean =>
      judged(name, { StringEquals: { sub: "x" } }, options).accepted;
    assert.deepEqual(
      [
        created(undefined, "one"),
        created("111122223333", "one"),
        created("999988887777", "one"),
        created(undefined),
        created(undefined, "one", "two"),
        { createdProviders: [{ name: "other.example.com", clientIds: ["one"] }] },
      ].map(accepts),
      [true, true, false, false, false, false],
    );
  });
});

describe("readDemands", () => {
  it("gives the exact subjects that bind no workload, and none beside a pinned subject", () => {
    const provider = federatedPrincipal(`arn:aws:iam::111122223333:oidc-provider/${GITHUB}`);
    assert.ok(typeof provider === "object");
    const unbound = (...subjects: readonly string[]): readonly string[] => {
      const condition = { StringEquals: { [`${GITHUB}:sub`]: subjects } };
      const read = readConditions(condition, () => assert.fail("IAM takes it"));
      const conditions = new ConditionIndex(read, new Set([GITHUB]));
      const boundaries = new SubjectBoundaries(provider, {}, false);
      return readDemands({ provider, conditions, variables: true, boundaries }, {}).unbound;
    };
    const [bound, open] = [`${ORDERS}environment:production`, "environment:production"];
    assert.deepEqual(unbound(bound), []);
    assert.deepEqual(unbound(bound, open), [open]);
  });
});

describe("knownValues", () => {
  it("gives exact values of the provider, and an audience only of its account", () => {
    const name = "oidc.example.com";
    const values = (account: string | undefined, from: { readonly account?: string } | undefined) =>
      knownValues(
        { name, account },
        {
          knownClaims: [
            { provider: "other.example.com", audience: "other" },
            { provider: name, audience: "a", subject: "s", ...(from ? { audienceFrom: from } : {}) },
          ],
        },
      );
    const both = { audience: "a", subject: "s" };
    assert.deepEqual(values("1", undefined), both);
    assert.deepEqual(values("1", { account: "1" }), both);
    assert.deepEqual(values(undefined, { account: "1" }), both);
    assert.deepEqual(values("1", { account: "2" }), { subject: "s" });
    assert.deepEqual(values("1", {}), { subject: "s" });
    assert.deepEqual(knownValues({ name, account: "1" }, {}), {});
    const loose = { provider: name, audience: "a*", subject: "${aws:username}" };
    assert.deepEqual(knownValues({ name, account: "1" }, { knownClaims: [loose] }), {});
    assert.deepEqual(
      knownValues({ name, account: "1" }, { knownClaims: [{ ...loose, audience: "", subject: "?" }] }),
      {},
    );
  });
});
