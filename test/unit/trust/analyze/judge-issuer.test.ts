import assert from "node:assert/strict";
import { entraIssuer, type JudgeOptions, judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, PROVIDER, SUB, SUBJECT, TENANT } from "../entra-policy";
import { federatedPolicy } from "../federated-policy";

const RULE = "oidc-trust-names-its-issuer";

/** A right policy for any provider, with further conditions. */
function policyFor(provider: string, aud: string, sub: string, keys = provider): Record<string, unknown> {
  return policy({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Condition: { StringEquals: { [`${keys}:aud`]: aud, [`${keys}:sub`]: sub } },
  });
}

/** A policy with these conditions, for these providers. */
function withConditions(Condition: unknown, ...providers: readonly string[]): Record<string, unknown> {
  const Federated = providers.map((name) => `arn:aws:iam::111122223333:oidc-provider/${name}`);
  return policy({ Principal: { Federated }, Condition });
}

/** What is said of such a policy. */
const judged = (Condition: unknown, ...providers: readonly string[]): unknown[][] =>
  judgeTrustPolicy(withConditions(Condition, ...providers)).findings.map(
    ({ severity, provider, found, right }) => [severity, provider, found, right],
  );

const findings = (document: unknown, options?: JudgeOptions): string[][] =>
  judgeTrustPolicy(document, options).findings.map(({ rule, severity, reach = "" }) => [
    rule,
    severity,
    reach,
  ]);

describe("judgeTrustPolicy on issuers", () => {
  it("takes keys of another provider for none, and says that nobody can get in", () => {
    for (const keys of [
      PROVIDER.slice(0, -1),
      `https://${PROVIDER}`,
      "sts.windows.net/other/",
      "stѕ.windows.net",
    ]) {
      assert.deepEqual(
        findings(policyFor(PROVIDER, AUDIENCE, SUBJECT, keys)).filter(([rule]) => rule === RULE),
        [[RULE, "violation", "nobody"]],
        keys,
      );
    }
  });

  it("renames keys with their numbers, but not over a right key, and not if a number is not read exactly", () => {
    const fixOf = (block: Record<string, unknown>): unknown =>
      judgeTrustPolicy({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.example.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: block },
        },
      }).findings[0]?.fix?.conditions;
    assert.deepEqual(fixOf({ "oidc.example:aud": "a", "oidc.example:sub": [5, true] }), {
      "oidc.example.com:aud": ["a"],
      "oidc.example.com:sub": ["5", "true"],
    });
    assert.equal(fixOf({ "oidc.example:aud": "a", "oidc.example:sub": [5, 1.5] }), undefined);
    const right = { "oidc.example.com:aud": "a", "OIDC.example.com:sub": "b" };
    assert.equal(fixOf({ ...right, "oidc.example:sub": "c" }), undefined);
  });

  it("tells a sibling's key from one of a provider that is called sibling", () => {
    const arn = (name: string): string => `arn:aws:iam::111122223333:oidc-provider/${name}`;
    const { findings } = judgeTrustPolicy(
      policy({
        Principal: { Federated: [arn("a.example.com"), arn("b.example.com")] },
        Condition: { StringEquals: { "a.example.com:aud": "x", "sibling:sub": "y" } },
      }),
    );
    assert.deepEqual(
      findings.map(({ found }) => found),
      [
        "a condition on a.example.com:aud, which is another provider's key",
        "a condition on sibling:sub, which is another provider's key (and so for 1 more)",
      ],
    );
  });

  it("names the slash that is missing from the keys", () => {
    const { message } = judgeTrustPolicy(
      policyWithSubject({ StringEquals: { [SUB.replace("/:", ":")]: SUBJECT } }),
    ).findings[0] ?? { message: "" };
    assert.match(message, /which has a slash too few at the provider's end/);
  });

  it("refuses an Entra provider whose name is not what the tokens' iss says", () => {
    for (const provider of [
      PROVIDER.slice(0, -1),
      PROVIDER.toUpperCase(),
      `login.microsoftonline.com/${TENANT}/v2.0/`,
    ]) {
      const [finding] = judgeTrustPolicy(policyFor(provider, SUBJECT, SUBJECT)).findings.filter(
        ({ severity }) => severity === "violation",
      );
      assert.deepEqual([finding?.rule, finding?.reach], [RULE, "nobody"]);
    }
  });

  it("accepts the issuers of every Entra cloud", () => {
    for (const cloud of ["public", "usgovernment", "china"] as const) {
      for (const tokenVersion of [1, 2] as const) {
        const { providerName } = entraIssuer(TENANT, { cloud, tokenVersion });
        const document = policyFor(providerName, tokenVersion === 2 ? SUBJECT : AUDIENCE, SUBJECT);
        assert.equal(judgeTrustPolicy(document).accepted, true);
      }
    }
  });

  it("accepts a v2 trust by client ID and notes that the application is not pinned", () => {
    const provider = `login.microsoftonline.com/${TENANT}/v2.0`;
    const { accepted, findings: notes } = judgeTrustPolicy(policyFor(provider, SUBJECT, SUBJECT));
    assert.equal(accepted, true);
    assert.deepEqual(
      notes.map(({ severity, found, reach }) => [severity, found, reach]),
      [["note", "the calling identity's client ID, which does not pin the application", undefined]],
    );
    assert.deepEqual(findings(policyFor(provider, AUDIENCE, SUBJECT)), [
      ["oidc-trust-requires-audience", "violation", "nobody"],
    ]);
  });

  it("notes a claim that AWS does not fill for Entra, and a foreign condition without effect", () => {
    const own = { [AUD]: AUDIENCE, [SUB]: SUBJECT };
    assert.deepEqual(
      findings(policy({ Condition: { StringEquals: { ...own, [`${PROVIDER}:roles`]: "x" } } })),
      [[RULE, "note", "nobody"]],
    );
    // Beside a claim that is not pinned, its finding says who could get in: this one must not deny it.
    const unpinned = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [`${PROVIDER}:azp`]: "x" } } });
    assert.deepEqual(
      judgeTrustPolicy(unpinned).findings.map(({ rule, consequence }) => [rule, consequence]),
      [
        [
          "oidc-trust-requires-subject",
          `Nobody can assume this role as written: according to AWS's documentation, AWS does not fill ${PROVIDER}:azp.`,
        ],
        [RULE, "Nobody can assume this role as written, according to AWS's documentation."],
      ],
    );
    assert.deepEqual(
      findings(
        policy({ Condition: { StringEquals: own, StringNotEquals: { "other.example.com:sub": "x" } } }),
      ),
      [[RULE, "note", ""]],
    );
  });

  it("refuses a provider of another account if the role's is given", () => {
    assert.deepEqual(findings(policy(), { accountId: "111122223333" }), []);
    assert.deepEqual(findings(policy(), { accountId: "444455556666" }), [[RULE, "violation", "nobody"]]);
    // A provider that is built into AWS is in every account.
    const claims = { aud: "app", sub: "123456789012345678901" };
    const google = federatedPolicy("accounts.google.com", { StringEquals: claims });
    assert.deepEqual(findings(google, { accountId: "444455556666" }), []);
  });

  it("renames none of two spellings of a provider if the role is open under its right name", () => {
    const [first, second] = [PROVIDER.toUpperCase(), PROVIDER.replace("sts", "Sts")];
    const open = judgeTrustPolicy(
      withConditions({ StringEquals: { [AUD]: AUDIENCE } }, first, second),
    ).findings.filter(({ code }) => code === "provider-name-differs");
    assert.deepEqual(
      open.map(({ provider, fix }) => [provider, fix]),
      [
        [first, undefined],
        [second, undefined],
      ],
    );
    const pinned = { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } };
    assert.deepEqual(
      judgeTrustPolicy(withConditions(pinned, first, second)).findings.map(({ fix }) => fix?.rename),
      [
        { from: first, to: PROVIDER },
        { from: second, to: PROVIDER },
      ],
    );
  });

  it("renames one of several providers also in a statement that IAM rejects for another reason", () => {
    const from = PROVIDER.toUpperCase();
    const rejected = { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT }, StringSame: { "aws:x": "y" } };
    const { findings: found } = judgeTrustPolicy(withConditions(rejected, from, "idp.example.com"));
    assert.deepEqual(found.find(({ code }) => code === "provider-name-differs")?.fix?.rename, {
      from,
      to: PROVIDER,
    });
  });

  it("renames a provider whose name is not the tokens' iss, in principal and keys at once", () => {
    const from = PROVIDER.slice(0, -1);
    const [found] = judgeTrustPolicy(policyFor(from, AUDIENCE, SUBJECT)).findings;
    const none = { addTo: undefined, replace: undefined, operator: "StringEquals", conditions: {} };
    assert.deepEqual(found?.fix, { ...none, rename: { from, to: PROVIDER } });
  });

  it("notes a subject of the issuer's that stands where the key should", () => {
    const gitHub = "token.actions.githubusercontent.com";
    const subject = "repo:acme/infra:ref:refs/heads/main";
    const own = { [`${gitHub}:aud`]: "sts.amazonaws.com", [`${gitHub}:sub`]: subject };
    assert.deepEqual(judged({ StringEquals: { ...own, [subject]: "x" } }, gitHub), [
      [
        "note",
        gitHub,
        `a condition on the key ${subject}, which AWS never fills: it is a subject of GitHub Actions`,
        `the key ${gitHub}:sub with this subject as its value`,
      ],
    ]);
  });

  it("notes a demand that the issuer authorizes the role, for Entra only", () => {
    const key = "sts:RoleAuthorizedByIdp";
    const found = `a condition on ${key}, which is false for Entra: its tokens have no claim https://aws.amazon.com/roles`;
    const note = [["note", PROVIDER, found, "no such condition"]];
    for (const [provider, operator, value, expected] of [
      [PROVIDER, "Bool", true, note],
      [PROVIDER, "Bool", ["true", "TRUE"], note],
      [PROVIDER, "Null", "true", note],
      [PROVIDER, "Null", "false", []],
      [PROVIDER, "Bool", [], []],
      [PROVIDER, "Bool", ["true", "false"], []],
      [PROVIDER, "StringNotEquals", "true", []],
      ["oidc.example.com", "Bool", true, []],
    ] as const) {
      const own = { [`${provider}:aud`]: AUDIENCE, [`${provider}:sub`]: SUBJECT };
      const condition = { StringEquals: own, [operator]: { [key]: value } };
      assert.deepEqual(judged(condition, provider), expected, `${provider} ${operator} ${String(value)}`);
    }
  });

  describe("keys of other providers", () => {
    const name = "oidc.example.com";
    const own = { [`${name}:aud`]: "app", [`${name}:sub`]: "user" };
    const isOther = "which is another provider's key";
    const areOther = "which are another provider's keys";

    it("have a finding for each other provider", () => {
      // Before `:sub`, a word without dots is the name of a provider too.
      const strays = ["one.example.com:sub", "two.example.com:sub", "sibling:sub"];
      const values = Object.fromEntries(strays.map((key) => [key, "x"]));
      assert.deepEqual(
        judged({ StringEquals: { ...own, ...values } }, name),
        strays.map((key) => ["violation", name, `a condition on ${key}, ${isOther}`, `${name}:sub`]),
      );
      assert.deepEqual(judged({ StringEquals: own }, name), []);
    });

    it("are moved all at once, and three of them are named", () => {
      const under = (owner: string): string[] =>
        ["aud", "sub", "email", "amr", "oaud"].map((claim) => `${owner}:${claim}`);
      const named = (owner: string): string => under(owner).slice(0, 3).join(" and ");
      const values = Object.fromEntries(under("oidc.example").map((key) => [key, "x"]));
      const [found, ...others] = judgeTrustPolicy(withConditions({ StringEquals: values }, name)).findings;
      assert.deepEqual(
        [found?.found, found?.right, others],
        [`conditions on ${named("oidc.example")} and 2 more, ${areOther}`, named(name), []],
      );
      assert.deepEqual(found?.fix?.conditions, Object.fromEntries(under(name).map((key) => [key, ["x"]])));
    });

    it("have a note where they only exclude values", () => {
      const [one, two] = ["one.example.com:sub", "one.example.com:aud"] as const;
      for (const [values, found, right] of [
        [{ [one]: "x" }, `a condition on ${one}, which has no effect: ${isOther}`, `${name}:sub`],
        [
          { [one]: "x", [two]: "y" },
          `conditions on ${one} and ${two}, which have no effect: ${areOther}`,
          `${name}:sub and ${name}:aud`,
        ],
      ] as const) {
        const condition = { StringEquals: own, StringNotEquals: values };
        assert.deepEqual(judged(condition, name), [["note", name, found, right]]);
        const [note] = judgeTrustPolicy(withConditions(condition, name)).findings;
        const these = two in values ? "These conditions do" : "This condition does";
        assert.equal(note?.consequence, `${these} not limit who can assume this role.`);
      }
    });

    it("are found behind a key that only excludes values of the statement's other provider", () => {
      const excluded = { StringNotEquals: { "b.example.com:sub": "x" } };
      const demanded = { StringEquals: { "a.example.com:aud": "app" } };
      const right = "one statement per provider";
      const inOneStatement = (condition: unknown): unknown[] =>
        judged(condition, "a.example.com", "b.example.com").filter((texts) => texts.includes(right));
      const found = `a condition on a.example.com:aud, ${isOther}`;
      assert.deepEqual(inOneStatement({ ...excluded, ...demanded }), [
        ["violation", "b.example.com", found, right],
      ]);
      assert.deepEqual(inOneStatement(excluded), []);
    });

    it("have one finding if they hold letters beyond ASCII", () => {
      // In lower case, the first would be a key of SAML's.
      for (const key of ["SAML:é:sub", "É.example.com:sub"]) {
        assert.deepEqual(judged({ StringEquals: { ...own, [key]: "x" } }, name), [
          ["violation", name, `a condition on ${key}, ${isOther}`, `${name}:sub`],
        ]);
      }
    });

    it("have a finding for each misspelling of Entra's name, whatever provider comes first", () => {
      const [slashless, otherVersion] = [`${PROVIDER.slice(0, -1)}:aud`, `${PROVIDER}v2.0:sub`];
      const condition = { StringEquals: { [slashless]: AUDIENCE, [otherVersion]: SUBJECT } };
      const misspelled = [
        [`a condition on ${slashless}, which has a slash too few at the provider's end`, AUD],
        [`a condition on ${otherVersion}, ${isOther}`, SUB],
      ].map((texts) => ["violation", PROVIDER, ...texts]);
      assert.deepEqual(judged(condition, PROVIDER), misspelled);
      const withoutTenant = "login.microsoftonline.com/common/v2.0";
      assert.deepEqual(judged(condition, withoutTenant, PROVIDER).slice(-2), misspelled);
    });

    it("have no fix if no single operator can hold all conditions under the right keys", () => {
      for (const [aud, sub, email, fixed] of [
        ["StringLike", "StringEquals", "ForAnyValue:StringLike", undefined],
        ["StringEquals", "StringEqualsIgnoreCase", "StringLike", undefined],
        ["StringLike", "StringEquals", "StringLikeIfExists", "StringLike"],
      ] as const) {
        const condition = {
          [aud]: { "oidc.example:aud": "app" },
          [sub]: { "oidc.example:sub": "user" },
          [email]: { "oidc.example:email": "a@example.com" },
        };
        const [found] = judgeTrustPolicy(withConditions(condition, name)).findings;
        assert.deepEqual([found?.code, found?.fix?.operator], ["condition-key-foreign", fixed], email);
      }
    });
  });

  describe("patterns of subjects", () => {
    const gitHub = "token.actions.githubusercontent.com";
    const accepts = (pattern: string | string[], provider = gitHub, options?: JudgeOptions): boolean =>
      judgeTrustPolicy(
        policy({
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
          Condition: {
            StringEquals: { [`${provider}:aud`]: "sts.amazonaws.com" },
            StringLike: { [`${provider}:sub`]: pattern },
          },
        }),
        options,
      ).accepted;

    it("accepts GitHub's if each is bounded to one owner and one repository", () => {
      assert.equal(accepts("repo:owner/name:*"), true);
      assert.equal(accepts(["repo:owner/name:ref:refs/heads/*", "repo:owner/other:environment:live"]), true);
      assert.equal(accepts("repo:owner@1/name@2:*"), true);
      assert.equal(accepts("repo:owner/name:*", `${gitHub}/enterprise`), true);
    });
    it("refuses every wider one, and any of another issuer", () => {
      for (const pattern of [
        "*",
        "repo:*",
        "repo:owner/*",
        "repo:owner*/name:*",
        "repo:owner/name*",
        "repo:*/name:ref:refs/heads/main",
        "repo:owner/name?:*",
        "REPO:owner/name:*",
        "repo:a/b/name:*",
        ["repo:owner/name:*", "repo:owner/*"],
      ]) {
        assert.equal(accepts(pattern), false, JSON.stringify(pattern));
      }
      assert.equal(accepts("repo:owner/name:*", "gitlab.example.com"), false);
      assert.equal(accepts("repo:owner/name:*", `${gitHub}.example.com`), false);
    });
    it("takes the caller's allowances as well", () => {
      const subjectPatterns = [
        { provider: "Code.example.com", beginning: "project_path:<group>/<project>:" },
        { provider: "ci.example.com", andBelow: true, beginning: "team:<team>:" },
      ];
      const provider = "code.example.com";
      assert.equal(accepts("project_path:g/p:*", provider), false);
      assert.equal(accepts("project_path:g/p:*", provider, { subjectPatterns }), true);
      assert.equal(accepts("project_path:g/*", provider, { subjectPatterns }), false);
      assert.equal(accepts("repo:owner/name:*", gitHub, { subjectPatterns }), true);
      assert.equal(accepts("team:a:*", "ci.example.com/below", { subjectPatterns }), true);
      assert.equal(accepts("team:a:*", "ci.example.com.evil.org", { subjectPatterns }), false);
    });
    it("accepts none of the table's if the caller wants exact subjects", () => {
      assert.equal(accepts("repo:owner/name:*", gitHub, { acceptBoundedPatterns: false }), false);
      assert.equal(
        accepts("repo:owner/name:ref:refs/heads/main", gitHub, { acceptBoundedPatterns: false }),
        true,
      );
    });
    it("never takes an empty beginning for a boundary", () => {
      assert.equal(accepts("*", gitHub, { subjectPatterns: [{ provider: gitHub, beginning: "" }] }), false);
    });
    it("never takes a pattern for an audience", () => {
      const document = policy({
        Condition: { StringLike: { [AUD]: "api:*" }, StringEquals: { [SUB]: SUBJECT } },
      });
      assert.equal(judgeTrustPolicy(document).accepted, false);
    });
  });
});
