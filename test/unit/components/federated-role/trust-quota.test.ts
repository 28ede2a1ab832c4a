import assert from "node:assert/strict";
import { leastTrustPolicy, quotaProblems } from "../../../../components/federated-role/trust-quota";
import { withCode } from "../../../../messages";
import { buildTrustPolicy, type TrustPolicyArgs, trustPolicySize } from "../../../../trust";
import { ISSUER, OIDC_PROVIDER_ARN, PRINCIPAL_ID } from "../mock-clouds";
import { subjectOf } from "./federated-role-arguments";

const TRUST: TrustPolicyArgs = {
  oidcProviderArn: OIDC_PROVIDER_ARN,
  issuer: ISSUER,
  audiences: ["api://x/orders"],
  subjects: [PRINCIPAL_ID],
};
const many = (count: number, item: (n: number) => string) => Array.from({ length: count }, (_, n) => item(n));
/** A quota in characters. */
const quotaOf = (characters: number) => ({ characters, setting: "trustPolicyQuota" });
const network = (n: number) => `203.0.${n}.0/24`;

describe("quotaProblems", () => {
  it("takes a trust policy that just fits, and refuses one a character longer", () => {
    const size = trustPolicySize(buildTrustPolicy(TRUST));
    assert.deepEqual(quotaProblems(TRUST, quotaOf(size)), []);
    assert.deepEqual(quotaProblems(TRUST, quotaOf(size - 1)).length, 1);
  });

  const heavy: [string, Partial<TrustPolicyArgs>, string][] = [
    ["subjects", { subjects: many(60, subjectOf), sourceIps: many(10, network) }, "Spread the subjects"],
    ["audiences", { audiences: many(60, subjectOf) }, "Spread the audiences"],
    ["allowedSourceIps", { subjects: many(10, subjectOf), sourceIps: many(130, network) }, "Join addresses"],
    [
      "conditions",
      { sourceIps: [network(1)], conditions: { StringLike: { "sts:RoleSessionName": many(60, subjectOf) } } },
      "Use fewer or shorter conditions",
    ],
  ];
  for (const [path, changes, remedy] of heavy) {
    it(`names ${path} where they weigh most, and what to do about them`, () => {
      const trust = { ...TRUST, ...changes };
      const size = trustPolicySize(buildTrustPolicy(trust));
      const [problem, ...others] = quotaProblems(trust, quotaOf(2048));
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
    const [problem] = quotaProblems({ ...TRUST, sourceIps: many(250, network) }, quotaOf(2048));
    assert.match(
      problem === undefined ? "" : withCode(problem),
      /\. Join addresses into networks, such as 203\.0\.113\.0\/24: AWS raises the quota to at most 4096 \[trust-policy-too-long\]$/,
    );
  });
});

describe("leastTrustPolicy", () => {
  it("is never longer than what comes of it once all is known", () => {
    const unknown = Promise.resolve("");
    const least = leastTrustPolicy(ISSUER, [unknown], [unknown, PRINCIPAL_ID], {
      sourceIps: [unknown],
      conditions: undefined,
    });
    assert.ok(least);
    const known = { ...TRUST, subjects: [subjectOf(1), PRINCIPAL_ID], sourceIps: ["10.0.0.0"] };
    const sizes = [least, known].map((trust) => trustPolicySize(buildTrustPolicy(trust)));
    assert.ok((sizes[0] ?? 0) <= (sizes[1] ?? 0), String(sizes));
    assert.ok((sizes[0] ?? 0) > 400, String(sizes));
  });

  it("is nothing while a list is unknown", () => {
    const narrowing = { sourceIps: undefined, conditions: undefined };
    assert.equal(leastTrustPolicy(ISSUER, ["a"], Promise.resolve([]), narrowing), undefined);
    assert.equal(leastTrustPolicy(Promise.resolve(""), ["a"], ["b"], narrowing), undefined);
  });
});
