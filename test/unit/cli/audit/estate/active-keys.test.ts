import assert from "node:assert/strict";
import type { AuditReport } from "../../../../../cli/audit/audit-report";
import { EstateBuilder } from "../../../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../../../cli/audit/make-report";
import { compareSince, readEarlierReport } from "../../../../../cli/audit/since";
import { isFailing } from "../../../../../cli/audit/summary";
import type { SectionRecord, SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import { ACCOUNT, completeSections, deployed, NOW } from "../company";

const KEY: SnapshotRecord = {
  kind: "aws.access-key",
  of: ACCOUNT,
  data: { UserName: "report-job", AccessKeyId: "AKIAREPORTJOB", Status: "Active", LastUsed: {} },
};

/** A row of the credential report, which AWS makes every four hours at most. */
const row = (user: string): SnapshotRecord => ({
  kind: "aws.credential-report-row",
  of: ACCOUNT,
  data: { user, access_key_1_active: "true", access_key_2_active: "false" },
});

/** Audits a deployment with records of keys. @param state - how the section of access keys ended; missing without one */
function audited(state: SectionRecord["state"] | undefined, ...keys: readonly SnapshotRecord[]): AuditReport {
  const builder = new EstateBuilder();
  const name = `aws/${ACCOUNT}/access-keys`;
  const sections = completeSections().flatMap((record): SnapshotRecord[] =>
    record.kind !== "section" || record.section !== name
      ? [record]
      : state === undefined
        ? []
        : [{ ...record, state }],
  );
  for (const record of [...deployed(), ...keys, ...sections]) {
    builder.add(record);
  }
  return makeReport(builder.build(), "0.2.0", NOW);
}

const keysIn = ({ findings }: AuditReport): readonly string[] =>
  findings.filter(({ rule }) => rule === "access-key-beside-federation").map(({ subject }) => subject);

const REPORTED = `${ACCOUNT}/report-job/access key 1`;

describe("the active keys of an estate", () => {
  it("are those of the section if it is complete, whatever an older credential report says", () => {
    assert.deepEqual(keysIn(audited("complete", KEY, row("report-job"))), [
      `${ACCOUNT}/report-job/AKIAREPORTJOB`,
    ]);
    assert.deepEqual(keysIn(audited("complete", row("report-job"))), []);
  });

  it("are those of the credential report if the section is missing, was refused, or failed", () => {
    for (const state of [undefined, "refused", "failed"] as const) {
      assert.deepEqual(keysIn(audited(state, row("report-job"))), [REPORTED], state);
    }
    assert.deepEqual(keysIn(audited("failed", KEY, row("report-job"))), [
      `${ACCOUNT}/report-job/AKIAREPORTJOB`,
    ]);
  });

  it("are those of the credential report for the root user and for other accounts", () => {
    assert.deepEqual(keysIn(audited("complete", row("<root_account>"))), [
      `${ACCOUNT}/<root_account>/access key 1`,
    ]);
    const builder = new EstateBuilder();
    for (const record of [...completeSections(), { ...row("report-job"), of: "444455556666" }]) {
      builder.add(record);
    }
    assert.deepEqual(
      builder.build().keys.map(({ account, user }) => [account, user]),
      [["444455556666", "report-job"]],
    );
  });

  it("do not fail the night after a key was deleted", () => {
    const before = readEarlierReport(JSON.stringify(audited("complete", KEY, row("report-job"))));
    const deleted = compareSince(audited("complete", row("report-job")), before);
    assert.equal(isFailing(deleted, undefined), false);
    assert.deepEqual(
      deleted.gone?.map(({ subject }) => subject),
      [`${ACCOUNT}/report-job/AKIAREPORTJOB`],
    );
    const another: SnapshotRecord = {
      ...KEY,
      data: { UserName: "report-job", AccessKeyId: "AKIANEWKEY", Status: "Active", LastUsed: {} },
    };
    assert.equal(isFailing(compareSince(audited("complete", another), before), undefined), true);
  });
});
