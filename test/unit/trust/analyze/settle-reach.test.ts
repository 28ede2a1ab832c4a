import assert from "node:assert/strict";
import { judgeTrustPolicy, type RoleReach, type TrustFinding } from "../../../../trust";
import { settledFindings } from "../../../../trust/analyze/settled-findings";
import type { Pins, WayIn } from "../../../../trust/kernel/grant";
import { reachOfPolicy } from "../../../../trust/kernel/settle-reach";

type Statement = Record<string, unknown>;

const TENANT = "3b1f9c52-7d0e-4a8b-9f61-2c5a7e4d8b10";
const ENTRA = `sts.windows.net/${TENANT}/`;
const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
const GITHUB = "token.actions.githubusercontent.com";
const AUDIENCE = "api://orders-aws";
const SUBJECT = "6513270e-269e-4d37-b2a7-4de452e6b438";

const arn = (provider: string, account = "111122223333"): string =>
  `arn:aws:iam::${account}:oidc-provider/${provider}`;

function statement(provider: string | string[], Condition: unknown): Statement {
  return {
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
  };
}

const ofEntra = (conditions: Record<string, unknown>): Statement =>
  statement(arn(ENTRA), {
    StringEquals: Object.fromEntries(
      Object.entries(conditions).map(([claim, value]) => [`${ENTRA}:${claim}`, value]),
    ),
  });

/** Ways in by which somebody gets in. */
const LIVE: readonly (readonly [name: string, reach: RoleReach, statement: Statement])[] = [
  ["the identity", "exact", ofEntra({ aud: AUDIENCE, sub: SUBJECT })],
  ["the identity with any token", "replay", ofEntra({ sub: SUBJECT })],
  ["the tenant", "tenant", ofEntra({ aud: AUDIENCE })],
  [
    "the world",
    "anyone",
    statement(arn(GITHUB), { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } }),
  ],
];

const SLASHLESS = ENTRA.slice(0, -1);

/** Ways in by which nobody gets in. */
const DEAD: readonly (readonly [name: string, statement: Statement])[] = [
  [
    "keys without the slash",
    statement(arn(ENTRA), {
      StringEquals: { [`${SLASHLESS}:aud`]: AUDIENCE, [`${SLASHLESS}:sub`]: SUBJECT },
    }),
  ],
  ["a key that AWS does not fill", ofEntra({ aud: AUDIENCE, oid: SUBJECT })],
  [
    "a key that AWS does not fill beside the right ones",
    ofEntra({ aud: AUDIENCE, sub: SUBJECT, groups: "a" }),
  ],
  [
    "a provider of another account",
    statement(arn(ENTRA, "999988887777"), {
      StringEquals: { [`${ENTRA}:aud`]: AUDIENCE, [`${ENTRA}:sub`]: SUBJECT },
    }),
  ],
  [
    "a provider named without its slash",
    statement(arn(SLASHLESS), {
      StringEquals: { [`${SLASHLESS}:aud`]: AUDIENCE, [`${SLASHLESS}:sub`]: SUBJECT },
    }),
  ],
  [
    "an application ID URI with tokens of version 2",
    statement(arn(V2), { StringEquals: { [`${V2}:aud`]: AUDIENCE, [`${V2}:sub`]: SUBJECT } }),
  ],
  ["an asterisk as an exact subject", ofEntra({ aud: AUDIENCE, sub: "*" })],
  ["an empty subject", ofEntra({ aud: AUDIENCE, sub: "" })],
  ["a placeholder as subject", ofEntra({ aud: AUDIENCE, sub: "<principal ID>" })],
];

const judge = (Statement: unknown) =>
  judgeTrustPolicy({ Version: "2012-10-17", Statement }, { accountId: "111122223333" });

describe("the reach of a trust policy", () => {
  for (const [dead, closed] of DEAD) {
    it(`is nobody for ${dead} alone`, () => {
      const { reach, grants } = judge([closed]);
      assert.deepEqual([reach, grants.map((grant) => grant.reach)], ["nobody", ["nobody"]]);
    });
    for (const [live, reach, open] of LIVE) {
      it(`is that of ${live} beside ${dead}, in either order, and the dead part stays a finding`, () => {
        for (const statements of [
          [open, closed],
          [closed, open],
        ]) {
          const verdict = judge(statements);
          assert.equal(verdict.reach, reach);
          assert.deepEqual(
            verdict.grants.map((grant) => grant.reach),
            statements.map((one) => (one === open ? reach : "nobody")),
          );
          const ofDead = verdict.findings.filter((finding) => statements[finding.statement ?? 0] === closed);
          assert.ok(ofDead.some((finding) => finding.reach === "nobody"));
          assert.ok(
            verdict.findings.every(
              ({ consequence }) => !consequence.includes("Nobody can assume this role as"),
            ),
          );
        }
      });
    }
  }

  it("is that of the live provider of a statement that locks out its other providers", () => {
    const conditions = { StringEquals: { [`${ENTRA}:aud`]: AUDIENCE, [`${ENTRA}:sub`]: SUBJECT } };
    for (const others of [[GITHUB], [V2], [GITHUB, V2]]) {
      for (const providers of [
        [ENTRA, ...others],
        [...others, ENTRA],
      ]) {
        const { accepted, reach, grants } = judge([
          statement(
            providers.map((name) => arn(name)),
            conditions,
          ),
        ]);
        assert.deepEqual([accepted, reach], [false, "exact"]);
        assert.deepEqual(
          grants.map((grant) => [grant.provider, grant.reach]),
          providers.map((name) => [name, name === ENTRA ? "exact" : "nobody"]),
        );
      }
    }
  });

  it("is nobody for a statement whose providers demand each other's claims", () => {
    const conditions = {
      StringEquals: {
        [`${ENTRA}:aud`]: AUDIENCE,
        [`${ENTRA}:sub`]: SUBJECT,
        [`${GITHUB}:sub`]: "repo:a/b:c",
      },
    };
    assert.equal(judge([statement([arn(ENTRA), arn(GITHUB)], conditions)]).reach, "nobody");
  });

  it("counts a provider of the role's own account beside one of another account with its name", () => {
    const conditions = { StringEquals: { [`${ENTRA}:aud`]: AUDIENCE, [`${ENTRA}:sub`]: SUBJECT } };
    for (const accounts of [
      ["111122223333", "999988887777"],
      ["999988887777", "111122223333"],
    ]) {
      const principals = accounts.map((account) => arn(ENTRA, account));
      assert.equal(judge([statement(principals, conditions)]).reach, "exact");
    }
  });

  it("is nobody for what IAM rejects, unless a statement is open", () => {
    const unknown = { ...ofEntra({ aud: AUDIENCE, sub: SUBJECT }), Effect: "Alow" };
    assert.equal(judge([ofEntra({ aud: AUDIENCE, sub: SUBJECT }), unknown]).reach, "nobody");
    assert.equal(judge([ofEntra({ aud: AUDIENCE }), unknown]).reach, "tenant");
  });

  it("is none if no OpenID Connect identity can use the policy", () => {
    const service = {
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    assert.equal(judge([service]).reach, undefined);
  });

  it("says of a dead way in what it would admit, and calls nobody's way nobody's", () => {
    const { findings } = judge([ofEntra({ aud: AUDIENCE, groups: "a" })]);
    assert.deepEqual(
      findings.map(({ code, reach }) => [code, reach]),
      [
        ["claim-not-pinned", "nobody"],
        ["condition-key-unfilled", "nobody"],
      ],
    );
  });
});

describe("findings once all ways in are judged", () => {
  const made = (changes: Partial<TrustFinding>): TrustFinding => ({
    rule: "oidc-trust-requires-subject",
    code: "claim-not-pinned",
    severity: "violation",
    statement: 0,
    sid: undefined,
    provider: "a.example",
    key: undefined,
    path: [],
    found: "no subject",
    right: "a subject",
    reach: "tenant",
    consequence: "Any identity of the tenant can assume this role.",
    detail: "",
    fix: undefined,
    remedy: undefined,
    message: "as it was",
    ...changes,
  });
  const PINS: Pins = {
    audience: { kind: "exact", values: ["orders"] },
    subject: { kind: "nothing", values: [] },
    standIn: undefined,
    admitted: undefined,
    isShutOut: false,
  };
  const way = (changes: Partial<WayIn>): WayIn => ({
    statement: 0,
    sid: undefined,
    provider: "a.example",
    pins: PINS,
    judgedAs: changes.provider ?? "a.example",
    principals: 1,
    ...changes,
  });
  const closing = (changes: Partial<TrustFinding> = {}): TrustFinding =>
    made({
      code: "claim-value-impossible",
      reach: "nobody",
      consequence: "Nobody can assume this role as written, since no token has this subject.",
      ...changes,
    });
  const CLOSED = "Nobody can assume this role as written.";

  it("on a closed way say what would be open without what closes it", () => {
    const { findings, reach } = settledFindings(
      [made({}), made({ detail: "The tenant has users." }), closing()],
      [way({})],
    );
    assert.equal(reach, "nobody");
    const open = "If you remove only what closes the role: Any identity of the tenant can assume this role.";
    assert.deepEqual(
      findings.map((one) => [one.reach, one.consequence, one.detail]),
      [
        ["nobody", CLOSED, open],
        ["nobody", CLOSED, `${open} The tenant has users.`],
        ["nobody", closing().consequence, ""],
      ],
    );
    assert.equal(
      findings[0]?.message,
      `${CLOSED} Statement 0, provider a.example: expected a subject; found no subject. ${open}`,
    );
  });

  it("on a closed way stay as they are if they open nothing", () => {
    const kept = [made({ severity: "note" }), made({ reach: undefined }), closing()];
    assert.deepEqual(settledFindings(kept, [way({})]).findings, kept);
    assert.deepEqual(settledFindings(kept, []).findings, kept);
  });

  it("on one of several ways name the way", () => {
    const other = way({ statement: 1, provider: "b.example" });
    const by = (finding: TrustFinding, ...ways: WayIn[]): string | undefined =>
      settledFindings([finding], [...ways, other]).findings[0]?.consequence;
    assert.equal(
      by(closing(), way({})),
      "Nobody can assume this role by statement 0, since no token has this subject.",
    );
    assert.equal(
      by(closing(), way({}), way({ provider: "c.example" })),
      "Nobody can assume this role by statement 0 with a token of a.example, since no token has this subject.",
    );
    assert.equal(
      by(closing({ code: "provider-of-another-account" }), way({})),
      "Nobody can assume this role through this provider, since no token has this subject.",
    );
    for (const finding of [
      closing({ provider: undefined, statement: undefined }),
      closing({ consequence: `It is closed. ${CLOSED}` }),
      made({ consequence: CLOSED }),
    ]) {
      assert.deepEqual(settledFindings([finding], [way({}), other]).findings, [finding]);
    }
  });

  it("count for a provider under the name by which it was judged, but for those on the name", () => {
    const named = way({ provider: "A.example", judgedAs: "a.example" });
    const reachOf = (findings: TrustFinding[]): unknown =>
      settledFindings(findings, [named]).grants[0]?.reach;
    assert.equal(reachOf([made({})]), "tenant");
    assert.equal(reachOf([closing()]), "nobody");
    assert.equal(reachOf([closing({ code: "provider-name-differs" })]), "exact");
    assert.equal(reachOf([closing({ code: "provider-of-another-account" })]), "exact");
    assert.equal(reachOf([made({ provider: "c.example" })]), "exact");
  });

  it("on another account's provider close a way only if each principal of its name is of one, and none is open", () => {
    const foreign = closing({ code: "provider-of-another-account" });
    const reachOf = (findings: TrustFinding[], principals: number): unknown =>
      settledFindings(findings, [way({ principals })]).grants[0]?.reach;
    assert.equal(reachOf([foreign], 1), "nobody");
    assert.equal(reachOf([foreign], 2), "exact");
    assert.equal(reachOf([foreign, foreign], 2), "nobody");
    assert.equal(reachOf([foreign, made({})], 1), "tenant");
    assert.equal(reachOf([foreign, made({ severity: "note" })], 1), "nobody");
    assert.equal(reachOf([], 0), "exact");
  });

  it("on the document close nothing without a reach", () => {
    const document = { rule: "trust-policy-is-well-formed", provider: undefined } as const;
    const reachOf = (reach: TrustFinding["reach"]): unknown =>
      reachOfPolicy([made({ ...document, reach })], [{ reach: "exact" }]);
    assert.deepEqual([reachOf(undefined), reachOf("nobody")], ["exact", "nobody"]);
  });

  it("that are notes open nothing", () => {
    assert.equal(settledFindings([made({ severity: "note" })], [way({})]).reach, "exact");
  });
});
