import assert from "node:assert/strict";
import { findingIdentity, type JudgeOptions, judgePartialPolicy, unknownMark } from "../../../trust";
import {
  AUD,
  AUDIENCE,
  policy,
  policyWithSubject,
  PROVIDER,
  PROVIDER_ARN,
  statement,
  SUB,
} from "./entra-policy";

type Json = Record<string, unknown>;

/** The identities of all findings, sorted. */
function identitiesIn(document: unknown, options?: JudgeOptions): readonly string[] {
  return judgePartialPolicy(document, options)
    .findings.map((finding) => JSON.stringify(findingIdentity(finding, document)))
    .sort();
}

/** The identity of the only finding. */
function identityIn(document: unknown, isSecret?: (text: string) => boolean): readonly unknown[] {
  const [finding, ...others] = judgePartialPolicy(document).findings;
  assert.ok(finding !== undefined && others.length === 0);
  return findingIdentity(finding, document, isSecret);
}

const statements = (...all: readonly unknown[]): Json => ({ Version: "2012-10-17", Statement: all });
const open = statement({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });
const [ONE, OTHER] = ["0b5c7d1e-*", "1b5c7d1e-*"];

describe("the identity of a finding", () => {
  it("has exact values", () => {
    const noSubject = ["claim-not-pinned", PROVIDER, SUB, [], []];
    assert.deepEqual(identityIn(statements(open)), noSubject);
    assert.deepEqual(identityIn(policyWithSubject({ StringLike: { [SUB]: [OTHER, ONE] } })), [
      "claim-not-pinned",
      PROVIDER,
      SUB,
      [
        ["Condition", "StringLike"],
        [ONE, OTHER],
      ],
      [["StringLike", [ONE, OTHER]]],
    ]);
    assert.deepEqual(identityIn({ ...policy(), Version: null }), [
      "version-invalid",
      "",
      "",
      [["Version"], "null"],
      [],
    ]);
    assert.deepEqual(identityIn("{"), ["policy-not-json", "", "", [], []]);
    assert.deepEqual(identityIn({ Version: "2012-10-17" }), ["statement-missing", "", "", [], []]);
  });

  const different: readonly (readonly [what: string, one: Json, other: Json, options?: JudgeOptions])[] = [
    ["the operator", { StringLike: { [SUB]: ONE } }, { StringNotLike: { [SUB]: ONE } }],
    ["a value", { StringLike: { [SUB]: ONE } }, { StringLike: { [SUB]: OTHER } }],
    ["one value more", { StringLike: { [SUB]: ONE } }, { StringLike: { [SUB]: [ONE, OTHER] } }],
    [
      "another condition on the key",
      { StringLike: { [SUB]: ONE } },
      { StringLike: { [SUB]: ONE }, StringNotEquals: { [SUB]: "x" } },
    ],
    ["the key", { Null: { [SUB]: "true" } }, { Null: { [AUD]: "true" } }],
  ].map(([what, one, other]) => [
    what as string,
    policyWithSubject(one as Json),
    policyWithSubject(other as Json),
  ]);
  const others: typeof different = [
    ...different,
    ["a principal", policy({ Principal: "*" }), policy({ Principal: { AWS: "*" } })],
    [
      "the excluded principals",
      policy({ Principal: undefined, NotPrincipal: { AWS: "a" } }),
      policy({ Principal: undefined, NotPrincipal: { AWS: "b" } }),
    ],
    ["an action", policy({ Action: "a" }), policy({ Action: "b" })],
    ["the member that is missing", policy({ Effect: undefined }), policy({ Action: undefined })],
    ["the member that is unknown", policy({ Extra: 1 }), policy({ Other: 1 })],
    [
      "the account of the provider",
      policy(),
      policy({ Principal: { Federated: PROVIDER_ARN.replace("111122223333", "444455556666") } }),
      { accountId: "999999999999" },
    ],
  ];
  for (const [what, one, other, options] of others) {
    it(`differs by ${what}`, () => {
      assert.notDeepEqual(identitiesIn(one, options), []);
      assert.notDeepEqual(identitiesIn(one, options), identitiesIn(other, options));
    });
  }

  it("tells two operators on a key apart in one statement", () => {
    const document = policy({
      Condition: {
        "ForAnyValue:StringEquals": { [AUD]: AUDIENCE },
        "ForAnyValue:StringLike": { [AUD]: AUDIENCE },
        StringEquals: { [SUB]: "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e" },
      },
    });
    assert.equal(new Set(identitiesIn(document)).size, 2);
  });

  it("stays the same if statements, values, or members move, and if keys are in other letters", () => {
    const weak = (values: unknown, key = SUB): Json =>
      statement({ Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [key]: values } } });
    const expected = identitiesIn(statements(open, weak([ONE, OTHER])));
    assert.equal(expected.length, 2);
    const { Effect, ...members } = weak([ONE, OTHER]);
    for (const same of [
      statements(weak([OTHER, ONE]), open),
      statements(statement(), open, weak([ONE, OTHER])),
      statements(open, weak([ONE, OTHER], SUB.toUpperCase())),
      statements({ ...open, Sid: "Open" }, { ...members, Effect }),
    ]) {
      assert.deepEqual(identitiesIn(same), expected, JSON.stringify(same));
      assert.deepEqual(identitiesIn(JSON.stringify(same)), expected);
    }
    assert.deepEqual(
      identitiesIn(statements(weak([ONE]))),
      identitiesIn({ Statement: weak(ONE), Version: "2012-10-17" }),
    );
  });

  it("does not depend on other keys and other principals of the statement", () => {
    const more = { StringEquals: { [AUD]: AUDIENCE }, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    assert.deepEqual(identityIn(policy({ Condition: more })), identityIn(statements(open)));
    const misspelled = PROVIDER_ARN.slice(0, -1);
    const named = (...arns: readonly string[]): readonly string[] =>
      identitiesIn(policy({ Principal: { Federated: arns } })).filter((one) =>
        one.includes("provider-name-differs"),
      );
    assert.equal(named(misspelled).length, 1);
    assert.deepEqual(named(misspelled), named(misspelled, "arn:aws:iam::111122223333:saml-provider/x"));
  });

  it("has null for each string that is not wholly known, whatever the mark says", () => {
    for (const words of ["a secret", "something else"]) {
      const mark = unknownMark(words);
      const values = policyWithSubject({ StringLike: { [SUB]: ["*", `repo:${mark}`] } });
      assert.deepEqual(identityIn(values).slice(3), [
        [
          ["Condition", "StringLike"],
          ["*", null],
        ],
        [["StringLike", ["*", null]]],
      ]);
      const provider = PROVIDER_ARN.replace("8f6d1a2c", mark);
      const unnamed = policy({ Principal: { Federated: provider }, Condition: undefined });
      const found = judgePartialPolicy(unnamed).findings;
      assert.equal(found.length, 2);
      for (const finding of found) {
        assert.ok(finding.provider?.includes(words));
        assert.deepEqual(findingIdentity(finding, unnamed), ["claim-not-pinned", null, null, [], []]);
      }
    }
  });

  it("is the one of a known key if a key of the policy could be it", () => {
    const mark = unknownMark("Ref Issuer");
    const known = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: "*" } } });
    const partly = policy({
      Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [`${mark}:sub`]: "*" } },
    });
    assert.deepEqual(identityIn(partly).slice(0, 3), identityIn(known).slice(0, 3));
    assert.deepEqual(identityIn(partly)[4], [["StringLike", "*"]]);
  });

  it("takes no text of the policy for the sign of an unknown part", () => {
    const key = `sts.windows.net/<Ref P>/:sub`;
    const document = statements(
      statement({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: "x", [key]: "y" } } }),
      statement({ Principal: { Federated: unknownMark("Ref P") } }),
    );
    const found = judgePartialPolicy(document).findings.filter((finding) => finding.key === key);
    assert.equal(found.length, 1);
    for (const finding of found) {
      assert.equal(findingIdentity(finding, document)[2], key.toLowerCase());
    }
  });

  it("has null for each string that is secret, wherever it is", () => {
    const isSecret = (text: string): boolean => text.includes("hidden");
    const values = policyWithSubject({ StringLike: { [SUB]: ["hidden-*", ONE] } });
    assert.deepEqual(identityIn(values, isSecret)[4], [["StringLike", [ONE, null]]]);
    const provider = "ci.hidden.example/";
    const secret = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition: { StringLike: { [`${provider}:aud`]: "*" }, hidden: { hidden: 1 } },
      hidden: "hidden",
    });
    const all = judgePartialPolicy(secret).findings.map((finding) =>
      findingIdentity(finding, secret, isSecret),
    );
    assert.ok(all.length >= 3);
    assert.equal(JSON.stringify(all).includes("hidden"), false);
  });
});
