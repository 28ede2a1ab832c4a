/** JUnit, CSV, and GitLab Code Quality, as judge and audit write them. */
import assert from "node:assert/strict";
import { FORMATS } from "../../../../cli/audit/formats";
import { allFindings } from "../../../../cli/audit/summary";
import { renderCsv } from "../../../../cli/findings/csv";
import { renderGitLab } from "../../../../cli/findings/gitlab";
import { renderJUnit } from "../../../../cli/findings/junit";
import type { ReportedFinding } from "../../../../cli/findings/reported-finding";
import { estateOf } from "../audit/estate-of";
import { OPEN, policy } from "../entra-policy";
import { runCli } from "../run-cli";

const FINDING: ReportedFinding = {
  rule: "a-rule",
  fingerprint: "0".repeat(32),
  severity: "critical",
  resource: "role/a",
  message: 'Anyone, "<all>" & more.',
  remedy: "Close it.",
  file: "roles.json",
  line: 3,
  counts: true,
};
const ACCEPTED: ReportedFinding = {
  ...FINDING,
  resource: "=cmd()",
  message: "\u001B[2J",
  counts: false,
  accepted: { reason: "moves", until: "2027-03-31", owner: "platform" },
};
const NOTE: ReportedFinding = { ...FINDING, severity: "note", counts: false };

describe("the formats for other tools", () => {
  it("have a failed test in JUnit for what counts, and a skipped one for the rest", () => {
    assert.equal(
      renderJUnit([FINDING, ACCEPTED, NOTE], "judge"),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="azure-to-aws judge" errors="0" tests="3" failures="1" skipped="2">
    <testcase name="role/a" classname="a-rule">
      <failure type="critical" message="Anyone, &#34;&#60;all&#62;&#34; &#38; more.">roles.json:3: Anyone, &#34;&#60;all&#62;&#34; &#38; more. Close it. (${"0".repeat(32)})</failure>
    </testcase>
    <testcase name="=cmd()" classname="a-rule">
      <skipped message="accepted by platform until 2027-03-31: moves"/>
    </testcase>
    <testcase name="role/a" classname="a-rule">
      <skipped message="note"/>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
    assert.ok(renderJUnit([{ ...FINDING, message: "\u001B" }], "judge").includes('message="\uFFFD"'));
  });

  it("have a row in CSV for each, which no spreadsheet runs", () => {
    assert.deepEqual(renderCsv([FINDING, ACCEPTED]).split("\r\n"), [
      "severity,rule,resource,file,line,message,remedy,fingerprint,accepted until,owner,reason",
      `critical,a-rule,role/a,roles.json,3,"Anyone, ""<all>"" & more.",Close it.,${"0".repeat(32)},,,`,
      `critical,a-rule,'=cmd(),roles.json,3,\u001B[2J,Close it.,${"0".repeat(32)},2027-03-31,platform,moves`,
      "",
    ]);
  });

  it("leave out in GitLab what somebody accepts", () => {
    assert.deepEqual(JSON.parse(renderGitLab([FINDING, ACCEPTED, NOTE])), [
      {
        description: 'role/a: Anyone, "<all>" & more. Close it.',
        check_name: "a-rule",
        fingerprint: "0".repeat(32),
        severity: "blocker",
        location: { path: "roles.json", lines: { begin: 3 } },
      },
      {
        description: 'role/a: Anyone, "<all>" & more. Close it.',
        check_name: "a-rule",
        fingerprint: "0".repeat(32),
        severity: "info",
        location: { path: "roles.json", lines: { begin: 3 } },
      },
    ]);
  });

  it("are written by judge: findings, unknown roles, and unreadable files", async () => {
    const input = JSON.stringify([OPEN, policy(), policy({ Condition: "{{ conditions }}" })]);
    const csv = await runCli(["judge", "--format", "csv", "-", "no-such-file"], input);
    assert.equal(csv.exitCode, 2);
    const cells = csv.stdout.split("\r\n").map((row) => row.split(",").slice(0, 2).join());
    assert.deepEqual(cells, [
      "severity,rule",
      "critical,oidc-trust-requires-subject",
      "medium,trust-policy-not-judged",
      "high,input-not-found",
      "",
    ]);
    const { stdout } = await runCli(["judge", "--format", "gitlab", "-"], JSON.stringify(OPEN));
    const { stdout: json } = await runCli(["judge", "--format", "json", "-"], JSON.stringify(OPEN));
    const { files } = JSON.parse(json) as { files: [{ roles: [{ findings: { fingerprint: string }[] }] }] };
    assert.deepEqual(
      (JSON.parse(stdout) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint),
      files[0].roles[0].findings.map(({ fingerprint }) => fingerprint),
    );
  });

  it("are written by audit: every finding with the fingerprint of the report", async () => {
    const report = estateOf(10, 7);
    const context = {
      files: ["a.gz"],
      paint: (_: string, text: string) => text,
      columns: undefined,
      exitCode: 1,
    };
    let text = "";
    for await (const piece of FORMATS.csv(report, context)) {
      text += piece;
    }
    const rows = text.trimEnd().split(/\r\n/).slice(1);
    assert.deepEqual(
      rows.map((row) => row.split(",").slice(0, 2).join()),
      allFindings(report).map(({ severity, rule }) => `${severity},${rule}`),
    );
    assert.ok(allFindings(report).every(({ fingerprint }, index) => rows[index]?.includes(fingerprint)));
  });
});
