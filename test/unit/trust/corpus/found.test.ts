/** docs/found.md: its counts, and its verdicts on the policies that it names. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { judgeTrustPolicy } from "../../../../trust";
import { corpus } from "./corpus";

const PAGE = readFileSync(path.join(PROJECT_ROOT, "docs/found.md"), "utf8");

const ENTRA = "sts.windows.net/11111111-2222-4333-8444-555555555555/";

const reachOf = (provider: string, condition: Record<string, Record<string, string>>) => {
  const { accepted, reach } = judgeTrustPolicy({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${provider}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: condition,
      },
    ],
  });
  return accepted ? "accepted" : reach;
};

describe("docs/found.md", () => {
  it("counts the corpus by who can assume the role", () => {
    const reaches = corpus.map(({ statement }) => {
      const { accepted, reach } = judgeTrustPolicy({ Version: "2012-10-17", Statement: statement });
      return accepted ? "accepted" : reach;
    });
    const rows = [...PAGE.matchAll(/^\| (.*?) +\| +(\d+) \|$/gm)].map(([, who, count]) => [
      who,
      Number(count),
    ]);
    const count = (wanted: string) => reaches.filter((reach) => reach === wanted).length;
    assert.deepEqual(rows, [
      ["anyone", count("anyone")],
      ["anyone in the tenant, cluster, or organization", count("tenant")],
      ["only the named subject, but with more tokens than intended", count("replay")],
      ["nobody, as written", count("nobody")],
      ["accepted: only the identities that the policy names", count("accepted")],
    ]);
    assert.equal(
      rows.reduce((sum, [, each]) => sum + Number(each), 0),
      corpus.length,
    );
    const random = corpus.filter(({ draw }) => draw === "any");
    assert.deepEqual([random.length, random.filter(({ hand }) => hand === "open").length], [383, 25]);
  });

  it("judges what it names as it says", () => {
    const github = "token.actions.githubusercontent.com";
    assert.deepEqual(
      [
        reachOf(github, { StringLike: { [`${github}:sub`]: "repo:acme/app:ref:refs/heads/main" } }),
        reachOf(github, { StringLike: { [`${github}:sub`]: "repo:acme/*:ref:refs/heads/*" } }),
        reachOf(github, { StringLike: { [`${github}:sub`]: "repo:*/*:ref:refs/heads/*" } }),
        reachOf(ENTRA, { StringEquals: { [`${ENTRA}:aud`]: "sts.amazonaws.com" } }),
        reachOf("accounts.google.com", { StringEquals: { "accounts.google.com:aud": "sts.amazonaws.com" } }),
        reachOf("api.pulumi.com/oidc", { StringLike: { "api.pulumi.com/oidc:aud": "aws:contoso*" } }),
      ],
      ["replay", "tenant", "anyone", "tenant", "anyone", "anyone"],
    );
  });
});
