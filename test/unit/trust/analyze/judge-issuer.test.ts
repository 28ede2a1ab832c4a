import assert from "node:assert/strict";
import { entraIssuer, type JudgeOptions, judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, PROVIDER, SUB, SUBJECT, TENANT } from "../entra-policy";

const RULE = "oidc-trust-names-its-issuer";

/** A right policy for any provider, with further conditions. */
function policyFor(provider: string, aud: string, sub: string, keys = provider): Record<string, unknown> {
  return policy({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Condition: { StringEquals: { [`${keys}:aud`]: aud, [`${keys}:sub`]: sub } },
  });
}
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

  it("keeps numbers where it renames a key", () => {
    const [found] = judgeTrustPolicy({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.example.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "oidc.example:aud": "a", "oidc.example:sub": [5, true] } },
      },
    }).findings;
    assert.deepEqual(found?.fix?.conditions, {
      "oidc.example.com:aud": ["a"],
      "oidc.example.com:sub": ["5", "true"],
    });
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
