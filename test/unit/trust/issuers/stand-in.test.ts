import assert from "node:assert/strict";
import type { JudgeOptions } from "../../../../trust";
import type { StandIn } from "../../../../trust/issuers/issuer-facts";
import { KnownIssuer } from "../../../../trust/issuers/known-issuer";
import { federatedPrincipal } from "../../../../trust/issuers/providers";
import { findStandIn, isDemandMet } from "../../../../trust/issuers/stand-in";
import { demandOn } from "../../../../trust/kernel/claim-demand";
import { ConditionIndex } from "../../../../trust/kernel/condition-index";
import type { OidcProvider } from "../../../../trust/kernel/oidc-provider";
import { readConditions } from "../../../../trust/policy/conditions";
import { type Claims, federatedPolicy } from "../federated-policy";

type Conditions = Readonly<Record<string, Claims>>;

const GITHUB = "token.actions.githubusercontent.com";
const GOOGLE = "accounts.google.com";
const COGNITO = "cognito-identity.amazonaws.com";
const MICROSOFT = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
const SESSION = "sts:RoleSessionName";
const SENTINEL = {
  aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
  [SESSION]: "MicrosoftSentinel_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e",
};
const SESSION_OF_SENTINEL = `${SESSION} ${SENTINEL[SESSION]}`;
/** What stands for an unknown part. */
const UNKNOWN = "\uE00061\uE001";

function providerOf(name: string): OidcProvider {
  const provider = federatedPrincipal(`arn:aws:iam::111122223333:oidc-provider/${name}`);
  assert.ok(typeof provider === "object");
  return provider;
}

/** A provider whose issuer has one stand-in claim. */
const withStandIn = (standIn: Partial<StandIn>): OidcProvider => ({
  ...providerOf("idp.example.com"),
  issuer: new KnownIssuer({
    id: "example",
    name: "Example",
    providers: [],
    crowd: "anyone",
    everyone: "Anyone",
    boundaries: [],
    sources: [],
    standIns: [{ key: "job", names: "job", ...standIn }],
  }),
});

function indexOf(name: string, conditions: Conditions): ConditionIndex {
  const [{ Condition }] = federatedPolicy(name, conditions).Statement as [{ Condition: unknown }];
  const read = readConditions(Condition, () => assert.fail("IAM takes it"));
  return new ConditionIndex(read, new Set([name.toLowerCase()]));
}

/** Key and values of the stand-in claim, and whether IAM refuses it. */
function found(
  of: string | OidcProvider,
  conditions: Conditions,
  partial = false,
  options: JudgeOptions = {},
): string {
  const provider = typeof of === "string" ? providerOf(of) : of;
  const index = indexOf(provider.name, conditions);
  const audience = demandOn(index.on(provider.foldedAudienceKey), true, () => false);
  const standIn = findStandIn(provider, index, audience, true, options, partial);
  return standIn === undefined
    ? "none"
    : [standIn.key, ...standIn.demand.values, ...(standIn.isRefusedByIam ? ["refused"] : [])].join(" ");
}

describe("findStandIn", () => {
  const sub = "project_path:contoso/*";

  it("takes exact values only, and other spellings only if case does not count", () => {
    for (const [conditions, expected] of [
      [{}, "none"],
      [{ StringEquals: { project_id: ["12", "13"] } }, "gitlab.com:project_id 12 13"],
      [{ StringEquals: { project_id: "1*" } }, "gitlab.com:project_id 1*"],
      [{ StringLike: { project_id: "1*", sub } }, "none"],
      [{ StringEquals: { project_id: ["12", ""] } }, "none"],
      [{ StringEquals: { project_id: "12" }, StringLike: { project_id: "13", sub } }, "none"],
      [{ StringEqualsIgnoreCase: { project_id: "12" } }, "gitlab.com:project_id 12"],
      [{ StringEqualsIgnoreCase: { project_id: "ab" } }, "none"],
      [{ StringNotEquals: { project_id: "12" } }, "none"],
    ] as const) {
      const all = { StringLike: { sub }, ...conditions };
      assert.equal(found("gitlab.com", all), expected, JSON.stringify(conditions));
    }
    const repository = { StringEqualsIgnoreCase: { repository: "A/b", sub: "repo:A/b:c" } };
    assert.equal(found(GITHUB, repository), `${GITHUB}:repository A/b`);
  });

  it("takes patterns where the issuer's own check does, of several the last", () => {
    const prefix = withStandIn({ accepts: (value, isPattern) => isPattern && value.startsWith("a") });
    assert.equal(found(prefix, { StringLike: { job: "a*" } }), "idp.example.com:job a*");
    assert.equal(found(prefix, { StringLike: { job: "b*" } }), "none");
    assert.equal(found(prefix, { StringEquals: { job: "a*" } }), "none");
    const several = { StringLike: { job: "*" }, "ForAnyValue:StringLike": { job: "a*" } };
    assert.equal(found(prefix, several), "idp.example.com:job a*");
  });

  it("needs the audiences that the claim is for, all that the statement has among them", () => {
    const either = withStandIn({ audiences: ["one", "two"] });
    for (const [aud, expected] of [
      ["two", "idp.example.com:job x"],
      [["one", "two"], "idp.example.com:job x"],
      [["one", "other"], "none"],
      ["other", "none"],
    ] as const) {
      assert.equal(found(either, { StringEquals: { aud, job: "x" } }), expected, String(aud));
    }
    assert.equal(found(MICROSOFT, { StringEquals: SENTINEL }), SESSION_OF_SENTINEL);
    assert.equal(found(MICROSOFT, { StringEquals: SENTINEL }, false, { microsoftServices: ["arc"] }), "none");
    assert.equal(found(COGNITO, { StringEquals: { amr: "authenticated" } }), "none");
  });

  it("says whether IAM refuses the policy, and prefers a claim with which IAM takes it", () => {
    const project = "oidc.circleci.com/project-id";
    const both = { StringEquals: { project_id: "12", [project]: "34" } };
    const refused = found(GITHUB, { StringEquals: { repository: "A/b", repository_id: "1" } });
    assert.equal(refused, `${GITHUB}:repository_id 1 refused`);
    assert.equal(found("oidc.circleci.com", both), `oidc.circleci.com:${project} 34`);
    assert.equal(found(UNKNOWN, both, true), `${UNKNOWN}:${project} 34`);
    assert.equal(found(UNKNOWN, { ...both, StringLike: { sub } }, true), `${UNKNOWN}:project_id 12`);
  });

  it("takes names and values for unknown only in a policy that can have unknown parts", () => {
    const gitLab = { project_id: "12", sub: "x" };
    const defender = `MicrosoftDefenderForClouds_${UNKNOWN}`;
    for (const [provider, claims, ifPartial, ifKnown] of [
      [UNKNOWN, gitLab, `${UNKNOWN}:project_id 12`, "none"],
      [`${UNKNOWN}.com`, gitLab, `${UNKNOWN}.com:project_id 12`, "none"],
      [`gitlab.${UNKNOWN}`, gitLab, `gitlab.${UNKNOWN}:project_id 12`, "none"],
      [GOOGLE, { aud: UNKNOWN }, `${GOOGLE}:aud ${UNKNOWN}`, "none"],
      [GOOGLE, { aud: "name" }, "none", "none"],
      [
        COGNITO,
        { aud: "x", amr: `a.${UNKNOWN}` },
        `${COGNITO}:amr a.${UNKNOWN}`,
        `${COGNITO}:amr a.${UNKNOWN}`,
      ],
      [COGNITO, { aud: "x", amr: [UNKNOWN, "unauthenticated"] }, "none", "none"],
      [MICROSOFT, { aud: "api://x", [SESSION]: defender }, `${SESSION} ${defender}`, "none"],
      [MICROSOFT, { aud: "api://x", [SESSION]: `Other_${UNKNOWN}` }, "none", "none"],
      [MICROSOFT, { ...SENTINEL, aud: `api://${UNKNOWN}` }, SESSION_OF_SENTINEL, "none"],
      [MICROSOFT, { ...SENTINEL, aud: `spn:${UNKNOWN}` }, "none", "none"],
      [MICROSOFT, { ...SENTINEL, aud: "api://x" }, "none", "none"],
    ] as const) {
      const conditions = { StringEquals: claims };
      assert.equal(found(provider, conditions, true), ifPartial, JSON.stringify(claims));
      assert.equal(found(provider, conditions), ifKnown, JSON.stringify(claims));
    }
    const pattern = { StringLike: { project_id: `${UNKNOWN}*`, sub } };
    assert.equal(found("gitlab.com", pattern, true), "none");
  });
});

describe("isDemandMet", () => {
  it("wants a comparison of text with a value that is not open", () => {
    for (const [operator, met, open] of [
      // Of a number with a fraction, the text is not read exactly.
      ["StringEquals", ["x", 1, [1.5, "x"]], [1.5, "", []]],
      ["StringLike", ["x*", ["*", "x"]], ["*", "?*", ["*", ""]]],
      ["StringEqualsIgnoreCase", ["x"], ["**"]],
      ["StringEqualsIfExists", [], ["x"]],
      ["ForAllValues:StringEquals", [], ["x"]],
      ["StringNotEquals", [], ["x"]],
      ["Null", [], ["false"]],
      ["NumericEquals", [], ["1"]],
      ["ArnLike", [], ["x"]],
    ] as const) {
      for (const value of [...met, ...open]) {
        const index = indexOf("gitlab.com", { [operator]: { sub: value } });
        const isMet = isDemandMet(["sub"], providerOf("gitlab.com"), index);
        assert.equal(
          isMet,
          met.some((one) => one === value),
          `${operator} ${String(value)}`,
        );
      }
    }
  });

  it("is met by any of the claims, of the provider's own or of AWS's", () => {
    const index = indexOf(MICROSOFT, { StringEquals: { sub: "x", [SESSION]: "y" } });
    for (const [claims, isMet] of [
      [["aud", "sub"], true],
      [[SESSION], true],
      [["aud", "sts:ExternalId"], false],
      [[], false],
    ] as const) {
      assert.equal(isDemandMet(claims, providerOf(MICROSOFT), index), isMet, claims.join());
    }
  });
});
