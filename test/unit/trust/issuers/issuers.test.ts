import assert from "node:assert/strict";
import { issuers, type JudgeOptions, judgeTrustPolicy, type TrustVerdict } from "../../../../trust";
import { findIssuer } from "../../../../trust/issuers/find-issuer";

/** A text in which each `<…>` of a pattern is an ordinary name. */
function filled(pattern: string): string {
  return pattern.replace(/<[^<>]*>/g, "name1");
}

type Claims = Readonly<Record<string, unknown>>;

/** Judges a role for one provider: conditions by operator and claim. */
function judge(
  provider: string,
  conditions: Readonly<Record<string, Claims>>,
  options?: JudgeOptions,
): TrustVerdict {
  const isBuiltIn = issuers.some(({ facts }) => facts.builtIn && facts.providers.includes(provider));
  const Condition = Object.fromEntries(
    Object.entries(conditions).map(([operator, claims]) => [
      operator,
      Object.fromEntries(
        Object.entries(claims).map(([claim, value]) => [
          claim.startsWith("sts:") ? claim : `${provider}:${claim}`,
          value,
        ]),
      ),
    ]),
  );
  return judgeTrustPolicy(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated: isBuiltIn ? provider : `arn:aws:iam::111122223333:oidc-provider/${provider}`,
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition,
        },
      ],
    },
    options,
  );
}

/** Rule and reach of each violation. */
function violations(verdict: TrustVerdict): (readonly [rule: string, reach: string | undefined])[] {
  return verdict.findings
    .filter(({ severity }) => severity === "violation")
    .map(({ rule, reach }) => [rule.replace("oidc-trust-", ""), reach] as const);
}

const ACCEPTED: never[] = [];
const GITHUB = "token.actions.githubusercontent.com";
const AUD = { aud: "sts.amazonaws.com" };

describe("the table of issuers", () => {
  for (const { facts } of issuers) {
    const [providerPattern = ""] = facts.providers;
    const provider = filled(providerPattern);
    const { audience: audienceClaim, subject: subjectClaim } = facts.claims ?? {
      audience: "aud",
      subject: "sub",
    };
    const audience = { [audienceClaim]: "some-audience" };

    it(`finds ${facts.id} by the name of its provider`, () => {
      for (const pattern of facts.providers) {
        assert.equal(findIssuer(filled(pattern))?.facts.id, facts.id, pattern);
      }
    });

    it(`names a source for ${facts.id}`, () => {
      assert.notEqual(facts.sources.length, 0);
      assert.ok(facts.sources.every(({ url }) => url.startsWith("https://")));
    });

    it(`accepts patterns of ${facts.id} within its boundaries, and none that ends before one is closed`, () => {
      for (const boundary of facts.boundaries) {
        const closed = filled(boundary);
        assert.deepEqual(
          violations(
            judge(provider, { StringEquals: audience, StringLike: { [subjectClaim]: `${closed}*` } }),
          ),
          ACCEPTED,
          closed,
        );
        for (let end = 0; end < closed.length; end++) {
          const cut = `${closed.slice(0, end)}*`;
          const isClosed = facts.boundaries.some((other) => closed.slice(0, end).startsWith(filled(other)));
          if (!isClosed) {
            const [[rule, reach] = []] = violations(
              judge(provider, { StringEquals: audience, StringLike: { [subjectClaim]: cut } }),
            );
            assert.equal(rule, "requires-subject", cut);
            assert.ok(reach === "anyone" || reach === "tenant", `${cut} ${String(reach)}`);
          }
        }
      }
    });

    it(`refuses ${facts.id} with an audience alone, and says who can assume the role`, () => {
      const [[rule, reach] = []] = violations(judge(provider, { StringEquals: audience }));
      assert.equal(rule, "requires-subject");
      assert.equal(reach, facts.audienceNamesOwner === true ? "tenant" : facts.crowd);
    });

    it(`offers remedies for ${facts.id} that are accepted once the placeholders are filled`, () => {
      for (const start of [{}, { StringEquals: audience }] as const) {
        const document = judge(provider, start);
        const finding = document.findings.find(({ rule }) => rule === "oidc-trust-requires-subject");
        const { fix } = finding ?? {};
        assert.ok(fix !== undefined);
        const added = JSON.parse(
          filled(JSON.stringify(fix.conditions)).replaceAll(`${provider}:`, ""),
        ) as Claims;
        const merged = { ...start, [fix.operator]: { ...Object.values(start)[0], ...added } };
        const whole =
          fix.operator === "StringEquals"
            ? { StringEquals: { ...audience, ...added } }
            : { StringEquals: audience, ...merged };
        const options: JudgeOptions = { microsoftServices: ["sentinel", "defender-for-cloud"] };
        const isMicrosoft = facts.id.startsWith("microsoft-");
        const again = violations(judge(provider, whole, options));
        assert.deepEqual(again, isMicrosoft ? again : ACCEPTED, JSON.stringify(whole));
      }
    });

    it(`offers a remedy for a missing audience of ${facts.id} that is accepted`, () => {
      const [subject] = facts.subjects ?? [];
      if (subject === undefined || facts.id.startsWith("microsoft-")) {
        return;
      }
      const operator = subject.includes("*") ? "StringLike" : "StringEquals";
      const start = { [operator]: { [subjectClaim]: filled(subject) } };
      const { fix } = judge(provider, start).findings.find(({ reach }) => reach === "replay") ?? {};
      assert.ok(fix !== undefined);
      const added = JSON.parse(
        filled(JSON.stringify(fix.conditions)).replaceAll(`${provider}:`, ""),
      ) as Claims;
      const whole = { ...start, [fix.operator]: { ...start[fix.operator], ...added } };
      assert.deepEqual(violations(judge(provider, whole)), ACCEPTED, JSON.stringify(whole));
      const key = facts.id === "google" ? "oaud" : audienceClaim;
      assert.deepEqual(Object.keys(added), [key]);
    });

    it(`reports placeholders that were left in a subject of ${facts.id}`, () => {
      const [subject = "<subject>"] = facts.subjects ?? [];
      const placeholder = subject.replace("*", "x");
      const codes = judge(provider, {
        StringEquals: { ...audience, [subjectClaim]: placeholder },
      }).findings.map(({ code }) => code);
      const reported = ["claim-value-is-placeholder", "subject-binds-no-workload", "subject-never-issued"];
      assert.ok(
        codes.some((code) => reported.includes(code)),
        codes.join(),
      );
    });
  }

  it("knows no issuer by a name that only looks like one", () => {
    for (const name of [
      "token.actions.githubusercontent.com.evil.org",
      "evil.org/token.actions.githubusercontent.com",
      "app.terraform.io/x",
      "oidc.eks.us-east-1.amazonaws.com.evil.org/id/x",
      "agent.buildkite.com.",
    ]) {
      assert.equal(findIssuer(name), undefined, name);
    }
  });
});

describe("judgeTrustPolicy on GitHub's claims", () => {
  const check = (claims: Claims, like: Claims = {}, options?: JudgeOptions) =>
    violations(judge(GITHUB, { StringEquals: { ...AUD, ...claims }, StringLike: like }, options));

  it("refuses exact subjects that every repository can choose: anyone can assume the role", () => {
    for (const sub of [
      "environment:production",
      "ref:refs/heads/main",
      "repository_visibility:private",
      "workflow:Deploy",
      "job_workflow_ref:acme/infra/.github/workflows/deploy.yml@refs/heads/main",
      "environment:x:repo:acme/infra",
      "actor:octocat",
      ["repo:acme/infra:ref:refs/heads/main", "environment:production"],
    ]) {
      assert.deepEqual(check({ sub }), [["requires-subject", "anyone"]], JSON.stringify(sub));
    }
    assert.deepEqual(check({}, { sub: ["repo:acme/infra:*", "environment:production"] }), [
      ["requires-subject", "anyone"],
    ]);
  });

  it("notes subjects that GitHub never issues: nobody can assume the role", () => {
    for (const sub of ["repo:acme", "repo:acme:*", "repo:/infra:*", "repository_id:4/5:*"]) {
      const { accepted, findings } = judge(GITHUB, { StringEquals: AUD, StringLike: { sub } });
      assert.deepEqual(
        [accepted, ...findings.map(({ code, severity, reach }) => [code, severity, reach])],
        [true, ["subject-never-issued", "note", "nobody"]],
        sub,
      );
    }
    assert.deepEqual(check({}, { sub: ["repo:acme:*", "repo:*"] }), [["requires-subject", "anyone"]]);
  });

  it("accepts exact subjects that begin with the repository, in both formats", () => {
    for (const sub of [
      "repo:acme/infra",
      "repo:acme/infra:ref:refs/heads/main",
      "repo:acme@123/infra@456:ref:refs/heads/main",
      "repository_id:456",
      "repository_id:456:environment:production",
      "repo:acme/infra:environment:production:job_workflow_ref:acme/infra/.github/workflows/a.yml@v1",
    ]) {
      assert.deepEqual(check({ sub }), ACCEPTED, sub);
    }
  });

  it("says that an owner's subjects let in every repository of the owner, and accepts them by option", () => {
    for (const [claims, like] of [
      [{ sub: "repository_owner:acme" }, {}],
      [{ sub: "repository_owner_id:123" }, {}],
      [{}, { sub: "repo:acme/*" }],
      [{}, { sub: "repo:acme/infra-*:*" }],
      [{}, { sub: "repository_owner:acme:*" }],
    ] as const) {
      assert.deepEqual(check(claims, like), [["requires-subject", "tenant"]], JSON.stringify([claims, like]));
    }
    assert.deepEqual(check({}, { sub: "repo:acme/*" }, { gitHubOwners: ["acme"] }), ACCEPTED);
    assert.deepEqual(check({}, { sub: "repo:acme@123/*" }, { gitHubOwners: ["acme"] }), ACCEPTED);
    assert.deepEqual(check({}, { sub: "repo:acme@123/*" }, { gitHubOwners: ["acme@123"] }), ACCEPTED);
    assert.deepEqual(check({}, { sub: "repo:acme/*" }, { gitHubOwners: ["acme@123"] }), [
      ["requires-subject", "tenant"],
    ]);
    assert.deepEqual(check({}, { sub: "repo:evil/*" }, { gitHubOwners: ["acme"] }), [
      ["requires-subject", "tenant"],
    ]);
    assert.deepEqual(check({}, { sub: "repo:acme*" }, { gitHubOwners: ["acme"] }), [
      ["requires-subject", "anyone"],
    ]);
  });

  it("accepts repository_id in the subject's place only beside a claim that IAM demands", () => {
    const workflow = "acme/infra/.github/workflows/deploy.yml@refs/heads/main";
    assert.deepEqual(check({ repository_id: "456", job_workflow_ref: workflow }), ACCEPTED);
    assert.deepEqual(
      check(
        { repository_id: "456", repository_owner_id: "123" },
        { sub: ["repo:acme/infra:ref:x", "repo:acme@*/infra@*:ref:x"] },
      ),
      ACCEPTED,
    );
    assert.deepEqual(check({ repository_id: "456" }), [["requires-subject", "nobody"]]);
    assert.deepEqual(check({ repository_id: "456" }, { sub: "*" }), [["requires-subject", "nobody"]]);
    assert.deepEqual(check({ job_workflow_ref: workflow }), [["requires-subject", "anyone"]]);
    assert.deepEqual(check({ repository_id: "" }, { sub: "repo:*" }), [["requires-subject", "anyone"]]);
    assert.deepEqual(check({ repository_owner_id: "123" }), [["requires-subject", "tenant"]]);
  });

  it("refuses a condition that is true without the claim, and says what keeps such tokens out today", () => {
    const sub = "repo:acme/infra:*";
    for (const operator of ["ForAllValues:StringLike", "StringLikeIfExists"]) {
      const { accepted, findings } = judge(GITHUB, { StringEquals: AUD, [operator]: { sub } });
      assert.deepEqual([accepted, findings.map(({ reach }) => reach)], [false, ["replay"]]);
      assert.equal(
        findings[0]?.consequence,
        'A token without a subject meets this condition, whoever it was issued to. STS rejects such tokens today ("Missing a required claim: sub"), but the policy does not.',
      );
    }
    const [open] = judge(GITHUB, { StringEquals: AUD, StringLikeIfExists: { sub: "*" } }).findings;
    assert.match(open?.consequence ?? "", /^Anyone with a token for audience /);
  });

  it("takes other spellings of a subject for the same repository", () => {
    const sub = ["repo:Acme@1/Infra@2:ref:refs/heads/main", "repo:Acme/Infra:environment:live"];
    assert.deepEqual(
      violations(judge(GITHUB, { StringEquals: AUD, StringEqualsIgnoreCase: { sub } })),
      ACCEPTED,
    );
    assert.deepEqual(
      violations(judge(GITHUB, { StringEquals: AUD, StringEqualsIgnoreCase: { sub: "environment:Live" } })),
      [["requires-subject", "anyone"]],
    );
  });

  it("notes a claim that AWS does not fill, and not one that it fills", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    const notes = (claims: Claims) =>
      judge(GITHUB, { StringEquals: { ...AUD, sub, ...claims } }).findings.map(({ code, reach }) => [
        code,
        reach,
      ]);
    assert.deepEqual(notes({ event_name: "push" }), [["condition-key-unfilled", "nobody"]]);
    assert.deepEqual(notes({ repository_owner: "acme" }), [["condition-key-unfilled", "nobody"]]);
    assert.deepEqual(notes({ ref: "refs/heads/main", actor_id: "1", environment: "x" }), []);
  });
});

describe("judgeTrustPolicy on a missing audience", () => {
  it("has a rule of its own beside a pinned subject, with reach replay", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } })), [
      ["audience-beside-subject", "replay"],
    ]);
    assert.deepEqual(violations(judge("oidc.example.com", { StringEquals: { sub: "x" } })), [
      ["audience-beside-subject", "replay"],
    ]);
  });

  it("stays with oidc-trust-requires-audience for Entra", () => {
    const provider = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
    const sub = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    const single = { createdProviders: [{ name: provider, clientIds: ["api://app"] }] };
    assert.deepEqual(violations(judge(provider, { StringEquals: { sub } })), [
      ["requires-audience", "replay"],
    ]);
    assert.deepEqual(violations(judge(provider, { StringEquals: { sub } }, single)), [
      ["requires-audience", "replay"],
    ]);
  });

  it("is made up for by a provider that is created with one client ID", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    const created = (...clientIds: string[]) => ({ createdProviders: [{ name: GITHUB, clientIds }] });
    assert.deepEqual(
      violations(judge(GITHUB, { StringEquals: { sub } }, created("sts.amazonaws.com"))),
      ACCEPTED,
    );
    for (const options of [
      created(),
      created("a", "b"),
      { createdProviders: [{ name: "x.com", clientIds: ["a"] }] },
    ]) {
      assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } }, options)), [
        ["audience-beside-subject", "replay"],
      ]);
    }
    assert.deepEqual(violations(judge(GITHUB, {}, created("sts.amazonaws.com"))), [
      ["requires-subject", "anyone"],
    ]);
  });
});

describe("judgeTrustPolicy on issuers with claims of their own", () => {
  const COGNITO = "cognito-identity.amazonaws.com";
  const GOOGLE = "accounts.google.com";
  const pool = { aud: "eu-west-1:11112222-3333-4444-5555-666677778888" };
  const account = "107000000000000000001";

  it("accepts a Cognito identity pool with its ID and authenticated users", () => {
    for (const amr of ["authenticated", "graph.facebook.com", ["authenticated", "accounts.google.com"]]) {
      assert.deepEqual(
        violations(judge(COGNITO, { StringEquals: pool, "ForAnyValue:StringLike": { amr } })),
        ACCEPTED,
        JSON.stringify(amr),
      );
    }
  });

  it("refuses guests of a Cognito identity pool, and a pool without amr: anyone can assume the role", () => {
    for (const amr of [
      "unauthenticated",
      "*",
      "*authenticated",
      "un*",
      "u?authenticated",
      ["authenticated", "unauthenticated"],
    ]) {
      assert.deepEqual(
        violations(judge(COGNITO, { StringEquals: pool, "ForAnyValue:StringLike": { amr } })),
        [["requires-subject", "anyone"]],
        JSON.stringify(amr),
      );
    }
    assert.deepEqual(violations(judge(COGNITO, { StringEquals: pool })), [["requires-subject", "anyone"]]);
    assert.deepEqual(
      violations(judge(COGNITO, { StringEquals: pool, "ForAllValues:StringLike": { amr: "authenticated" } })),
      [["requires-subject", "anyone"]],
    );
    // Without the pool's ID, every pool of every AWS account is one.
    assert.deepEqual(violations(judge(COGNITO, { "ForAnyValue:StringLike": { amr: "authenticated" } })), [
      ["requires-audience", "anyone"],
      ["requires-subject", "anyone"],
    ]);
  });

  it("needs an audience beside a claim that names no owner", () => {
    const provider = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    const session = {
      "sts:RoleSessionName": "MicrosoftDefenderForClouds_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e",
    };
    assert.deepEqual(violations(judge(provider, { StringEquals: session })), [
      ["requires-audience", "anyone"],
      ["requires-subject", "anyone"],
    ]);
  });

  it("calls personal Microsoft accounts anyone, and a tenant that is not known a tenant", () => {
    const personal = "login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
    assert.deepEqual(violations(judge(personal, { StringEquals: AUD })), [["requires-subject", "anyone"]]);
    for (const name of ["sts.windows.net/contoso.com/", "login.microsoftonline.com/<tenant ID>/v2.0"]) {
      const [[rule, reach] = []] = violations(judge(name, { StringEquals: AUD }));
      assert.deepEqual([rule, reach], name.includes("<") ? [rule, reach] : ["requires-subject", "tenant"]);
    }
    assert.deepEqual(violations(judge("sts.windows.net/contoso.com/", { StringEquals: { sub: "x" } })), [
      ["requires-audience", "replay"],
    ]);
  });

  it("calls the owner's organization a tenant if another claim binds the owner", () => {
    for (const [provider, equals, like] of [
      [GITHUB, { repository_owner_id: "5" }, { sub: "repo:*" }],
      [GITHUB, { repository_owner_id: "5", sub: "environment:x" }, {}],
      ["gitlab.com", { namespace_id: "5" }, { sub: "project_path:*" }],
      ["agent.buildkite.com", { organization_id: "5" }, { sub: "organization:*" }],
    ] as const) {
      assert.deepEqual(
        violations(judge(provider, { StringEquals: { ...AUD, ...equals }, StringLike: like })),
        [["requires-subject", "tenant"]],
        provider,
      );
    }
    assert.deepEqual(
      violations(
        judge("oidc.vercel.com", {
          StringEquals: { aud: "https://vercel.com/acme" },
          StringLike: { sub: "owner:*" },
        }),
      ),
      [["requires-subject", "tenant"]],
    );
  });

  it("does not take an empty list on a claim that AWS does not fill for a condition", () => {
    const [[, reach] = []] = violations(
      judge(GITHUB, { StringEquals: { ...AUD, repository_owner: [] }, StringLike: { sub: "repo:*" } }),
    );
    assert.equal(reach, "anyone");
  });

  it("takes a created provider of another account for another provider", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    const created = (account: string) => ({
      createdProviders: [{ name: GITHUB, clientIds: ["sts.amazonaws.com"], account }],
    });
    assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } }, created("111122223333"))), ACCEPTED);
    assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } }, created("444455556666"))), [
      ["audience-beside-subject", "replay"],
    ]);
  });

  it("notes that Google's aud beside a subject is the caller and no audience", () => {
    const codes = judge(GOOGLE, { StringEquals: { sub: account, aud: account } }).findings.map(
      ({ code }) => code,
    );
    assert.deepEqual(codes, ["claim-stands-in"]);
    assert.deepEqual(
      judge(GOOGLE, { StringEquals: { sub: account, aud: account, oaud: "aws" } }).findings,
      [],
    );
  });

  it("reads Google's aud as the caller if it is a service account's ID, and oaud as the audience", () => {
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { sub: account, oaud: "aws" } })), ACCEPTED);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { aud: account, oaud: "aws" } })), ACCEPTED);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { aud: account } })), ACCEPTED);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { sub: account } })), [
      ["audience-beside-subject", "replay"],
    ]);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { oaud: "aws" } })), [
      ["requires-subject", "anyone"],
    ]);
    assert.deepEqual(
      violations(judge(GOOGLE, { StringEquals: { aud: "1-abc.apps.googleusercontent.com" } })),
      [["requires-subject", "anyone"]],
    );
  });

  it("accepts CircleCI's project ID in the subject's place", () => {
    const provider = "oidc.circleci.com/org/11112222-3333-4444-5555-666677778888";
    const project = { "oidc.circleci.com/project-id": "9999" };
    assert.deepEqual(violations(judge(provider, { StringEquals: { ...AUD, ...project } })), ACCEPTED);
    assert.deepEqual(
      violations(judge(provider, { StringEquals: AUD, StringLike: { "oidc.circleci.com/project-id": "*" } })),
      [["requires-subject", "tenant"]],
    );
  });

  it("accepts Microsoft's services by option, with their audience and an exact session name", () => {
    const provider = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    const id = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    const sentinel = {
      aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
      "sts:RoleSessionName": `MicrosoftSentinel_${id}`,
    };
    const defender = {
      aud: "api://4d8bed1f-eee7-4d8e-b0dc-8462049a4479",
      "sts:RoleSessionName": `MicrosoftDefenderForClouds_${id}`,
    };
    const allowed = (claims: Claims, ...microsoftServices: ("sentinel" | "defender-for-cloud")[]) =>
      violations(judge(provider, { StringEquals: claims }, { microsoftServices }));
    assert.deepEqual(allowed(sentinel, "sentinel"), ACCEPTED);
    assert.deepEqual(allowed(defender, "defender-for-cloud"), ACCEPTED);
    const refused = [["requires-subject", "anyone"]];
    assert.deepEqual(allowed(sentinel), refused);
    assert.deepEqual(allowed(sentinel, "defender-for-cloud"), refused);
    assert.deepEqual(allowed(defender, "sentinel"), refused);
    assert.deepEqual(allowed({ ...sentinel, aud: "api://other" }, "sentinel"), refused);
    assert.deepEqual(
      allowed({ ...sentinel, "sts:RoleSessionName": "MicrosoftSentinel_x" }, "sentinel"),
      refused,
    );
    assert.deepEqual(
      violations(
        judge(
          provider,
          {
            StringEquals: { aud: sentinel.aud },
            StringLike: { "sts:RoleSessionName": "MicrosoftSentinel_*" },
          },
          { microsoftServices: ["sentinel"] },
        ),
      ),
      refused,
    );
    const own = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
    assert.deepEqual(
      violations(judge(own, { StringEquals: sentinel }, { microsoftServices: ["sentinel"] })),
      [["requires-subject", "tenant"]],
    );
  });
});
