import assert from "node:assert/strict";
import { acceptAuditFindings } from "../../../../cli/audit/accept-findings";
import { isFailing } from "../../../../cli/audit/summary";
import { accepting } from "./accepted";
import { AUDIENCE, auditOf, deployed, federationStatement, role, roleArn } from "./company";

const TODAY = new Date("2026-11-28");
const OPEN = auditOf(...deployed(), role("open", [federationStatement({ aud: AUDIENCE })]));
const RULE = "trust-admits-assigned";

describe("an accepted finding of an audit", () => {
  it("stays visible with reason, day, and owner, and does not count", () => {
    const report = acceptAuditFindings(OPEN, accepting(OPEN, { rule: RULE }), TODAY);
    const finding = report.roles[0]?.findings.find(({ rule }) => rule === RULE);
    assert.deepEqual(finding?.accepted, {
      reason: "a trial until the move",
      until: "2026-11-28",
      owner: "platform",
    });
    assert.equal(isFailing(OPEN, "assigned"), true);
    assert.equal(isFailing(report, "assigned"), false);
    assert.deepEqual(report.acceptanceProblems, []);
  });

  it("counts again after its last day, and the report says so", () => {
    const report = acceptAuditFindings(OPEN, accepting(OPEN, { rule: RULE }), new Date("2026-11-29"));
    const finding = report.roles[0]?.findings.find(({ rule }) => rule === RULE);
    assert.deepEqual([finding?.accepted, finding?.acceptanceEnded], [undefined, "2026-11-28"]);
    assert.equal(isFailing(report, "assigned"), true);
    assert.deepEqual(report.acceptanceProblems, [
      `${RULE} at ${roleArn("open")}: the finding counts again (platform accepted it until 2026-11-28: a trial until the move) [acceptance-ended]`,
    ]);
  });

  it("is one finding: not another of the role, nor the same of another role", () => {
    for (const changes of [{ fingerprint: "0".repeat(32) }, { resource: roleArn("other") }]) {
      const report = acceptAuditFindings(OPEN, accepting(OPEN, { rule: RULE, ...changes }), TODAY);
      assert.equal(isFailing(report, "assigned"), true);
    }
  });

  it("is named if the account does not have it, and not if it is of another account or another tool", () => {
    const gone = acceptAuditFindings(auditOf(...deployed()), accepting(OPEN, { rule: RULE }), TODAY);
    const [print] = accepting(OPEN, { rule: RULE }).map(({ fingerprint }) => fingerprint);
    assert.deepEqual(gone.acceptanceProblems, [
      `${RULE} at ${roleArn("open")}: the accepted finding ${print ?? ""} is not found. If it is fixed, remove it [acceptance-unused]`,
    ]);
    for (const changes of [
      { resource: "arn:aws:iam::999999999999:role/open" },
      { rule: "no-long-lived-aws-keys" },
    ]) {
      const other = accepting(OPEN, { rule: RULE }).map((finding) => ({ ...finding, ...changes }));
      assert.deepEqual(acceptAuditFindings(auditOf(...deployed()), other, TODAY).acceptanceProblems, []);
    }
  });
});
