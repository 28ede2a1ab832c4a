import assert from "node:assert/strict";
import { acceptAuditFindings } from "../../../../cli/audit/accept-findings";
import type { AuditFinding, AuditReport } from "../../../../cli/audit/audit-report";
import { compareSince, readEarlierReport } from "../../../../cli/audit/since";
import { allFindings, isFailing, summaryOf } from "../../../../cli/audit/summary";
import { UnreadableError } from "../../../../policy-sources";
import { accepting } from "./accepted";
import {
  ACCOUNT,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  provider,
  role,
  rulesFound,
} from "./company";

const SECRET: AuditFinding = {
  rule: "",
  fingerprint: "",
  severity: "medium",
  subject: "bbbbbbbb-0000-4000-8000-000000000001",
  message: "It has a secret.",
  remedy: "Remove it.",
};

const open = (name: string) => role(name, [federationStatement({ aud: AUDIENCE })]);

describe("a comparison with an earlier report", () => {
  const earlier = auditOf(...deployed(), open("a"), open("b"));
  const now = auditOf(...deployed(), open("b"), open("c"));
  const compared = compareSince(now, readEarlierReport(JSON.stringify(earlier)));

  it("calls findings new, known, or gone", () => {
    assert.deepEqual(
      allFindings(compared).map(({ subject, since }) => [subject.split("/").at(-1), since]),
      [
        ["b", "known"],
        ["c", "new"],
      ],
    );
    assert.deepEqual(
      compared.gone?.map(({ subject }) => subject.split("/").at(-1)),
      ["a"],
    );
    assert.deepEqual(summaryOf(compared).since, { new: 1, known: 1, gone: 1, notSeen: 0 });
  });

  it("fails for new findings only", () => {
    assert.equal(isFailing(compared, "assigned"), true);
    assert.equal(isFailing(compareSince(now, { findings: allFindings(now), seen: [] }), undefined), false);
    assert.equal(isFailing(compareSince(now, { findings: [], seen: [] }), undefined), true);
  });

  it("fails for a finding of low severity that is no role's, and not for a note", () => {
    const unused = auditOf(...deployed(), provider("token.actions.githubusercontent.com", []));
    assert.deepEqual(
      [unused.roles.flatMap(({ findings }) => findings), unused.findings.map(({ severity }) => severity)],
      [[], ["low"]],
    );
    assert.equal(isFailing(unused, undefined), true);
    const noted = unused.findings.map((finding): AuditFinding => ({ ...finding, severity: "note" }));
    assert.equal(isFailing({ ...unused, findings: noted }, undefined), false);
  });

  it("calls nothing gone of a place that an export named and the input lacks", () => {
    const before = { findings: allFindings(earlier), seen: [`aws/${ACCOUNT}`] };
    const goneWith = (...seen: readonly string[]): number | undefined =>
      compareSince({ ...auditOf(...deployed()), seen }, before).gone?.length;
    assert.equal(goneWith(`aws/${ACCOUNT}`), 2);
    assert.equal(goneWith("aws/444455556666"), 0);
    assert.equal(goneWith(`aws/${ACCOUNT}/authorization-details`), 2);
  });

  it("calls an access key gone only if the input has all that shows keys", () => {
    const key = { ...SECRET, rule: "access-key-beside-federation", subject: `${ACCOUNT}/deploy/AKIAEXAMPLE` };
    const goneWithout = (section: string): number | undefined =>
      compareSince(
        { ...auditOf(...deployed()), seen: earlier.seen.filter((one) => !one.endsWith(`/${section}`)) },
        { findings: [key], seen: earlier.seen },
      ).gone?.length;
    assert.deepEqual(
      ["authorization-details", "access-keys", "credential-report", "oidc-providers", "applications"].map(
        (section) => goneWithout(section),
      ),
      [0, 0, 0, 1, 1],
    );
  });

  it("does not carry on how an earlier report compared", () => {
    const again = compareSince(auditOf(...deployed()), readEarlierReport(JSON.stringify(compared)));
    assert.deepEqual(rulesFound(again), []);
    assert.deepEqual(
      again.gone?.map(({ since }) => since),
      [undefined, undefined],
    );
  });

  it("does not call gone what the input lacks the section for", () => {
    const secret = { ...SECRET, rule: "subject-has-secret", fingerprint: "secret" };
    const before = { findings: [...allFindings(earlier), secret], seen: earlier.seen };
    const names = (findings: AuditReport["gone"]): string[] => (findings ?? []).map(({ rule }) => rule);
    const without = (name: string) =>
      compareSince(
        { ...auditOf(...deployed()), seen: earlier.seen.filter((one) => !one.includes(name)) },
        before,
      );
    const open = ["trust-admits-assigned", "trust-admits-assigned"];
    const entra = without("entra/");
    // Whether an application requires assignment is a fact of Entra.
    assert.deepEqual(
      [names(entra.gone), names(entra.notSeenThisTime)],
      [[], [...open, "subject-has-secret"]],
    );
    const keys = without("access-keys");
    assert.deepEqual([names(keys.gone), names(keys.notSeenThisTime)], [[], [...open, "subject-has-secret"]]);
    const roles = without("authorization-details");
    assert.deepEqual(
      [names(roles.gone), names(roles.notSeenThisTime)],
      [[], [...open, "subject-has-secret"]],
    );
    const whole = without("nothing");
    assert.deepEqual(
      [names(whole.gone), names(whole.notSeenThisTime)],
      [[...open, "subject-has-secret"], []],
    );
    assert.equal(summaryOf(entra).since?.notSeen, 3);
  });

  it("counts a known finding again when its acceptance has ended", () => {
    const until = (day: string): AuditReport =>
      acceptAuditFindings(earlier, accepting(earlier, { until: day }), new Date("2026-11-29"));
    const before = { findings: allFindings(earlier), seen: earlier.seen };
    assert.equal(isFailing(compareSince(until("2026-11-28"), before), undefined), true);
    assert.equal(isFailing(compareSince(until("2026-11-29"), before), undefined), false);
  });

  it("refuses what is no report", () => {
    const refused = (text: string): string => {
      assert.throws(() => readEarlierReport(text), UnreadableError);
      return text;
    };
    for (const text of ["", "[]", "{}", JSON.stringify({ ...earlier, format: 2 })]) {
      refused(text);
    }
    assert.equal(readEarlierReport(JSON.stringify(earlier)).findings.length, 2);
  });
});
