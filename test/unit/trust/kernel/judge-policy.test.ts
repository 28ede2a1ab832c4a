import assert from "node:assert/strict";
import { type JudgeOptions, judgeTrustPolicy } from "../../../../trust";
import { contextOf } from "../../../../trust/issuers";
import { judgePolicy } from "../../../../trust/kernel";
import { eachCase, randomPolicy } from "../../laws/random-policies";

const ACCOUNT = "111122223333";
const PROVIDER = "token.actions.githubusercontent.com";
const STATEMENT = {
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${PROVIDER}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: {
      [`${PROVIDER}:aud`]: "sts.amazonaws.com",
      [`${PROVIDER}:sub`]: "repo:acme/orders:ref:refs/heads/main",
    },
  },
};

/** The verdict of the kernel, which words nothing. */
function kernel(policy: unknown, options: JudgeOptions = {}): unknown[] {
  const { isAccepted, grants, reach, statements } = judgePolicy(policy, contextOf(options, false));
  const facts = statements.flatMap((statement) => statement.facts.map(({ fact }) => fact));
  return [isAccepted, grants, reach, facts.map(({ code, severity }) => [code, severity])];
}

/** The verdict with findings and fixes. */
function worded(policy: unknown, options: JudgeOptions): unknown[] {
  const { accepted, grants, reach, findings } = judgeTrustPolicy(policy, options);
  return [accepted, grants, reach, findings.map(({ code, severity }) => [code, severity])];
}

const TENANT = "8f6d1c2e-0000-4000-8000-0123456789ab";
const ENTRA = `sts.windows.net/${TENANT}/`;
const arnOf = (provider: string): string => `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}`;
const exactly = (provider: string, more: object = {}): object => ({
  StringEquals: {
    [`${provider}:aud`]: `api://${TENANT}/orders`,
    [`${provider}:sub`]: "0a1b2c3d-0000-4000-8000-0123456789ab",
    ...more,
  },
});
const twoOf = [ENTRA, PROVIDER].map(arnOf);

/** What random policies do not have: statements by their principals and conditions, and who gets in. */
const FURTHER: readonly (readonly [reach: string, Principal: unknown, Condition: object])[] = [
  [
    "nobody",
    STATEMENT.Principal,
    { StringEquals: { ...STATEMENT.Condition.StringEquals, [`${PROVIDER}:x`]: "y" } },
  ],
  ["nobody", { Federated: arnOf(ENTRA) }, exactly(ENTRA, { "sts:RoleAuthorizedByIdp": "true" })],
  ["exact", { Federated: arnOf(ENTRA) }, exactly(ENTRA, { "sts:RoleAuthorizedByIdp": "false" })],
  ["nobody", { Federated: arnOf(ENTRA.slice(0, -1)) }, exactly(ENTRA.slice(0, -1))],
  ["nobody", { Federated: arnOf(ENTRA) }, exactly(ENTRA.slice(0, -1))],
  ["nobody", { Federated: arnOf(ENTRA) }, exactly(PROVIDER)],
  ["exact", { Federated: twoOf }, exactly(ENTRA)],
  ["nobody", { Federated: twoOf }, { StringEquals: { [`${ENTRA}:aud`]: "a", [`${PROVIDER}:sub`]: "b" } }],
  ["anyone", "*", {}],
  ["nobody", "*", exactly("issuer.example/", { [`${PROVIDER}:sub`]: "a" })],
  ["exact", "*", exactly(ENTRA)],
  ["nobody", "*", exactly(ENTRA.slice(0, -1))],
];

describe("the kernel's verdict on a policy", () => {
  it("is the one with words, for each form of a condition, and for random policies of several statements", () => {
    const policies = [...eachCase(), ...Array.from({ length: 1000 }, (_, seed) => randomPolicy(seed))];
    for (const { policy } of policies) {
      for (const options of [{}, { accountId: ACCOUNT }, { accountId: "444455556666" }]) {
        assert.deepEqual(kernel(policy, options), worded(policy, options), JSON.stringify(policy));
      }
    }
  });

  it("is the one with words for other keys, misspelled providers, and principals that name everyone", () => {
    for (const [reach, Principal, Condition] of FURTHER) {
      const policy = { Version: "2012-10-17", Statement: { ...STATEMENT, Principal, Condition } };
      assert.deepEqual(kernel(policy), worded(policy, {}), JSON.stringify(policy));
      assert.equal(kernel(policy)[2], reach, JSON.stringify(policy));
    }
  });

  it("accepts a statement that IAM takes, and lets nobody in by what IAM refuses", () => {
    const policy = { Version: "2012-10-17", Statement: [STATEMENT] };
    const of = (statement: object, more: object = {}): unknown[] => {
      const judged = kernel({ ...policy, Statement: [{ ...STATEMENT, ...statement }], ...more });
      return [judged[0], judged[2]];
    };
    assert.deepEqual(of({}), [true, "exact"]);
    assert.deepEqual(of({}, { Version: "2013-01-01" }), [false, "nobody"]);
    assert.deepEqual(of({ Effect: "allow" }), [false, "nobody"]);
    assert.deepEqual(of({ Condition: { StringEqual: {} } }), [false, "anyone"]);
    assert.deepEqual(of({ Action: "sts:AssumeRole" }), [true, undefined]);
    assert.deepEqual(kernel("no policy"), [false, [], "nobody", []]);
  });

  it("names the values that no token has, and notes those beside which another lets a caller in", () => {
    const factsOn = (audience: unknown, more: object = {}): unknown => {
      const StringEquals = { ...STATEMENT.Condition.StringEquals, [`${PROVIDER}:aud`]: audience };
      const Condition = { StringEquals, ...more };
      const policy = { Version: "2012-10-17", Statement: { ...STATEMENT, Condition } };
      const facts = judgePolicy(policy, contextOf({}, false)).statements.flatMap((one) => one.facts);
      return facts.map(({ fact: { code, severity, values } }) => [code, severity, values]);
    };
    assert.deepEqual(factsOn(""), [["claim-value-impossible", "violation", [""]]]);
    assert.deepEqual(factsOn("a", { StringLike: { [`${PROVIDER}:aud`]: "b" } }), [
      ["claim-value-impossible", "violation", []],
    ]);
    assert.deepEqual(factsOn(["sts.amazonaws.com", "", "a*"]), [
      ["claim-value-impossible", "note", [""]],
      ["claim-value-literal", "note", ["a*"]],
    ]);
    assert.deepEqual(factsOn("<audience>"), [["claim-value-is-placeholder", "violation", ["<audience>"]]]);
  });

  it("says once that a key misspells the provider, also with letters beyond ASCII", () => {
    const key = `${ENTRA.slice(0, -1)}:Ä`;
    for (const [operator, codes] of [
      ["StringNotEquals", ["condition-key-without-effect"]],
      ["StringEquals", ["condition-key-unfilled", "condition-key-foreign"]],
    ] as const) {
      const Condition = { ...exactly(ENTRA), [`${operator}IgnoreCase`]: { [key]: "x" } };
      const policy = {
        Version: "2012-10-17",
        Statement: { ...STATEMENT, Principal: { Federated: arnOf(ENTRA) }, Condition },
      };
      const facts = judgePolicy(policy, contextOf({}, false)).statements.flatMap((one) => one.facts);
      assert.deepEqual(
        facts.map(({ fact }) => fact.code),
        codes,
      );
    }
  });

  it("keeps what is known of each statement, also of one that no identity can use", () => {
    const second = { ...STATEMENT, Sid: "Second", Condition: {} };
    const { statements, grants } = judgePolicy(
      { Version: "2012-10-17", Statement: [{ ...STATEMENT, Effect: "Deny" }, second] },
      contextOf({}, false),
    );
    assert.deepEqual(
      statements.map(({ problems, facts, ways }) => [problems.length, facts.length, ways.length]),
      [
        [0, 0, 0],
        [0, 2, 1],
      ],
    );
    assert.deepEqual(
      grants.map(({ statement, sid, provider, reach }) => [statement, sid, provider, reach]),
      [[1, "Second", PROVIDER, "anyone"]],
    );
  });
});
