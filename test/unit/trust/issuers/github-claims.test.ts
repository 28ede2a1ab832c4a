import assert from "node:assert/strict";
import { type JudgeOptions, judgePartialPolicy, unknownMark } from "../../../../trust";
import { federatedPolicy } from "../federated-policy";
import { ACCEPTED, AUD, type Claims, GITHUB, judge, violations } from "./judge-provider";

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

  it("refuses subjects that GitHub never issues: nobody can assume the role", () => {
    for (const sub of [
      "repo:acme",
      "repo:acme:*",
      "repo:/infra:*",
      "repository_id:4/5:*",
      "acme/*",
      "acme/infra:ref:refs/heads/main",
      "acme-infra*",
      "//github.com/acme/infra*",
      "acme/in?ra:*",
      ["acme/*", "repo:acme"],
    ]) {
      const { accepted, findings } = judge(GITHUB, { StringEquals: AUD, StringLike: { sub } });
      assert.deepEqual(
        [accepted, ...findings.map(({ code, severity, reach }) => [code, severity, reach])],
        [false, ["subject-never-issued", "violation", "nobody"]],
        String(sub),
      );
    }
    assert.deepEqual(check({}, { sub: ["repo:acme:*", "repo:*"] }), [["requires-subject", "anyone"]]);
  });

  it("takes no subject for impossible that begins like a claim's key, or could once its wildcard is filled", () => {
    for (const sub of [
      "*",
      "*/infra:*",
      "?cme/*",
      "re?o:acme/*",
      "re*o:acme/infra:*",
      "acme*",
      "acme",
      "pull_request",
      "environment:production",
      "environment:a/b-c",
      "job_workflow_ref:acme/infra/.github/workflows/deploy.yml@*",
      "repo_property_cost-center:1*",
      "<owner>/*",
      ["acme/*", "environment:production"],
      ["acme/*", "*"],
    ]) {
      assert.deepEqual(check({}, { sub }), [["requires-subject", "anyone"]], String(sub));
    }
    const folded = { StringEquals: AUD, StringEqualsIgnoreCase: { sub: ["4/5", "environment:production"] } };
    assert.deepEqual(violations(judge(GITHUB, folded)), [["requires-subject", "anyone"]]);
    assert.deepEqual(check({ sub: "*" }), [["requires-subject", "anyone"]]);
    const negated = { StringEquals: AUD, StringNotLike: { sub: "acme/*" } };
    assert.deepEqual(violations(judge(GITHUB, negated)), [["requires-subject", "anyone"]]);
  });

  it("takes no subject for impossible whose beginning is not known", () => {
    for (const [sub, verdict] of [
      ["@:environment:x", "unknown"],
      ["acme@/infra:*", "rejected"],
      ["acme/@", "unknown"],
    ] as const) {
      const document = federatedPolicy(GITHUB, {
        StringEquals: AUD,
        StringLike: { sub: sub.replace("@", unknownMark("Ref Subject")) },
      });
      assert.equal(judgePartialPolicy(document).verdict, verdict, sub);
    }
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
    // A role that is older than IAM's demand works: by its policy, a token without a subject gets in as well.
    assert.deepEqual(check({ repository_id: "456" }), [["requires-subject", "replay"]]);
    assert.deepEqual(check({ repository_id: "456" }, { sub: "*" }), [["requires-subject", "replay"]]);
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
        'Only subjects like "repo:acme/infra:*" can assume this role: every token has a subject, and STS rejects one without.',
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

  it("says that only an enterprise's own workflows have a token of its issuer", () => {
    for (const provider of [`${GITHUB}/acme`, "token.actions.acme.ghe.com", "ghe.acme.com/_services/token"]) {
      const { findings } = judge(provider, { StringEquals: { ...AUD, sub: "environment:production" } });
      assert.deepEqual(
        findings.map(({ code, reach, consequence }) => [code, reach, consequence]),
        [
          [
            "subject-binds-no-workload",
            "tenant",
            'Any workflow of any repository of this GitHub enterprise can get a token with the subject "environment:production" and assume this role: the subject names no repository.',
          ],
        ],
        provider,
      );
    }
  });

  it("takes other spellings of a repository's name for the same repository", () => {
    const check = (repository: string) =>
      violations(
        judge(GITHUB, {
          StringEquals: { ...AUD, job_workflow_ref: "acme/ci/.github/workflows/x.yml@refs/heads/main" },
          StringEqualsIgnoreCase: { repository },
        }),
      );
    assert.deepEqual(check("Acme/Infra"), ACCEPTED);
    assert.deepEqual(check("Acme/*"), [["requires-subject", "anyone"]]);
  });

  it("takes a repository's ID for the same with and without quotation marks", () => {
    const check = (repository_id: unknown) =>
      violations(
        judge(GITHUB, {
          StringEquals: { ...AUD, repository_id },
          StringLike: { sub: "repo:acme/*" },
        }),
      );
    assert.deepEqual(check(123456789), ACCEPTED);
    assert.deepEqual(check("123456789"), ACCEPTED);
    assert.deepEqual(check(1.5), [["requires-subject", "tenant"]]);
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
