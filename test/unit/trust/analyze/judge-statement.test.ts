import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";

const BUILDKITE = "agent.buildkite.com";
const EXAMPLE = "oidc.example.com";
const OWN = "111122223333";
const SLASHLESS = PROVIDER.slice(0, -1);
const NOTHING = { kind: "nothing", values: [] };

const arn = (name: string, account = OWN): string => `arn:aws:iam::${account}:oidc-provider/${name}`;
const judged = (Principal: unknown, Condition: unknown) =>
  judgeTrustPolicy(policy({ Principal, Condition }), { accountId: OWN });

describe("a statement that takes in every provider", () => {
  it("grants its way in to the tokens that meet the conditions, by their subject or the claim in its place", () => {
    const bySubject = { [AUD]: AUDIENCE, [SUB]: SUBJECT };
    const byPipeline = {
      StringEquals: { [`${BUILDKITE}:aud`]: "sts.amazonaws.com", [`${BUILDKITE}:pipeline_id`]: "one" },
      StringLike: { [`${BUILDKITE}:sub`]: "organization:contoso:*" },
    };
    const way = { statement: 0, sid: undefined, provider: "*", audience: NOTHING, subject: NOTHING };
    for (const [condition, admitted] of [
      [
        { StringEquals: bySubject },
        {
          provider: PROVIDER,
          audience: { kind: "exact", values: [AUDIENCE] },
          subject: { kind: "exact", values: [SUBJECT] },
        },
      ],
      [
        byPipeline,
        {
          provider: BUILDKITE,
          audience: { kind: "exact", values: ["sts.amazonaws.com"] },
          subject: { kind: "patterns", values: ["organization:contoso:*"] },
          standIn: { key: `${BUILDKITE}:pipeline_id`, values: ["one"] },
        },
      ],
    ] as const) {
      assert.deepEqual(judged("*", condition).grants, [{ ...way, admitted, reach: "exact" }]);
    }
  });

  it("lets nobody in if one claim closes it, and else as many as the wider of two claims lets in", () => {
    const ofManagement = "https://management.azure.com";
    for (const [claims, reach, consequence] of [
      [{ [SUB]: "*" }, "nobody", "Nobody can assume this role as written."],
      [
        { [AUD]: ofManagement },
        "tenant",
        `Any identity in tenant ${SLASHLESS.split("/")[1] ?? ""} that can get a token for audience "${ofManagement}" can assume this role.`,
      ],
    ] as const) {
      const { findings } = judged("*", { StringEquals: claims });
      assert.deepEqual(
        findings.map((finding) => [finding.code, finding.reach, finding.consequence]),
        [["provider-not-named", reach, consequence]],
      );
    }
  });

  it("lets nobody in if a key is demanded that no token fills", () => {
    const claims = { [AUD]: AUDIENCE, [SUB]: SUBJECT };
    const misspelled = { [`${SLASHLESS}:aud`]: AUDIENCE, [`${SLASHLESS}:sub`]: SUBJECT };
    for (const [conditions, reach] of [
      [claims, undefined],
      [{ ...claims, [`${PROVIDER}:roles`]: "Orders.Read" }, "nobody"],
      [misspelled, "nobody"],
      [{ ...claims, "https://oidc.example.com:sub": "a" }, "nobody"],
      [{ "https://oidc.example.com:sub": "a", ...claims }, "nobody"],
      [
        {
          "login.microsoftonline.com/common/v2.0:aud": AUDIENCE,
          "login.microsoftonline.com/common/v2.0:sub": SUBJECT,
        },
        "nobody",
      ],
    ] as const) {
      assert.deepEqual(
        judged("*", { StringEquals: conditions }).findings.map((finding) => [finding.code, finding.reach]),
        [["provider-not-named", reach]],
      );
    }
  });

  it("lets in by the keys as they are written, whatever provider is named beside it", () => {
    const misspelled = `${PROVIDER}v2.0`;
    const conditions = {
      StringEquals: { [AUD]: AUDIENCE },
      "ForAllValues:StringEquals": { [`${misspelled}:sub`]: SUBJECT },
    };
    for (const Federated of [arn(EXAMPLE), arn(misspelled)]) {
      assert.deepEqual(
        judged({ AWS: "*", Federated }, conditions).grants.map(({ provider, reach }) => [provider, reach])[0],
        ["*", "tenant"],
      );
    }
  });

  it("is open to everyone beside an operator that IAM does not know", () => {
    const { reach, grants, findings } = judged("*", { StringEqual: { [SUB]: SUBJECT } });
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["condition-operator-unknown", "provider-not-named"],
    );
    // What IAM rejects does not close the way: it would be open if IAM took the policy.
    assert.deepEqual([reach, grants.map((grant) => grant.reach)], ["anyone", ["anyone"]]);
  });
});

describe("a statement with several principals", () => {
  it("leaves a provider open in each spelling that has a principal of the role's own account", () => {
    const [loud, foreign] = [EXAMPLE.toUpperCase(), "999988887777"];
    const conditions = { StringEquals: { [`${EXAMPLE}:aud`]: "app", [`${EXAMPLE}:sub`]: "user" } };
    for (const [accounts, reach] of [
      [[OWN, foreign], "exact"],
      [[foreign], "nobody"],
    ] as const) {
      const Federated = [arn(EXAMPLE), ...accounts.map((account) => arn(loud, account))];
      assert.deepEqual(
        judged({ Federated }, conditions).grants.map((grant) => [grant.provider, grant.reach]),
        [
          [EXAMPLE, "exact"],
          [loud, reach],
        ],
      );
    }
  });

  it("judges keys that misspell Entra's name as the right ones, alone or behind another provider", () => {
    const conditions = { StringEquals: { [`${SLASHLESS}:aud`]: AUDIENCE, [`${SLASHLESS}:sub`]: SUBJECT } };
    const pins = [
      { kind: "exact", values: [AUDIENCE] },
      { kind: "exact", values: [SUBJECT] },
    ];
    for (const [Federated, others] of [
      [[PROVIDER_ARN], []],
      [[arn(EXAMPLE), PROVIDER_ARN], [[EXAMPLE, NOTHING, NOTHING, "nobody"]]],
    ] as const) {
      assert.deepEqual(
        judged({ Federated }, conditions).grants.map((grant) => [
          grant.provider,
          grant.audience,
          grant.subject,
          grant.reach,
        ]),
        [...others, [PROVIDER, ...pins, "nobody"]],
      );
    }
  });

  it("judges keys that misspell the name of a cluster of AKS as the right ones", () => {
    const cluster = `westeurope.oic.prod-aks.azure.com/${SLASHLESS.split("/")[1] ?? ""}/11111111-2222-4333-8444-555555555555`;
    const conditions = {
      StringEquals: {
        [`${cluster}:aud`]: "sts.amazonaws.com",
        [`${cluster}:sub`]: "system:serviceaccount:a:b",
      },
    };
    assert.deepEqual(
      judged({ Federated: arn(`${cluster}/`) }, conditions).grants.map((grant) => [
        grant.audience,
        grant.subject,
        grant.reach,
      ]),
      [
        [
          { kind: "exact", values: ["sts.amazonaws.com"] },
          { kind: "exact", values: ["system:serviceaccount:a:b"] },
          "nobody",
        ],
      ],
    );
  });

  it("moves a key of another tenant to the provider's own as it is written", () => {
    const foreign = `${SLASHLESS.replace("/8", "/9")}:sub`;
    const conditions = { StringEquals: { [AUD]: AUDIENCE, [foreign]: SUBJECT } };
    assert.deepEqual(
      judged({ Federated: PROVIDER_ARN }, conditions).findings.map(({ found, right, fix }) => [
        found,
        right,
        fix?.conditions,
      ]),
      [[`a condition on ${foreign}, which is another provider's key`, SUB, { [SUB]: [SUBJECT] }]],
    );
  });
});
