import assert from "node:assert/strict";
import { codeBlock, codeSpan, prose } from "../../../../cli/report/markdown-text";
import { version } from "../../../../package.json";
import { OPEN, policy } from "../entra-policy";
import { runCli } from "../run-cli";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const ARN = "arn:aws:iam::111122223333:role/";

async function markdown(roles: readonly object[]): Promise<string> {
  const input = JSON.stringify({ RoleDetailList: roles });
  const { stdout } = await runCli(["judge", "--format", "markdown", "-"], input);
  const today = new Date().toISOString().slice(0, 10);
  return stdout.replace(`azure-to-aws ${version} on ${today}.`, "azure-to-aws VERSION on DAY.");
}

const REPORT = `# Trust policies

**2 roles in 1 file: 1 rejected, 0 not judged, 1 accepted.**

Judged by azure-to-aws VERSION on DAY.

| Roles | Who can assume them |
| ----: | :------------------ |
| 1 | anyone in the tenant, cluster, or organization |
| 1 | accepted: only the identities that the policy names |

| Verdict | Reach | Role | Account | Last used |
| --- | --- | --- | --- | --- |
| rejected | tenant | \`open\` | 111122223333 | 2026-11-01 |
| accepted |  | \`right\` | 111122223333 | none in 400 days |

## Rejected

### \`open\`: anyone in the tenant, cluster, or organization

\`IAM role\` at \`standard input:1\`, \`${ARN}open\`, last used 2026-11-01 in eu-central-1

**Any identity in tenant ${TENANT} that can get a token for audience "api\\://${TENANT}/orders" can assume this role.** Statement 0, provider sts.windows.net/${TENANT}/: expected sts.windows.net/${TENANT}/:sub with exact values under StringEquals; found no condition on sts.windows.net/${TENANT}/:sub. Unless the application requires assignment, that is every identity in the tenant. [\`claim-not-pinned\`]

Add to StringEquals in the Condition:

\`\`\`json
"sts.windows.net/${TENANT}/:sub": "<principal ID of the managed identity>"
\`\`\`

Replace \\<principal ID of the managed identity\\> with your own value first.

Fingerprint: \`dcc4a774fb835d33a72004b9f130dca0\`

## Accepted

### \`right\`

\`IAM role\` at \`standard input:1\`, \`${ARN}right\`, IAM shows no use within its last 400 days

- \`sts.windows.net/${TENANT}/ with aud api://${TENANT}/orders and sub 0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e\`

Read 1 file, skipped 0, judged 2 roles.
`;

describe("the Markdown report", () => {
  it("has a summary, a table, who can get in, what to change, and the JSON to paste", async () => {
    const report = await markdown([
      { RoleName: "right", Arn: `${ARN}right`, AssumeRolePolicyDocument: policy(), RoleLastUsed: {} },
      {
        RoleName: "open",
        Arn: `${ARN}open`,
        AssumeRolePolicyDocument: OPEN,
        RoleLastUsed: { LastUsedDate: "2026-11-01T08:00:00+00:00", Region: "eu-central-1" },
      },
    ]);
    assert.equal(report, REPORT);
  });

  it("keeps a hostile role name inert, in the table and in its section", async () => {
    const name = "a`|\\\n@admin <img src=x> [x](https://evil.example)";
    const report = await markdown([{ RoleName: name, AssumeRolePolicyDocument: OPEN }]);
    const shown = "`a<U+0060><U+007C><U+005C><U+000A>@admin <img src=x> [x](https://evil.example)`";
    assert.deepEqual(
      report.split("\n").filter((line) => line.includes("@admin")),
      [`| rejected | tenant | ${shown} |`, `### ${shown}: anyone in the tenant, cluster, or organization`],
    );
  });

  it("keeps a hostile value of a policy inert, in its sentences and in the code", async () => {
    const aud = "```\n<script>@org/team</script> #1 | `x` www.evil.example";
    const report = await markdown([
      {
        RoleName: "r",
        AssumeRolePolicyDocument: JSON.stringify(OPEN).replaceAll(/api:[^"]*orders/g, () =>
          JSON.stringify(aud).slice(1, -1),
        ),
      },
    ]);
    const sentence = report.split("\n").find((line) => line.endsWith("[`claim-not-pinned`]")) ?? "";
    const text = sentence.replace(/^\*\*(.*)\*\*(.*) \[`claim-not-pinned`\]$/, "$1$2");
    assert.match(text, /\\<script\\>\\@&#8203;org\/team/);
    // Every character that Markdown reads has a backslash, and every reference its invisible space.
    assert.doesNotMatch(text.replaceAll("&#8203;", ""), /(?<!\\)[<>`|@#*[\]]/);
    assert.doesNotMatch(text.replaceAll("&#8203;", "\u200b"), /[@#]\w|www\.evil/);
  });
});

describe("text in Markdown", () => {
  it("as a code span cannot end the span or a cell, and is never empty", () => {
    assert.equal(codeSpan("a`b|c\\d"), "`a<U+0060>b<U+007C>c<U+005C>d`");
    assert.equal(codeSpan(" "), "`(empty)`");
  });

  it("as a block has a fence that is longer than any inside", () => {
    assert.equal(codeBlock("a\n````\nb", "json"), "`````json\na\n````\nb\n`````");
    assert.equal(codeBlock("a"), "```\na\n```");
  });

  it("as prose has no markup, no mention, and no link", () => {
    assert.equal(
      prose("*a* @bob #12 !3 <b> [x](http://y) www.z.example"),
      "\\*a\\* \\@&#8203;bob \\#&#8203;12 \\!&#8203;3 \\<b\\> \\[x\\](http\\://y) www\\.z.example",
    );
  });

  it("as prose keeps what Markdown does not read", () => {
    for (const text of [
      "arn:aws:iam::111122223333:role/a_b-c (5% of 1+1=2): {x} a & b; ^1! x_y_z",
      "repo:acme/orders:ref:refs/heads/main",
      "2026-11-01",
      "-1 and +2, 1.5, =x",
    ]) {
      assert.equal(prose(text), text);
    }
  });

  it("as prose escapes what Markdown, or a code host, would read", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["_a_ __b__ c_ _d", "\\_a\\_ \\_\\_b\\_\\_ c\\_ \\_d"],
      ["a__b", "a\\_\\_b"],
      ["&amp; &#65;", "\\&&#8203;amp; \\&\\#&#8203;65;"],
      ["see :tada: and :+1: x:100:", "see \\:tada: and \\:+1: x\\:100:"],
      ["ftp://x mailto:a xmpp:b", "ftp\\://x mailto\\:a xmpp\\:b"],
      ["%1 !2 ~~x~~ $y$", "\\%&#8203;1 \\!&#8203;2 \\~\\~&#8203;x\\~\\~ \\$&#8203;y\\$"],
      ["- a", "\\- a"],
      ["+ a", "\\+ a"],
      ["12. a", "12\\. a"],
      ["3) a", "3\\) a"],
      ["===", "\\==="],
      ["---", "\\---"],
      [" - a", " \\- a"],
      ["a\\_b", "a\\\\\\_b"],
    ];
    for (const [text, shown] of cases) {
      assert.equal(prose(text), shown);
    }
  });
});
