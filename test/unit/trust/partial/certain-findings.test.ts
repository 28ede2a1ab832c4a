import assert from "node:assert/strict";
import { judgePartialPolicy, unknownMark } from "../../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, statement, SUB, SUBJECT } from "../entra-policy";

type Json = Record<string, unknown>;

const UNKNOWN = unknownMark("X");
const ACCOUNT = "111122223333";

/** The right values, with further ones. */
const equals = (changes: Json = {}): Json => ({ [AUD]: AUDIENCE, [SUB]: SUBJECT, ...changes });

/** The verdict, who gets in, and the codes of all findings with their providers. */
function outcome(document: unknown): unknown[] {
  const { verdict, reach, findings } = judgePartialPolicy(document, { accountId: ACCOUNT });
  return [verdict, reach, findings.map(({ code, provider }) => [code, provider])];
}

/** The verdict, and the consequences of all findings. */
function consequences(document: unknown): unknown[] {
  const { verdict, findings } = judgePartialPolicy(document);
  return [verdict, findings.map(({ code, consequence }) => [code, consequence])];
}

/** A principal of everyone, under a condition that no token meets: an empty subject. */
const NOBODY_MEETS = { Principal: "*", Condition: { StringEquals: equals({ [SUB]: "" }) } };

describe("findings that close a role with unknown parts", () => {
  const certain: [title: string, document: unknown, codes: unknown[]][] = [
    [
      "all of a statement that is wholly known, whatever another statement is",
      {
        ...policy(),
        Statement: [
          statement({ Condition: { StringEquals: equals({ [SUB]: "" }), Bool: "text" } }),
          statement({ Sid: UNKNOWN, Principal: UNKNOWN }),
        ],
      },
      [
        ["condition-not-an-object", undefined],
        ["claim-value-impossible", PROVIDER],
      ],
    ],
    [
      "a misspelled Effect of an unknown provider's statement",
      policy({ Effect: "Alow", Principal: { Federated: UNKNOWN } }),
      [["effect-invalid", undefined]],
    ],
    [
      "an empty subject of a provider in an unknown partition",
      policy({
        Principal: { Federated: PROVIDER_ARN.replace("arn:aws", `arn:${UNKNOWN}`) },
        Condition: { StringEquals: equals({ [SUB]: "" }) },
      }),
      [["claim-value-impossible", PROVIDER]],
    ],
    [
      "a provider of another account, although the version decides whether a tag's value is a policy variable",
      policy(
        {
          Principal: { Federated: PROVIDER_ARN.replace(ACCOUNT, "999988887777") },
          Condition: { StringEquals: equals({ "aws:RequestTag/team": "${aws:username}" }) },
        },
        UNKNOWN,
      ),
      [["provider-of-another-account", PROVIDER]],
    ],
  ];
  for (const [title, document, codes] of certain) {
    it(`count if they are about ${title}`, () => {
      assert.deepEqual(outcome(document), ["rejected", "nobody", codes]);
    });
  }

  const uncertain: [title: string, document: unknown][] = [
    // A template can leave a member out, as CloudFormation does with AWS::NoValue.
    ["a member of no meaning that may be missing", { ...policy(), Remark: UNKNOWN }],
    // The key may be that of a session tag, aws:RequestTag/a.example.com:team.
    [
      "a key whose beginning is unknown",
      policy({ Condition: { StringEquals: equals({ [`${UNKNOWN}.example.com:team`]: "x" }) } }),
    ],
    // Only if the key is the provider's own does nobody meet its condition.
    [
      "a key that may be the provider's own, with a value that no token has",
      policy({ Condition: { StringEquals: equals(), StringLike: { [`${UNKNOWN}:sub`]: "" } } }),
    ],
    [
      "a key that may be the provider's own, with the right value, or another provider's",
      policy({ Condition: { StringEquals: equals(), StringLike: { [`${UNKNOWN}:sub`]: SUBJECT } } }),
    ],
    [
      "an exclusion of providers that is not wholly known",
      policy({
        Principal: undefined,
        NotPrincipal: { Federated: PROVIDER_ARN + UNKNOWN },
        Condition: { StringEquals: equals({ [SUB]: "" }) },
      }),
    ],
    [
      "a key that may repeat another in capitals",
      policy({ Condition: { StringEquals: equals({ [`${UNKNOWN}:SUB`]: SUBJECT }) } }),
    ],
  ];
  for (const [title, document] of uncertain) {
    it(`do not count if they depend on ${title}`, () => {
      assert.deepEqual(outcome(document), ["unknown", undefined, []]);
    });
  }

  it("do not count if they are on the provider that an unknown one is taken for", () => {
    const { verdict, reach, findings } = judgePartialPolicy(
      policy({
        Principal: { Federated: [PROVIDER_ARN, UNKNOWN] },
        // No token without a subject exists, but only that provider's tokens are asked for one.
        Condition: { Null: { "idp.example.com:sub": "true" } },
      }),
    );
    assert.deepEqual(
      [verdict, reach, findings.filter((finding) => finding.reach === "nobody")],
      ["rejected", "tenant", []],
    );
  });

  it("count for a principal that takes in everyone, whatever the accounts of its providers are", () => {
    const inAccount = (account: string): Json => ({
      AWS: "*",
      Federated: PROVIDER_ARN.replace(ACCOUNT, account),
    });
    for (const [key, value] of [
      [`${PROVIDER}:roles`, "Orders.Read"],
      ["token.actions.githubusercontent.com:aud", "sts.amazonaws.com"],
      [AUD, "https://graph.microsoft.com"],
    ] as const) {
      const Condition = { StringEquals: equals({ [key]: value }) };
      const [verdict, reach, codes] = outcome(policy({ Principal: inAccount(ACCOUNT), Condition }));
      assert.deepEqual([verdict, reach], ["rejected", "nobody"], key);
      assert.deepEqual(outcome(policy({ Principal: inAccount(UNKNOWN), Condition })), [
        verdict,
        reach,
        codes,
      ]);
    }
  });

  const everyone: [title: string, document: unknown][] = [
    ["the name of the statement", policy({ ...NOBODY_MEETS, Sid: UNKNOWN })],
    ["the version, without a value that can be a policy variable", policy(NOBODY_MEETS, UNKNOWN)],
    [
      "the value of one of AWS's own keys",
      policy({
        ...NOBODY_MEETS,
        Condition: { ...NOBODY_MEETS.Condition, IpAddress: { "aws:SourceIp": UNKNOWN } },
      }),
    ],
  ];
  for (const [title, document] of everyone) {
    it(`say that nobody gets in by a principal of everyone if all that is unknown is ${title}`, () => {
      assert.deepEqual(consequences(document), [
        "rejected",
        [["provider-not-named", "Nobody can assume this role as written."]],
      ]);
    });
  }

  it("do not say that nobody gets in by such a principal if not all conditions are known", () => {
    const conditions = [
      { StringEquals: equals({ [SUB]: "", [AUD]: UNKNOWN }) },
      // The provider's name has no dot. The pattern may be one that the subject matches.
      { StringEquals: { "Vault:Aud": "app", "Vault:Sub": "user" }, StringLike: { "Vault:Sub": UNKNOWN } },
    ];
    for (const Condition of conditions) {
      const document = policy({ Principal: "*", Condition });
      assert.deepEqual(consequences(document), [
        "rejected",
        [
          [
            "provider-not-named",
            "The conditions alone decide who can assume this role, and not all of them are known.",
          ],
        ],
      ]);
      assert.deepEqual(
        judgePartialPolicy(document).findings.map(({ message }) => message),
        [
          "The conditions alone decide who can assume this role, and not all of them are known. " +
            'Statement 0, provider *: expected "Principal": {"Federated": "<ARN of one OpenID Connect provider>"}; ' +
            'found "Principal": "*", which takes in every identity provider, so no audience and no subject can be demanded.',
        ],
      );
    }
    assert.equal(
      judgePartialPolicy({
        ...policy({ Principal: "*", Condition: { StringEquals: equals({ [SUB]: "${*}" }) } }),
        Version: UNKNOWN,
      }).verdict,
      "unknown",
    );
  });
});
