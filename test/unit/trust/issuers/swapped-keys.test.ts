import assert from "node:assert/strict";
import { judgePartialPolicy, judgeTrustPolicy, unknownMark } from "../../../../trust";

const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111";
const GITHUB = "token.actions.githubusercontent.com";
const ACCOUNT = "system:serviceaccount:kube-system:driver";

function policy(provider: string, Condition: unknown): object {
  return {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition,
    },
  };
}

/** Code and reach of each finding. */
function findings(provider: string, Condition: unknown): (readonly [code: string, reach: unknown])[] {
  return judgeTrustPolicy(policy(provider, Condition)).findings.map(({ code, reach }) => [code, reach]);
}

describe("judgeTrustPolicy on a subject in the place of a condition key", () => {
  it("says that nobody can assume the role, and which key AWS never fills", () => {
    for (const [provider, key] of [
      [EKS, ACCOUNT],
      [GITHUB, "repo:acme/infra:ref:refs/heads/main"],
      [GITHUB, "repo:acme/infra:ref:refs/heads/v1.0"],
      [GITHUB, "repo:acme/*"],
      ["gitlab.com", "project_path:acme/infra:ref_type:branch:ref:main"],
    ] as const) {
      assert.deepEqual(
        findings(provider, { StringEquals: { [key]: `${provider}:sub` } }),
        [
          ["claim-not-pinned", "nobody"],
          ["claim-not-pinned", "nobody"],
          ["condition-key-unfilled", "nobody"],
        ],
        key,
      );
    }
    const [audience, , swapped] = judgeTrustPolicy(
      policy(EKS, { StringEquals: { [ACCOUNT]: `${EKS}:sub` } }),
    ).findings;
    assert.match(audience?.consequence ?? "", /AWS does not fill system:serviceaccount:kube-system:driver\./);
    assert.deepEqual(
      [swapped?.found, swapped?.right, swapped?.path],
      [
        `a condition on the key ${ACCOUNT}, which AWS never fills: it is a subject of Amazon EKS`,
        `the key ${EKS}:sub with this subject as its value`,
        ["Statement", "Condition", "StringEquals", ACCOUNT],
      ],
    );
  });

  it("does not count a condition that is true without the key", () => {
    for (const condition of [
      { StringNotEquals: { [ACCOUNT]: "x" } },
      { StringNotLike: { [ACCOUNT]: "x" } },
      { StringEqualsIfExists: { [ACCOUNT]: "x" } },
      { "ForAllValues:StringEquals": { [ACCOUNT]: "x" } },
      { Null: { [ACCOUNT]: "true" } },
      { StringEquals: { [ACCOUNT]: [] } },
    ]) {
      assert.deepEqual(
        findings(EKS, condition).filter(([code]) => code !== "condition-value-invalid"),
        [
          ["claim-not-pinned", "tenant"],
          ["claim-not-pinned", "tenant"],
        ],
        JSON.stringify(condition),
      );
    }
  });

  it("does not count AWS's own keys, other words, or the subjects of another issuer", () => {
    for (const [provider, key] of [
      [EKS, "aws:PrincipalTag/system:serviceaccount:a:b"],
      [EKS, "aws:RequestTag/team"],
      [EKS, "sts:RoleSessionName"],
      [EKS, "system:serviceaccount"],
      [EKS, "repo:acme/infra:ref:refs/heads/main"],
      // Its subjects begin with a name.
      ["oidc.fly.io/acme", "aws:x:y"],
      ["unknown.example.com", ACCOUNT],
    ] as const) {
      const reaches = findings(provider, { StringEquals: { [key]: `${provider}:sub` } });
      assert.equal(reaches.length, 2, key);
      assert.ok(
        reaches.every(([code, reach]) => code === "claim-not-pinned" && reach !== "nobody"),
        key,
      );
    }
  });

  it("counts a partly known key only if its beginning is known", () => {
    const reaches = (provider: string, key: string) =>
      judgePartialPolicy(policy(provider, { StringEquals: { [key]: `${provider}:sub` } })).findings.map(
        ({ reach }) => reach,
      );
    const mark = unknownMark("Ref Namespace");
    assert.deepEqual(reaches(EKS, `system:serviceaccount:${mark}:x`), ["nobody", "nobody", "nobody"]);
    assert.deepEqual(reaches(EKS, `${mark}:serviceaccount:a:x`), ["tenant", "tenant"]);
    assert.deepEqual(reaches("oidc.fly.io/acme", `${mark}:a:x`), ["tenant", "tenant"]);
  });

  it("accepts a role that pins audience and subject as well, with a note", () => {
    assert.deepEqual(
      findings(EKS, {
        StringEquals: { [`${EKS}:aud`]: "sts.amazonaws.com", [`${EKS}:sub`]: ACCOUNT, [ACCOUNT]: "x" },
      }),
      [["condition-key-unfilled", "nobody"]],
    );
  });
});
