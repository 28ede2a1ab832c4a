import assert from "node:assert/strict";
import {
  plannedQuotaProblems,
  type PlannedTrust,
  quotaProblems,
} from "../../../../components/federated-role/trust-quota";
import { withCode } from "../../../../messages";
import { buildTrustPolicy, oidcProviderName, type TrustPolicyArgs, trustPolicySize } from "../../../../trust";
import { checkedConditions } from "../../trust/build/checked-conditions";
import { ISSUER, OIDC_PROVIDER_ARN, PRINCIPAL_ID } from "../mock-clouds";
import { subjectOf } from "./federated-role-arguments";

const TRUST: TrustPolicyArgs = {
  oidcProviderArn: OIDC_PROVIDER_ARN,
  issuer: ISSUER,
  audiences: ["api://x/orders"],
  subjects: [PRINCIPAL_ID],
};
const many = (count: number, item: (n: number) => string) => Array.from({ length: count }, (_, n) => item(n));
const problemsOf = (trust: TrustPolicyArgs, characters: number) =>
  quotaProblems(buildTrustPolicy(trust), trust, quotaOf(characters));
/** A quota in characters. */
const quotaOf = (characters: number) => ({ characters, setting: "trustPolicyQuota" });
const network = (n: number) => `203.0.${n}.0/24`;

describe("quotaProblems", () => {
  it("takes a trust policy that just fits, and refuses one a character longer", () => {
    const size = trustPolicySize(buildTrustPolicy(TRUST));
    assert.deepEqual(problemsOf(TRUST, size), []);
    assert.deepEqual(problemsOf(TRUST, size - 1).length, 1);
  });

  const heavy: [string, Partial<TrustPolicyArgs>, string][] = [
    ["subjects", { subjects: many(60, subjectOf), sourceIps: many(10, network) }, "Spread the subjects"],
    ["audiences", { audiences: many(60, subjectOf) }, "Spread the audiences"],
    ["allowedSourceIps", { subjects: many(10, subjectOf), sourceIps: many(130, network) }, "Join addresses"],
    [
      "conditions",
      {
        sourceIps: [network(1)],
        conditions: checkedConditions({ StringLike: { "sts:RoleSessionName": many(60, subjectOf) } }),
      },
      "Use fewer or shorter conditions",
    ],
  ];
  for (const [path, changes, remedy] of heavy) {
    it(`names ${path} where they weigh most, and what to do about them`, () => {
      const trust = { ...TRUST, ...changes };
      const size = trustPolicySize(buildTrustPolicy(trust));
      const [problem, ...others] = problemsOf(trust, 2048);
      assert.deepEqual(others, []);
      assert.equal(problem?.path, path);
      assert.match(
        withCode(problem),
        new RegExp(
          `^the trust policy would have ${size} characters. The quota is 2048. ${remedy}.*, or have AWS raise the quota and set trustPolicyQuota \\[trust-policy-too-long\\]$`,
        ),
      );
    });
  }

  it("does not advise to raise the quota where even the highest is too low", () => {
    const [problem] = problemsOf({ ...TRUST, sourceIps: many(250, network) }, 2048);
    assert.match(
      problem === undefined ? "" : withCode(problem),
      /\. Join addresses into networks, such as 203\.0\.113\.0\/24: AWS raises the quota to at most 4096 \[trust-policy-too-long\]$/,
    );
  });
});

describe("plannedQuotaProblems", () => {
  const unknown = Promise.resolve("");
  const planned: PlannedTrust = {
    issuer: ISSUER,
    audiences: [unknown],
    subjects: [unknown, PRINCIPAL_ID],
    allowedSourceIps: [unknown],
    conditions: undefined,
  };
  /** The smallest quota in which the trust is not refused. */
  const leastQuota = (trust: PlannedTrust) => {
    let characters = 1;
    while (plannedQuotaProblems(trust, quotaOf(characters)).length > 0) {
      characters++;
    }
    return characters;
  };

  it("never refuses what fits once all is known", () => {
    const known = { ...TRUST, subjects: [subjectOf(1), PRINCIPAL_ID], sourceIps: ["10.0.0.0"] };
    const least = leastQuota(planned);
    assert.ok(least <= trustPolicySize(buildTrustPolicy(known)), String(least));
    assert.ok(least > 400, String(least));
  });

  it("counts conditions that are known, and none that an Output has", () => {
    const conditions = checkedConditions({ StringLike: { "sts:RoleSessionName": ["a*"] } });
    const added = ',"StringLike":{"sts:RoleSessionName":"a*"}'.length;
    assert.equal(leastQuota({ ...planned, conditions }) - leastQuota(planned), added);
    assert.equal(leastQuota({ ...planned, conditions: Promise.resolve(conditions) }), leastQuota(planned));
  });

  const exact: [title: string, changes: Partial<TrustPolicyArgs>][] = [
    ["short values alone", { subjects: ["a"], issuer: "https://a" }],
    ["subjects", { subjects: many(30, subjectOf) }],
    ["addresses", { sourceIps: many(80, network) }],
    [
      "conditions",
      { conditions: checkedConditions({ StringLike: { "sts:RoleSessionName": many(30, subjectOf) } }) },
    ],
  ];
  for (const [title, changes] of exact) {
    it(`refuses what is too long to the character: ${title}`, () => {
      const trust = { ...TRUST, ...changes };
      const { issuer, audiences, subjects, sourceIps: allowedSourceIps, conditions } = trust;
      const oidcProviderArn = `arn:aws:iam::000000000000:oidc-provider/${oidcProviderName(issuer)}`;
      const size = trustPolicySize(buildTrustPolicy({ ...trust, oidcProviderArn }));
      for (let characters = size - 500; characters < size + 500; characters++) {
        const given = { issuer, audiences, subjects, allowedSourceIps, conditions };
        const found = plannedQuotaProblems(given, quotaOf(characters));
        assert.equal(found.length, characters < size ? 1 : 0, String(characters - size));
      }
    });
  }

  it("reports nothing while a list is unknown", () => {
    const tiny = quotaOf(1);
    assert.deepEqual(plannedQuotaProblems({ ...planned, subjects: Promise.resolve([]) }, tiny), []);
    assert.deepEqual(plannedQuotaProblems({ ...planned, issuer: unknown }, tiny), []);
    assert.equal(plannedQuotaProblems({ ...planned, allowedSourceIps: undefined }, tiny).length, 1);
  });
});
