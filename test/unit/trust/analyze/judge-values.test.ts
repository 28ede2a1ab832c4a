import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { type Claims, federatedPolicy } from "../federated-policy";

const OTHER = "oidc.example.com";
const GITHUB = "token.actions.githubusercontent.com";
const aud = "sts.amazonaws.com";
const NOBODY = "Nobody can assume this role as written.";
const OTHERS = "Only the other values let a caller in: no token carries this one.";

/** What is said of a policy's values: severity, code, what was found and expected, and who gets in. */
function told(
  provider: string,
  conditions: Readonly<Record<string, Claims>>,
  version = "2012-10-17",
): (string | undefined)[][] {
  const document = { ...federatedPolicy(provider, conditions), Version: version };
  return judgeTrustPolicy(document).findings.map(({ severity, code, found, right, reach, consequence }) => [
    severity,
    code,
    found,
    right,
    reach,
    consequence,
  ]);
}

/** What is said of subjects under StringEquals that an issuer outside the table may have. */
const toldOf = (sub: readonly string[], version?: string) =>
  told(OTHER, { StringEquals: { aud, sub } }, version);

/** The fixes for a policy. */
const fixes = (document: unknown): unknown[] => judgeTrustPolicy(document).findings.map(({ fix }) => fix);

describe("the values that a claim is pinned to", () => {
  it("are said to let nobody in if no token carries any of them, and noted if others remain", () => {
    const placeholder = [
      "claim-value-is-placeholder",
      '"<your subject>", in which a placeholder was left',
      "your own value in its place",
    ];
    const empty = ["claim-value-impossible", "an empty string", "the subject that the tokens carry"];
    assert.deepEqual(toldOf(["<your subject>"]), [["violation", ...placeholder, "nobody", NOBODY]]);
    assert.deepEqual(toldOf(["user", "<your subject>"]), [["note", ...placeholder, undefined, OTHERS]]);
    assert.deepEqual(toldOf([""]), [["violation", ...empty, "nobody", NOBODY]]);
    assert.deepEqual(toldOf(["user", ""]), [["note", ...empty, undefined, OTHERS]]);
    assert.deepEqual(toldOf(["user", "other"]), []);
  });

  it("may be patterns: a wildcard of StringLike is no mistake", () => {
    assert.deepEqual(
      told(GITHUB, { StringEquals: { aud }, StringLike: { sub: ["repo:contoso/orders:*", ""] } }),
      [
        [
          "note",
          "claim-value-impossible",
          "an empty string",
          "the subject that the tokens carry",
          undefined,
          OTHERS,
        ],
      ],
    );
  });

  it("are said to be impossible if two conditions have no value in common", () => {
    for (const claim of ["audience", "subject"] as const) {
      const key = claim === "audience" ? "aud" : "sub";
      const conditions = { StringEquals: { aud, sub: "user" }, StringLike: { [key]: "another" } };
      assert.deepEqual(told(OTHER, conditions), [
        [
          "violation",
          "claim-value-impossible",
          "conditions that no value meets",
          `the ${claim} that the tokens carry`,
          "nobody",
          NOBODY,
        ],
      ]);
    }
  });

  it("are literal where they look like policy variables, in a version of the language without those", () => {
    const old = "2008-10-17";
    const literal = [
      "claim-value-literal",
      '"app-${aws:username}", in which ${ is literal',
      "the exact value",
    ];
    assert.deepEqual(toldOf(["app-${aws:username}"], old), [["violation", ...literal, "nobody", NOBODY]]);
    assert.deepEqual(toldOf(["user", "app-${aws:username}"], old), [["note", ...literal, undefined, OTHERS]]);
    assert.deepEqual(
      toldOf(["user", ""], old).map(([severity, code]) => [severity, code]),
      [["note", "claim-value-impossible"]],
    );
    // The version of today has an escape for the dollar sign, so the author means the text itself.
    assert.deepEqual(toldOf(["app-${$}{name}"]), []);
    assert.deepEqual(
      toldOf(["user", "app*"]).map(([, , found]) => found),
      ['"app*", in which * and ? are literal'],
    );
  });
});

describe("the finding for a value that no token has", () => {
  it("is at the condition that compares the claim, whatever stands before it", () => {
    for (const before of [{ Null: { sub: "false" } }, { StringNotEquals: { sub: "x" } }]) {
      const document = federatedPolicy(OTHER, { ...before, StringEquals: { aud, sub: "<your subject>" } });
      assert.deepEqual(
        judgeTrustPolicy(document).findings.map(({ path }) => path.slice(2)),
        [["Condition", "StringEquals", `${OTHER}:sub`]],
      );
    }
  });
});

describe("the fix for a value with literal characters", () => {
  it("asks for the subject where a policy variable is literal, since no other operator would fill it in", () => {
    const sub = `${OTHER}:sub`;
    const value = "app-${aws:username}";
    const document = federatedPolicy(OTHER, { StringEquals: { aud, sub: value } });
    assert.deepEqual(fixes({ ...document, Version: "2008-10-17" }), [
      {
        addTo: undefined,
        replace: { operator: "StringEquals", key: sub, values: [value] },
        operator: "StringEquals",
        conditions: { [sub]: "<subject>" },
      },
    ]);
  });

  it("asks for the value if another condition demands a different one", () => {
    const guid = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    const conditions = { StringEqualsIgnoreCase: { sub: guid }, StringEquals: { aud, sub: "0b5c*" } };
    assert.deepEqual(
      judgeTrustPolicy(federatedPolicy(OTHER, conditions)).findings.map(({ code, fix }) => [
        code,
        fix?.conditions,
      ]),
      [["claim-value-literal", { [`${OTHER}:sub`]: "<subject>" }]],
    );
  });

  it("never makes a pattern of an audience, not even of one that would be bounded as a subject", () => {
    const value = "repo:contoso/orders:*";
    for (const conditions of [
      { StringEquals: { aud: value, sub: "repo:contoso/orders:ref:refs/heads/main" } },
      { StringEquals: { aud: value }, StringLike: { sub: value } },
    ]) {
      assert.deepEqual(fixes(federatedPolicy(GITHUB, conditions)), [
        {
          addTo: undefined,
          replace: { operator: "StringEquals", key: `${GITHUB}:aud`, values: [value] },
          operator: "StringEquals",
          conditions: { [`${GITHUB}:aud`]: aud },
        },
      ]);
    }
  });

  it("are named at the condition that compares them, and mended there, whatever stands before it", () => {
    const pattern = "repo:contoso/app:*";
    for (const before of [{ Null: { sub: "false" } }, { StringNotLike: { sub: "repo:contoso/other:*" } }]) {
      const policy = federatedPolicy(GITHUB, { ...before, StringEquals: { aud, sub: pattern } });
      assert.deepEqual(
        judgeTrustPolicy(policy).findings.map(({ code, path, fix }) => [
          code,
          path.slice(2),
          fix?.replace?.operator,
          fix?.operator,
          fix?.conditions,
        ]),
        [
          [
            "claim-value-literal",
            ["Condition", "StringEquals", `${GITHUB}:sub`],
            "StringEquals",
            "StringLike",
            { [`${GITHUB}:sub`]: pattern },
          ],
        ],
      );
    }
  });

  it("are replaced in all conditions that compare them if the fix has new ones, in any order", () => {
    const key = `${OTHER}:sub`;
    const pattern = { StringLike: { sub: "x*" } };
    const variable = { StringEquals: { aud, sub: "${aws:username}" } };
    for (const conditions of [
      { ...pattern, ...variable },
      { ...variable, ...pattern },
    ]) {
      assert.deepEqual(
        judgeTrustPolicy(federatedPolicy(OTHER, conditions)).findings.map(({ fix }) => fix),
        [
          {
            addTo: "operator",
            replace: { operator: "StringLike", key, values: ["x*"] },
            alsoReplace: [{ operator: "StringEquals", key, values: ["${aws:username}"] }],
            operator: "StringEquals",
            conditions: { [key]: "<subject>" },
          },
        ],
      );
    }
  });

  it("stay where others narrow them, and Google's own audience is not written twice", () => {
    const key = `${OTHER}:sub`;
    const narrowed = {
      StringEquals: { aud },
      StringEqualsIfExists: { sub: ["ab", "b"] },
      StringLikeIfExists: { sub: "a*" },
    };
    assert.deepEqual(
      judgeTrustPolicy(federatedPolicy(OTHER, narrowed)).findings.map(({ fix }) => [
        fix?.alsoReplace,
        fix?.conditions,
      ]),
      [[undefined, { [key]: ["ab", "b"] }]],
    );
    const google = {
      StringLike: { aud: "a*" },
      StringEquals: { oaud: "${aws:username}", sub: "123456789012345678901" },
    };
    assert.deepEqual(
      judgeTrustPolicy(federatedPolicy("accounts.google.com", google)).findings.map(({ code, fix }) => [
        code,
        fix,
      ]),
      [["claim-not-pinned", undefined]],
    );
  });
});
