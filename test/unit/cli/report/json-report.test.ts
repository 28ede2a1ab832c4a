import assert from "node:assert/strict";
import { fingerprint } from "../../../../policypack/configuration";
import { findingIdentity, judgeTrustPolicy, type TrustFinding } from "../../../../trust";
import { OPEN } from "../entra-policy";
import { runCli } from "../run-cli";

const FILL_IN = "Replace <principal ID of the managed identity> with your own value first.";

describe("the JSON report", () => {
  it("has files, roles, verdicts, findings with their places, and what is pinned", async () => {
    const input = JSON.stringify({
      Roles: [{ RoleName: "r", Arn: "arn:aws:iam::111122223333:role/r", AssumeRolePolicyDocument: OPEN }],
    });
    const { exitCode, stdout } = await runCli(["judge", "--format", "json", "-", "no-such-file"], input);
    const column = (text: string): number => input.indexOf(text) + 1;
    const identityOf = (finding: TrustFinding): readonly unknown[] => [
      "r",
      ...findingIdentity(finding, OPEN),
    ];
    const { findings, grants } = judgeTrustPolicy(OPEN);
    assert.equal(exitCode, 2);
    assert.deepEqual(JSON.parse(stdout), {
      format: 5,
      accepted: false,
      read: 1,
      skipped: [],
      acceptance: { ended: [], unused: [] },
      counts: { accepted: 0, rejected: 1, unknown: 0, tolerated: 0, withoutOidc: 0 },
      files: [
        {
          file: "-",
          kind: "iam-roles",
          roles: [
            {
              role: "r",
              kind: "iam-role",
              account: "111122223333",
              arn: "arn:aws:iam::111122223333:role/r",
              verdict: "rejected",
              reach: "tenant",
              start: { line: 1, column: column('{"Version"') },
              end: { line: 1, column: input.length - 2 },
              unknown: [],
              findings: findings.map((finding) => ({
                ...(JSON.parse(JSON.stringify(finding)) as object),
                remedy: `${finding.remedy ?? ""} ${FILL_IN}`,
                message: `${finding.message} ${FILL_IN}`,
                fingerprint: fingerprint({ rule: finding.rule, identity: identityOf(finding) }),
                start: { line: 1, column: column('"StringEquals"') },
                end: { line: 1, column: column('"StringEquals"') + '"StringEquals"'.length },
              })),
              grants: JSON.parse(JSON.stringify(grants)) as unknown,
            },
          ],
          notSeen: [],
          remarks: [],
        },
        { file: "no-such-file", unreadable: "no such file. Check the path [input-not-found]" },
      ],
    });
  });

  it("says that all is accepted where it is", async () => {
    const { stdout } = await runCli(
      ["judge", "--format", "json", "-"],
      '{"Resources": {}, "AWSTemplateFormatVersion": ""}',
    );
    assert.equal((JSON.parse(stdout) as { accepted: boolean }).accepted, true);
  });
});
