import assert from "node:assert/strict";
import {
  type IssuerFacts,
  type JudgeOptions,
  judgeTrustPolicy,
  type KnownClaims,
  type TrustFix,
} from "../../../../trust";
import { placeholder, withoutSubjects } from "../../../../trust/analyze/claim-remedy";
import { KnownIssuer } from "../../../../trust/issuers/known-issuer";
import { federatedPrincipal } from "../../../../trust/issuers/providers";
import { ConditionIndex } from "../../../../trust/kernel/condition-index";
import { readConditions } from "../../../../trust/policy/conditions";
import { AUD, AUDIENCE, policy, policyWithSubject, PROVIDER, SUB, SUBJECT } from "../entra-policy";
import { type Claims, federatedPolicy } from "../federated-policy";

/** What to do about the subject of a policy. */
const remedy = (document: unknown): string | undefined =>
  judgeTrustPolicy(document).findings.find((finding) => finding.remedy !== undefined)?.remedy;

const PRINCIPAL_ID = "<principal ID of the managed identity>";
const EQUALS = `"StringEquals": {"${SUB}": "${PRINCIPAL_ID}"}`;

describe("the remedy for a claim that is not pinned", () => {
  it("adds all of a Condition to a statement without one", () => {
    const both = `"StringEquals": {"${AUD}": "<application ID URI>", "${SUB}": "${PRINCIPAL_ID}"}`;
    const remedies = (Condition: unknown): (string | undefined)[] =>
      judgeTrustPolicy(policy({ Condition })).findings.map((finding) => finding.remedy);
    // The same for both claims: two that add the same member could not both be followed.
    const whole = `Add "Condition": {${both}} to the statement.`;
    assert.deepEqual(remedies(undefined), [whole, whole]);
    const inside = `Add ${both} to the Condition.`;
    assert.deepEqual(remedies({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), [inside, inside]);
  });

  it("adds to the Condition and the StringEquals that are there", () => {
    assert.equal(
      remedy(policy({ Condition: { StringLike: { [AUD]: AUDIENCE } } })),
      `Add ${EQUALS} to the Condition.`,
    );
    assert.equal(
      remedy(policyWithSubject({})),
      `Add "${SUB}": "${PRINCIPAL_ID}" to StringEquals in the Condition.`,
    );
  });

  it("has the values that the caller knows of this provider, and changes no verdict by them", () => {
    const open = policy({ Condition: undefined });
    const remediesWith = (known: Partial<KnownClaims>) =>
      judgeTrustPolicy(open, { knownClaims: [{ provider: PROVIDER, ...known }] }).findings.map(
        (finding) => finding.remedy,
      );
    const whole = (audience: string, subject: string) => {
      const text = `Add "Condition": {"StringEquals": {"${AUD}": "${audience}", "${SUB}": "${subject}"}} to the statement.`;
      return [text, text];
    };
    assert.deepEqual(remediesWith({ audience: AUDIENCE, subject: SUBJECT }), whole(AUDIENCE, SUBJECT));
    assert.deepEqual(remediesWith({ audience: AUDIENCE }), whole(AUDIENCE, PRINCIPAL_ID));
    for (const loose of ["", "api://*", "api://a?", "${aws:username}"]) {
      const expected = whole("<application ID URI>", PRINCIPAL_ID);
      assert.deepEqual(remediesWith({ audience: loose, subject: loose }), expected, loose);
    }
    assert.deepEqual(
      remediesWith({ provider: "ci.example.com", audience: AUDIENCE }),
      whole("<application ID URI>", PRINCIPAL_ID),
    );
    const withoutFixes = (known: readonly KnownClaims[]) =>
      judgeTrustPolicy(open, { knownClaims: known }).findings.map((finding) => ({
        ...finding,
        fix: undefined,
        remedy: undefined,
        message: undefined,
      }));
    const claims = [{ provider: PROVIDER, audience: AUDIENCE, subject: SUBJECT }];
    assert.deepEqual(withoutFixes(claims), withoutFixes([]));
  });

  it("adds beside what only excludes values or asks whether the claim is there", () => {
    for (const operator of ["StringNotEquals", "StringNotLikeIfExists", "Null"]) {
      assert.match(remedy(policyWithSubject({ [operator]: { [SUB]: "false" } })) ?? "", /^Add /);
    }
  });

  it("writes StringEquals once: into the block that is there, or in place of the other operator", () => {
    const inOneBlock = policy({ Condition: { StringLike: { [AUD]: AUDIENCE, [SUB]: "*" } } });
    assert.equal(remedy(inOneBlock), `Replace "StringLike": {"${SUB}": "*"} with ${EQUALS}.`);
    assert.match(
      remedy(policyWithSubject({ StringLike: { [SUB]: "*" } })) ?? "",
      /^Remove .* to StringEquals in/,
    );
  });

  it("replaces a pattern, a policy variable and what compares no text", () => {
    assert.equal(
      remedy(policyWithSubject({ StringLike: { [SUB]: ["*"] } })),
      `Remove "${SUB}": "*" from StringLike, and add "${SUB}": "${PRINCIPAL_ID}" to StringEquals in the Condition.`,
    );
    assert.equal(
      remedy(policyWithSubject({ StringEquals: { [SUB]: `\${${SUB}}` } })),
      `Replace "StringEquals": {"${SUB}": "\${${SUB}}"} with ${EQUALS}.`,
    );
    assert.equal(
      remedy(policyWithSubject({ ArnLike: { [SUB]: ["a", "b"] } })),
      `Remove "${SUB}": ["a", "b"] from ArnLike, and add "${SUB}": "${PRINCIPAL_ID}" to StringEquals in the Condition.`,
    );
  });

  it("replaces an operator that is true without the claim, and keeps the exact values", () => {
    for (const operator of ["StringEqualsIfExists", "ForAllValues:StringLike"]) {
      assert.equal(
        remedy(policyWithSubject({ [operator]: { [SUB]: [SUBJECT, "another"] } })),
        `Remove "${SUB}": ["${SUBJECT}", "another"] from ${operator}, and add "${SUB}": ["${SUBJECT}", "another"] to StringEquals in the Condition.`,
      );
    }
  });

  it("replaces a key that lacks the provider's slash, and keeps its values", () => {
    const key = SUB.replace("/:", ":");
    assert.equal(
      remedy(policyWithSubject({ StringEquals: { [key]: SUBJECT } })),
      `Replace "StringEquals": {"${key}": "${SUBJECT}"} with "StringEquals": {"${SUB}": "${SUBJECT}"}.`,
    );
  });

  it("renames a key that has the claim's name in full, and keeps its values", () => {
    const inFull = { StringEquals: { [`${PROVIDER}:Subject`]: SUBJECT } };
    const [finding] = judgeTrustPolicy(policyWithSubject(inFull)).findings;
    assert.deepEqual(
      [finding?.found, finding?.reach, finding?.path],
      [
        `a condition on ${PROVIDER}:Subject, a key that AWS never fills (rename it to ${SUB})`,
        "nobody",
        ["Statement", 0, "Condition", "StringEquals", `${PROVIDER}:Subject`],
      ],
    );
    assert.equal(
      remedy(policyWithSubject(inFull)),
      `Replace "StringEquals": {"${PROVIDER}:Subject": "${SUBJECT}"} with "StringEquals": {"${SUB}": "${SUBJECT}"}.`,
    );
    assert.equal(
      remedy(policy({ Condition: { StringEquals: { [`${PROVIDER}:audience`]: AUDIENCE, [SUB]: SUBJECT } } })),
      `Replace "StringEquals": {"${PROVIDER}:audience": "${AUDIENCE}"} with "StringEquals": {"${AUD}": "${AUDIENCE}"}.`,
    );
    assert.match(remedy(policyWithSubject({ Null: { [`${PROVIDER}:subject`]: "false" } })) ?? "", /^Add /);
  });

  it("keeps patterns that bind the caller, and no others", () => {
    const gitHub = "token.actions.githubusercontent.com";
    const fixed = (operator: string, claim: string, sub: string): string | undefined =>
      remedy(
        federatedPolicy(gitHub, { StringEquals: { aud: "sts.amazonaws.com" }, [operator]: { [claim]: sub } }),
      )?.split(" with ")[1];
    const kept = (sub: string): string => `"StringLike": {"${gitHub}:sub": "${sub}"}.`;
    assert.equal(fixed("StringLike", "subject", "repo:acme/infra:*"), kept("repo:acme/infra:*"));
    assert.equal(
      fixed("StringLikeIfExists", "sub", "repo:acme/infra:ref:refs/heads/v?"),
      kept("repo:acme/infra:ref:refs/heads/v?"),
    );
    assert.doesNotMatch(fixed("StringLike", "subject", "repo:acme/*") ?? "", /acme/);
  });

  it("keeps no value that is exact now and would be a pattern then", () => {
    const gitHub = "token.actions.githubusercontent.com";
    const fixOf = (operator: string, sub: string | readonly string[]): unknown =>
      judgeTrustPolicy(
        federatedPolicy(gitHub, { StringEquals: { aud: "sts.amazonaws.com" }, [operator]: { sub } }),
      ).findings.find(({ fix }) => fix?.replace !== undefined)?.fix?.conditions;
    const asked = fixOf("StringLike", "*");
    for (const [operator, sub] of [
      ["StringEqualsIfExists", "repo:acme/app:*"],
      ["StringEqualsIfExists", "repo:acme/app:ref:refs/heads/v?"],
      ["ForAllValues:StringEquals", ["repo:acme/app:ref:refs/heads/main", "repo:acme/app:*"]],
      ["ForAllValues:StringLike", "repo:acme/app:ref:refs/heads/${*}"],
      ["StringLikeIfExists", ["repo:acme/app:*", "repo:acme/app:ref:refs/heads/${?}"]],
      ["StringLikeIfExists", "repo:acme/${*}:*"],
      ["StringLikeIfExists", "repo:acme/app:ref:refs/heads/${$}{aws:username}"],
      ["StringLikeIfExists", ["repo:acme/app:*", "repo:acme/app:ref:refs/heads/${$}*"]],
      ["StringEqualsIgnoreCaseIfExists", "repo:acme/app:ref:refs/heads/v*"],
    ] as const) {
      assert.deepEqual(fixOf(operator, sub), asked, `${operator} ${String(sub)}`);
    }
    const main = "repo:acme/app:ref:refs/heads/main";
    assert.deepEqual(fixOf("StringEqualsIfExists", main), { [`${gitHub}:sub`]: main });
    assert.deepEqual(fixOf("StringEqualsIgnoreCaseIfExists", main), { [`${gitHub}:sub`]: main });
    assert.deepEqual(fixOf("StringLikeIfExists", "repo:acme/app:*"), {
      [`${gitHub}:sub`]: "repo:acme/app:*",
    });
  });
});

const OTHER = "oidc.example.com";
const GITHUB = "token.actions.githubusercontent.com";
const MICROSOFT = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
const FOR_SENTINEL = "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e";

/** The findings on the claims that a policy does not pin. */
const findingsOn = (provider: string, conditions: Record<string, Claims>, options: JudgeOptions = {}) =>
  judgeTrustPolicy(federatedPolicy(provider, conditions), options).findings.filter(
    ({ code }) => code === "claim-not-pinned",
  );
const fixesOf = (...policyAndOptions: Parameters<typeof findingsOn>) =>
  findingsOn(...policyAndOptions).map(({ fix }) => fix);

const added = (addTo: TrustFix["addTo"], conditions: TrustFix["conditions"], operator = "StringEquals") => ({
  addTo,
  replace: undefined,
  operator,
  conditions,
});
const inPlaceOf = (key: string, values: readonly string[], conditions: TrustFix["conditions"]) => ({
  addTo: undefined,
  replace: { operator: "StringEqualsIfExists", key, values },
  operator: "StringEquals",
  conditions,
});

describe("the fix for a claim that is not pinned", () => {
  it("pins the audience of Google's tokens by oaud, and says that this key is missing", () => {
    const google = "accounts.google.com";
    const [finding] = findingsOn(google, { StringEquals: { sub: "123456789012345678901" } });
    assert.deepEqual(finding?.path, ["Statement", 0, "Condition", "StringEquals", `${google}:oaud`]);
    assert.deepEqual(finding.fix, added("operator", { [`${google}:oaud`]: "<audience>" }));
  });

  it("keeps an exact audience of GitHub's tokens, though as a subject it would bind no workload", () => {
    const [key, aud] = [`${GITHUB}:aud`, "https://github.com/acme"];
    const conditions = { StringEqualsIfExists: { aud }, StringLike: { sub: "repo:acme/app:*" } };
    assert.deepEqual(fixesOf(GITHUB, conditions), [inPlaceOf(key, [aud], { [key]: aud })]);
  });

  it("keeps exact subjects if tokens can carry all of them, and has a placeholder otherwise", () => {
    const key = `${OTHER}:sub`;
    for (const [values, right] of [
      [["x"], "x"],
      [
        ["x", "y"],
        ["x", "y"],
      ],
      [[""], "<subject>"],
      [["x", ""], "<subject>"],
      [["<your subject>"], "<subject>"],
      [["x", "<your subject>"], "<subject>"],
    ] as const) {
      const fixes = fixesOf(OTHER, { StringEquals: { aud: "a" }, StringEqualsIfExists: { sub: values } });
      const expected = { ...inPlaceOf(key, values, { [key]: right }), addTo: "operator" };
      assert.deepEqual(fixes, [expected], values.join());
    }
  });

  it("adds one claim alone where the other's condition only needs its right name", () => {
    const [aud, sub] = [`${OTHER}:aud`, `${OTHER}:sub`];
    assert.deepEqual(fixesOf(OTHER, { StringEqualsIfExists: { subject: "x" } }), [
      added("condition", { [aud]: "<audience>" }),
      inPlaceOf(`${OTHER}:subject`, ["x"], { [sub]: "x" }),
    ]);
    assert.deepEqual(fixesOf(OTHER, { StringEqualsIfExists: { audience: "x" } }), [
      inPlaceOf(`${OTHER}:audience`, ["x"], { [aud]: "x" }),
      added("condition", { [sub]: "<subject>" }),
    ]);
  });

  it("adds both claims at once if the subject is exact, and each alone if it is a pattern", () => {
    const buildkite = "agent.buildkite.com";
    const subject = "organization:acme:pipeline:app:ref:refs/heads/main";
    const aud = { [`${buildkite}:aud`]: "sts.amazonaws.com" };
    const both = added("condition", { ...aud, [`${buildkite}:sub`]: subject });
    const known = { knownClaims: [{ provider: buildkite, subject }] };
    assert.deepEqual(fixesOf(buildkite, {}, known), [both, both]);
    const pattern = { [`${buildkite}:sub`]: "organization:<organization>:pipeline:<pipeline>:*" };
    const each = [added("condition", aud), added("condition", pattern, "StringLike")];
    assert.deepEqual(fixesOf(buildkite, {}), each);
  });

  it("replaces all conditions that compare the claim if their values are not kept", () => {
    const [like, ignoring] = ["StringLike", "StringEqualsIgnoreCase"] as const;
    const document = policyWithSubject({ [like]: { [SUB]: "a*" }, [ignoring]: { [SUB]: "b" } });
    assert.deepEqual(
      judgeTrustPolicy(document).findings.map(({ fix }) => fix),
      [
        {
          addTo: "operator",
          replace: { operator: like, key: SUB, values: ["a*"] },
          alsoReplace: [{ operator: ignoring, key: SUB, values: ["b"] }],
          operator: "StringEquals",
          conditions: { [SUB]: PRINCIPAL_ID },
        },
      ],
    );
    const held = "https://management.azure.com/";
    const aud = { StringEquals: { [AUD]: [AUDIENCE, held], [SUB]: SUBJECT }, StringLike: { [AUD]: "*" } };
    assert.deepEqual(
      judgeTrustPolicy(policy({ Condition: aud })).findings.map(({ fix }) => fix),
      [
        {
          addTo: undefined,
          replace: { operator: "StringEquals", key: AUD, values: [AUDIENCE, held] },
          alsoReplace: [{ operator: "StringLike", key: AUD, values: ["*"] }],
          operator: "StringEquals",
          conditions: { [AUD]: AUDIENCE },
        },
      ],
    );
  });

  it("also replaces an empty condition under the operator of the fix if the values are kept", () => {
    const key = `${OTHER}:sub`;
    const conditions = {
      StringLike: { aud: "a" },
      StringEquals: { sub: [] },
      StringEqualsIfExists: { sub: "x" },
    };
    const also = { alsoReplace: [{ operator: "StringEquals", key, values: [] }] };
    assert.deepEqual(fixesOf(OTHER, conditions), [{ ...inPlaceOf(key, ["x"], { [key]: "x" }), ...also }]);
  });

  it("replaces a condition on another provider's key that has no effect, and keeps its value", () => {
    const [key, stray] = [`${OTHER}:sub`, "other.example.com:sub"];
    const document = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${OTHER}` },
      Condition: { StringEquals: { [`${OTHER}:aud`]: "a" }, StringEqualsIfExists: { [stray]: "x" } },
    });
    const [finding] = judgeTrustPolicy(document).findings;
    assert.deepEqual(finding?.fix, { ...inPlaceOf(stray, ["x"], { [key]: "x" }), addTo: "operator" });
  });

  it("has the audience of the service that a session name shows", () => {
    const unknown = "<audience of the service>";
    for (const [claims, audience] of [
      [{}, unknown],
      [{ "sts:RoleSessionName": "mine" }, unknown],
      [{ "sts:RoleSessionName": ["mine", `MicrosoftSentinel_${SUBJECT}`] }, FOR_SENTINEL],
    ] as const) {
      const [fix] = fixesOf(MICROSOFT, { StringEquals: claims });
      assert.deepEqual(fix, added("operator", { [`${MICROSOFT}:aud`]: audience }));
    }
  });

  it("is none where only the options refuse a service of Microsoft's", () => {
    const session = { aud: FOR_SENTINEL, "sts:RoleSessionName": `MicrosoftSentinel_${SUBJECT}` };
    const found = findingsOn(MICROSOFT, { StringEquals: session }, { microsoftServices: [] });
    const right =
      'sts:RoleSessionName with "MicrosoftSentinel_<workspace ID>" under StringEquals, for a service that microsoftServices names (judge --microsoft-service)';
    const path = ["Statement", 0, "Condition", "StringEquals", "sts:RoleSessionName"];
    assert.deepEqual(
      found.map((finding) => [finding.path, finding.right, finding.fix, finding.detail]),
      [[path, right, undefined, ""]],
    );
  });
});

/** What a statement has for a provider whose issuer is a new row of the table of issuers. */
function withRow(facts: Partial<IssuerFacts>, claims: Claims = {}, name = OTHER) {
  const provider = federatedPrincipal(`arn:aws:iam::111122223333:oidc-provider/${name}`);
  assert.ok(typeof provider === "object");
  const row = { id: "new", name: "New", providers: [name], crowd: "anyone", everyone: "Anyone" } as const;
  const issuer = new KnownIssuer({ ...row, boundaries: [], sources: [], ...facts });
  const read = readConditions({ StringEquals: claims }, () => assert.fail("IAM takes it"));
  return {
    provider: { ...provider, issuer },
    conditions: new ConditionIndex(read, new Set([name])),
    known: {},
  };
}

describe("what takes the subject's place", () => {
  it("is a claim of a row without subjects, if the statement has an audience that it is for", () => {
    const [key, audience] = [`${OTHER}:org`, `${OTHER}:aud`];
    const place = { key, operator: "StringEquals", conditions: { [key]: "<team>" }, isService: false };
    const standIns = [{ key: "org", names: "team" }];
    const ofTwo = [{ key: "org", names: "team", audiences: ["a", "b"] }];
    for (const [facts, claims, expected] of [
      [{}, {}, undefined],
      [{ standIns }, {}, place],
      [{ standIns, subjects: ["<subject>"] }, {}, undefined],
      [{ standIns: ofTwo }, { [audience]: "b" }, place],
      [{ standIns: ofTwo }, { [audience]: "c" }, undefined],
    ] as const) {
      assert.deepEqual(withoutSubjects(withRow(facts, claims)), expected, JSON.stringify([facts, claims]));
    }
  });
});

describe("the placeholder for a claim", () => {
  it("names no audience of a service by a session name that the service's row cannot check", () => {
    const standIns = [{ key: "sts:RoleSessionName", names: "session", audiences: ["api://service"] }];
    const setting = withRow({ actsForCustomers: true, standIns }, { "sts:RoleSessionName": "mine" });
    assert.equal(placeholder("audience", setting), "<audience of the service>");
    assert.equal(placeholder("subject", setting), "<subject>");
    const without = withRow({ actsForCustomers: true });
    assert.equal(placeholder("audience", without), "<audience of the service>");
  });

  it("is the audience of the issuer's row, on Entra's hosts as well", () => {
    for (const [name, without] of [
      [OTHER, "<audience>"],
      [PROVIDER, "<application ID URI>"],
    ] as const) {
      assert.equal(placeholder("audience", withRow({ audience: "api://app" }, {}, name)), "api://app");
      assert.equal(placeholder("audience", withRow({}, {}, name)), without);
    }
  });
});

describe("the fix for a pattern under an operator that reads no wildcards", () => {
  it("has the operator that reads it, whichever wildcard it is", () => {
    const sub = "token.actions.githubusercontent.com:sub";
    for (const end of ["v*", "v?"]) {
      const value = `repo:contoso/orders:ref:refs/heads/${end}`;
      const [found] = judgeTrustPolicy(
        federatedPolicy("token.actions.githubusercontent.com", {
          StringEquals: { aud: "sts.amazonaws.com", sub: value },
        }),
      ).findings;
      assert.deepEqual(found?.fix, {
        addTo: undefined,
        replace: { operator: "StringEquals", key: sub, values: [value] },
        operator: "StringLike",
        conditions: { [sub]: value },
      });
    }
  });
});
