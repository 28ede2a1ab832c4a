import assert from "node:assert/strict";
import { judgePartialPolicy, unknownMark } from "../../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, statement, SUB, SUBJECT } from "../entra-policy";

type Json = Record<string, unknown>;

/** The provider's ARN with another account. */
const inAccount = (account: string): Json => ({
  Federated: PROVIDER_ARN.replace(/(?<=^arn:aws:iam::)\d+/, account),
});

describe("judging what is not wholly known", () => {
  it("says in its findings what is not known by its expression", () => {
    const provider = unknownMark("Ref Provider");
    const document: Json = policy({ Principal: { Federated: provider }, Condition: undefined });
    const { verdict, findings } = judgePartialPolicy(document);
    assert.equal(verdict, "rejected");
    assert.equal(findings[0]?.found, "no condition on <Ref Provider>:aud");
  });

  it("judges a policy that is a text by its parts, and one that is no JSON not at all", () => {
    const mark = unknownMark("Ref Name");
    const verdict = (document: string): string => judgePartialPolicy(document).verdict;
    assert.equal(verdict(JSON.stringify(policy({ Sid: mark }))), "accepted");
    assert.equal(verdict(JSON.stringify(policy({ Sid: mark, Condition: {} }))), "rejected");
    assert.equal(verdict(`{"Statement": ${mark}}`), "unknown");
  });

  it("rejects a list, whatever it holds: it is no policy", () => {
    const { verdict, reach, findings } = judgePartialPolicy([unknownMark("Ref Policy")]);
    assert.deepEqual([verdict, reach, findings[0]?.code], ["rejected", "nobody", "policy-not-an-object"]);
    const twice = judgePartialPolicy(`[{"Sid":"${unknownMark("Ref Name")}","Sid":"One"}]`);
    assert.deepEqual([twice.reach, twice.findings.length], ["nobody", 1]);
  });

  it("takes a key without a colon for no key of a provider", () => {
    const { findings } = judgePartialPolicy(
      policy({
        Principal: { Federated: unknownMark("Ref Provider") },
        Condition: { StringEquals: { "idp.example.com": "x" } },
      }),
    );
    assert.doesNotMatch(JSON.stringify(findings), /idp\.example\.co\b(?!m)/);
  });

  it("rejects a text in which a member comes twice, whatever the unknown values are", () => {
    const right = JSON.stringify(policy({ Sid: unknownMark("Ref Name") }));
    const judgeText = (document: string) => judgePartialPolicy(document);
    assert.equal(judgeText(right).verdict, "accepted");
    const { verdict, findings } = judgeText(
      right.replace('"Condition":', `"Condition":{"Null":{"${unknownMark("Ref Key")}":"true"}},"Condition":`),
    );
    assert.equal(verdict, "rejected");
    assert.deepEqual(
      findings.map(({ found, reach, path }) => [found, reach, path]),
      [['the member "Condition" twice in one object', "anyone", ["Statement", 0, "Condition"]]],
    );
  });

  it("says nothing of a policy that has a mark's characters of its own: IAM takes none of them", () => {
    const forged = policy({ Principal: { Federated: PROVIDER_ARN, AWS: "\uE00030\uE001" } });
    for (const document of [forged, JSON.stringify(forged)]) {
      const { verdict, unknown } = judgePartialPolicy(document);
      assert.equal(verdict, "unknown");
      assert.deepEqual(unknown, ["0"]);
    }
  });

  it("reports only the repeated member of such a text", () => {
    const open = JSON.stringify(policy({ Sid: unknownMark("Ref Name"), Condition: {} }));
    const { findings, ...others } = judgePartialPolicy(
      open.replace('"Version":', '"Version":"2008-10-17","Version":'),
    );
    assert.deepEqual(
      [findings.map(({ code }) => code), others],
      [["member-repeated"], { verdict: "rejected", grants: [], unknown: [], reach: "anyone" }],
    );
  });

  it("takes a name that only looks as if it were unknown for known, next to a part that is unknown", () => {
    const Condition = {
      StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, "not-known-58-value.example.com:sub": "x" },
    };
    const { verdict, findings } = judgePartialPolicy(policy({ Sid: unknownMark("X"), Condition }));
    assert.deepEqual(
      [verdict, findings.map(({ found }) => found)],
      ["rejected", ["a condition on not-known-58-value.example.com:sub, which is another provider's key"]],
    );
    const tags = { "aws:RequestTag/not-known-58-value": "a", [`aws:RequestTag/${unknownMark("X")}`]: "b" };
    const document = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, ...tags } } });
    assert.equal(judgePartialPolicy(JSON.stringify(document)).verdict, "accepted");
  });

  it("judges a policy that is wholly known by what it says, even if it looks like one that is not", () => {
    const foreign = { "not-known-58-value.example.com:sub": "x" };
    const { findings, grants, ...others } = judgePartialPolicy(
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, ...foreign } } }),
    );
    assert.deepEqual(
      [findings.map(({ found }) => found), grants.map(({ reach }) => reach), others],
      [
        ["a condition on not-known-58-value.example.com:sub, which is another provider's key"],
        ["nobody"],
        { verdict: "rejected", unknown: [], reach: "nobody" },
      ],
    );
  });

  it("lets nobody in by a list that holds the text of a policy", () => {
    const text = JSON.stringify(policy({ Sid: unknownMark("Ref Name") }));
    assert.deepEqual(judgePartialPolicy([text]).grants, []);
  });

  it("reports nothing of a provider that may be malformed or open", () => {
    // The text before "arn:" may be empty.
    const Federated = `${unknownMark("A")}arn:aws:iam::111122223333:oidc-provider/${unknownMark("B")}`;
    const Condition = { StringNotEquals: { "idp.example.com:sub": "x" } };
    assert.deepEqual(judgePartialPolicy(policy({ Principal: { Federated }, Condition })).findings, []);
  });

  it("says nothing of who gets in by a Deny for an unknown provider", () => {
    const Principal = { Federated: `arn:aws:iam::1111${unknownMark("Ref Provider")}` };
    assert.deepEqual(judgePartialPolicy(policy({ Effect: "Deny", Principal })), {
      verdict: "unknown",
      findings: [],
      grants: [],
      unknown: ["Ref Provider"],
      reach: undefined,
    });
  });

  const unknown = unknownMark("X");
  const conditions = (own: Json): Json => ({ StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, ...own } });
  const verdicts: [title: string, document: unknown, verdict: string, found: string[]][] = [
    ["an unknown subject", policy({ Condition: conditions({ [SUB]: unknown }) }), "unknown", []],
    [
      "a known web identity action beside an unknown one",
      policy({
        Action: ["sts:AssumeRoleWithWebIdentity", unknown],
        Condition: { StringEquals: { [AUD]: AUDIENCE } },
      }),
      "rejected",
      [`no condition on ${SUB}`],
    ],
    [
      "an unknown action beside one of no concern",
      policy({ Action: ["sts:TagSession", unknown], Condition: {} }),
      "unknown",
      [],
    ],
    [
      "an unknown provider that only web identities have",
      policy({ Principal: { Federated: unknown }, Condition: {} }),
      "rejected",
      ["no condition on <X>:aud", "no condition on <X>:sub"],
    ],
    [
      "an unknown provider that could be one for SAML",
      policy({ Principal: { Federated: unknown }, Action: "sts:*", Condition: {} }),
      "unknown",
      [],
    ],
    [
      "a misspelt Effect in a statement with an unknown subject",
      policy({ Effect: "Alow", Condition: conditions({ [SUB]: unknown }) }),
      "rejected",
      ['the Effect "Alow"'],
    ],
    [
      "a provider of another tenant's form, with an unknown subject",
      policy({ Condition: conditions({ [SUB]: unknown, "sts.windows.net/other:sub": "x" }) }),
      "rejected",
      ["a condition on sts.windows.net/other:sub, which is another provider's key"],
    ],
    [
      "a known statement that nobody can use, after an unknown one",
      {
        Version: "2012-10-17",
        Statement: [unknown, ...[policy({ Condition: conditions({ [SUB]: "" }) }).Statement].flat()],
      },
      "rejected",
      ["an empty string"],
    ],
    [
      "an open statement after an unknown one",
      { Version: "2012-10-17", Statement: [unknown, ...[policy({ Condition: {} }).Statement].flat()] },
      "rejected",
      [`no condition on ${AUD}`, `no condition on ${SUB}`],
    ],
    ["an unknown list of statements", { Version: "2012-10-17", Statement: unknown }, "unknown", []],
    ["an unknown principal", policy({ Principal: unknown, Condition: {} }), "unknown", []],
    ["an unknown NotPrincipal", policy({ NotPrincipal: unknown }), "unknown", []],
    ["an unknown Sid", policy({ Sid: unknown }), "accepted", []],
    ["an unknown account of the provider", policy({ Principal: inAccount(unknown) }), "accepted", []],
    [
      "an account of which a part is unknown",
      policy({ Principal: inAccount(`1111${unknown}`) }),
      "accepted",
      [],
    ],
    [
      "a provider unknown from within its account on",
      policy({ Principal: { Federated: `arn:aws:iam::1111${unknown}` } }),
      "unknown",
      [],
    ],
    [
      "every provider in a statement that nobody can use, with an unknown value that changes nothing",
      policy({
        Principal: "*",
        Condition: {
          StringEquals: { [AUD]: "https://management.azure.com", [SUB]: "*" },
          IpAddress: { "aws:SourceIp": unknown },
        },
      }),
      "rejected",
      [
        '"Principal": "*", which takes in every identity provider, so no audience and no subject can be demanded',
      ],
    ],
    ["an unknown policy", unknown, "unknown", []],
  ];
  for (const [title, document, verdict, found] of verdicts) {
    it(`says of ${title}: ${verdict}`, () => {
      const judged = judgePartialPolicy(document);
      assert.deepEqual(
        [
          judged.verdict,
          judged.findings.filter(({ severity }) => severity === "violation").map((it) => it.found),
        ],
        [verdict, found],
      );
    });
  }

  it("reports only what holds whatever the unknown values are", () => {
    const document = policy({
      Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { "sts.windows.net/other:x": unknown } },
    });
    const { findings } = judgePartialPolicy(document);
    assert.deepEqual(
      findings.map(({ found }) => found),
      ["a condition on sts.windows.net/other:x, which is another provider's key"],
    );
  });

  it("says how bad a violation is at least, and in a second member how bad it can be", () => {
    const provider = "token.actions.githubusercontent.com";
    const role = (sub: string, Sid?: string): object => ({
      Version: "2012-10-17",
      Statement: {
        ...(Sid === undefined ? {} : { Sid }),
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { [`${provider}:sub`]: sub } },
      },
    });
    const { findings, grants, ...whole } = judgePartialPolicy(
      role(unknownMark("Ref Sub"), unknownMark("Ref Sid")),
    );
    assert.equal(grants.length, 1);
    assert.deepEqual(whole, { verdict: "rejected", unknown: [], reach: "replay", possibleReach: "anyone" });
    assert.deepEqual(
      findings.map(({ reach, possibleReach }) => [reach, possibleReach]),
      [["replay", "anyone"]],
    );
    assert.match(
      findings[0]?.message ?? "",
      /It can be worse: depending on <Ref Sid>, <Ref Sub>, anyone can assume this role\./,
    );
    const [known] = judgePartialPolicy(role("repo:acme/infra:*")).findings;
    assert.equal(known?.reach, "replay");
  });

  it("says that a violation can be worse only if the unknown value allows more than its reach", () => {
    const worse = (key: string): unknown => {
      const { findings } = judgePartialPolicy(policy({ Condition: { StringLike: { [key]: unknown } } }));
      return findings.map((finding) => [
        finding.found,
        finding.reach,
        finding.possibleReach,
        /It can be worse:.*/.exec(finding.detail)?.[0],
      ]);
    };
    assert.deepEqual(worse(SUB), [
      [
        `no condition on ${AUD}`,
        "replay",
        "tenant",
        "It can be worse: depending on <X>, anyone in the tenant, cluster, or organization can assume this role.",
      ],
    ]);
    // Any audience leaves the role open to the tenant, and none to more.
    assert.deepEqual(worse(AUD), [[`no condition on ${SUB}`, "tenant", undefined, undefined]]);
  });

  it("says nothing of a statement with more than 64 choices of a provider", () => {
    // Every one of these conditions only excludes a subject, so the role is open whichever provider it is.
    const open = (providers: number, conditions: number): object =>
      policy({
        Principal: {
          Federated: Array.from(
            { length: providers },
            (_, index) => `arn:aws:iam::111122223333:oidc-provider/${unknownMark(`P${index}`)}`,
          ),
        },
        Condition: {
          StringNotEquals: Object.fromEntries(
            Array.from({ length: conditions }, (_, index) => [`p${index}.example.com:sub`, "x"]),
          ),
        },
      });
    const verdicts = [
      [8, 8],
      [1, 64],
      [5, 13],
      [1, 65],
    ] as const;
    assert.deepEqual(
      verdicts.map(([providers, conditions]) => judgePartialPolicy(open(providers, conditions)).verdict),
      ["rejected", "rejected", "unknown", "unknown"],
    );
  });

  it("says who gets in at worst by a statement of which the effect or the action is unknown", () => {
    for (const changes of [
      { Effect: unknownMark("Ref Effect") },
      { Action: `sts:${unknownMark("Ref Action")}` },
    ]) {
      const { verdict, reach, possibleReach } = judgePartialPolicy(policy(changes));
      assert.deepEqual([verdict, reach, possibleReach], ["accepted", undefined, "exact"]);
    }
  });

  it("says nothing of what an unknown name makes of a policy, and the worst of what it makes of a statement", () => {
    const mark = unknownMark("Ref Name");
    const [whole, one] = [policy(), statement()];
    for (const name of Object.keys(whole)) {
      const { verdict, reach, possibleReach } = judgePartialPolicy({
        ...whole,
        [name]: undefined,
        [mark]: whole[name],
      });
      assert.deepEqual([verdict, reach, possibleReach], ["unknown", undefined, undefined], name);
    }
    for (const name of Object.keys(one)) {
      const Statement = { ...one, [name]: undefined, [mark]: one[name] };
      const { verdict, reach, possibleReach } = judgePartialPolicy({ ...whole, Statement });
      assert.deepEqual([verdict, reach, possibleReach], ["unknown", undefined, "anyone"], name);
    }
  });

  it("takes a provider of which a part of the name is unknown for the one of the conditions, in its account", () => {
    const reachOf = (beginning: string, key: string): unknown => {
      const Federated = `arn:aws:iam::111122223333:oidc-provider/${beginning}${unknownMark("Ref Host")}`;
      const { verdict, reach } = judgePartialPolicy(
        policy({
          Principal: { Federated },
          Condition: { "ForAllValues:StringEquals": { [key]: "user:orders" } },
        }),
      );
      return [verdict, reach];
    };
    assert.deepEqual(reachOf("oidc", "oidc.example.com:sub"), ["rejected", "replay"]);
    // The case of keys does not count.
    assert.deepEqual(reachOf("oidc", "OIDC.EXAMPLE.COM/ACME:SUB"), ["rejected", "replay"]);
    assert.deepEqual(reachOf("oidc.example.com/Ac", "oidc.example.com/acme:sub"), ["rejected", "replay"]);
    assert.deepEqual(reachOf("other", "OIDC.EXAMPLE.COM:SUB"), ["rejected", "tenant"]);
  });

  it("says that nobody gets in although the version is unknown, unless a value can be a policy variable", () => {
    const reachOf = (aud: string): unknown =>
      judgePartialPolicy(
        policy({ Condition: { StringEquals: { [AUD]: aud, [SUB]: SUBJECT } } }, unknownMark("Ref Version")),
      ).reach;
    assert.equal(reachOf("*"), "nobody");
    assert.equal(reachOf("${*}"), undefined);
    assert.equal(reachOf(AUDIENCE), "exact");
  });

  it("says nothing of keys whose provider is unknown beside a principal that is no provider's ARN", () => {
    const mark = unknownMark("Ref Issuer");
    for (const [Federated, aud, sub] of [
      ["accounts.google.com", "123.apps.googleusercontent.com", "118"],
      [["arn:aws:iam::111122223333:saml-provider/acme", PROVIDER_ARN], AUDIENCE, SUBJECT],
    ]) {
      const keys = { [`${mark}:aud`]: aud, [`${mark}:sub`]: sub };
      const { verdict, findings } = judgePartialPolicy(
        policy({ Principal: { Federated }, Condition: { StringEquals: keys } }),
      );
      assert.deepEqual([verdict, findings], ["unknown", []]);
    }
  });

  it("takes the unknown account of a provider for the role's own, or for that of a provider that the caller creates", () => {
    const name = PROVIDER_ARN.slice(PROVIDER_ARN.indexOf("/") + 1);
    const document = policy({ Principal: inAccount(unknownMark("Ref Account")) });
    assert.equal(judgePartialPolicy(document, { accountId: "999988887777" }).verdict, "accepted");
    const github = "token.actions.githubusercontent.com";
    const open = policy({
      Principal: { Federated: `arn:aws:iam::${unknownMark("Ref Account")}:oidc-provider/${github}` },
      Condition: { StringEquals: { [`${github}:sub`]: "repo:contoso/orders:pull_request" } },
    });
    const created = { name: github, clientIds: ["sts.amazonaws.com"], account: "111122223333" };
    assert.equal(judgePartialPolicy(open).verdict, "rejected");
    assert.equal(judgePartialPolicy(open, { createdProviders: [created] }).verdict, "unknown");
    assert.equal(judgePartialPolicy(open, { createdProviders: [{ ...created, name }] }).verdict, "rejected");
  });

  it("takes the key of a session tag for AWS's own, whatever it ends in", () => {
    const { StringEquals } = statement().Condition as Record<string, Json>;
    const { verdict } = judgePartialPolicy(
      policy({
        Sid: unknownMark("Ref Name"),
        Condition: { StringEquals: { ...StringEquals, "aws:RequestTag/team:sub": "orders" } },
      }),
    );
    assert.equal(verdict, "accepted");
    const { reach } = judgePartialPolicy(
      policy({ Condition: { StringEquals: { ...StringEquals, "aws:sub": "orders" } } }),
    );
    assert.equal(reach, "nobody");
  });
});
