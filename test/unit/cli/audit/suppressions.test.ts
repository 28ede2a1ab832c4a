import assert from "node:assert/strict";
import { isFailing } from "../../../../cli/audit/summary";
import { readSuppressions, suppress, type Suppression } from "../../../../cli/audit/suppressions";
import { UnreadableError } from "../../../../policy-sources";
import { AUDIENCE, auditOf, deployed, federationStatement, role, roleArn } from "./company";

const TODAY = "2026-11-28";
const OPEN = auditOf(...deployed(), role("open", [federationStatement({ aud: AUDIENCE })]));
const ONE: Suppression = {
  rule: "trust-admits-assigned",
  subject: roleArn("open"),
  reason: "a trial until the move",
  until: "2026-11-28",
};

const refused = (text: string): string => {
  try {
    readSuppressions(text);
  } catch (error) {
    assert.ok(error instanceof UnreadableError);
    return error.said.text;
  }
  return "accepted";
};

describe("suppressions", () => {
  it("are read from YAML and JSON, with or without the outer object", () => {
    const yaml = `suppressions:\n  - rule: role-unused\n    subject: arn\n    reason: seasonal\n    until: 2027-03-31\n    by: Ada\n`;
    const expected = [
      { rule: "role-unused", subject: "arn", reason: "seasonal", until: "2027-03-31", by: "Ada" },
    ];
    assert.deepEqual(readSuppressions(yaml), expected);
    assert.deepEqual(readSuppressions(JSON.stringify({ suppressions: expected })), expected);
    assert.deepEqual(readSuppressions(JSON.stringify(expected)), expected);
  });

  it("need a rule, a subject, a reason, and a date", () => {
    const whole: Record<string, unknown> = { ...ONE };
    for (const name of ["rule", "subject", "reason", "until"]) {
      const others = Object.fromEntries(Object.entries(whole).filter(([member]) => member !== name));
      assert.match(
        refused(JSON.stringify([others])),
        new RegExp(`^suppressions\\[0\\]\\.${name}: missing\\. Expected `),
      );
      assert.match(refused(JSON.stringify([{ ...whole, [name]: " " }])), /empty or not a string/);
    }
    assert.match(
      refused(JSON.stringify([{ ...whole, until: "soon" }])),
      /^suppressions\[0\]\.until: not a date: "soon"\. Expected /,
    );
    for (const until of ["2027-13-01", "2027-02-31", "2027-02-29", "2027-4-1"]) {
      assert.match(refused(JSON.stringify([{ ...whole, until }])), /not a date/, until);
    }
    assert.match(
      refused(JSON.stringify([{ ...whole, unitl: "x" }])),
      /^suppressions\[0\]\.unitl: unknown member/,
    );
    assert.match(refused("rule: x"), /^suppressions: not a list/);
    assert.match(refused("[1]"), /^suppressions\[0\]: not an object/);
    assert.match(refused("a: [b"), /^the file: /);
    // Aliases can make a small file a large one.
    assert.match(refused(`- &one ${JSON.stringify(ONE)}\n- *one\n`), /^the file: /);
  });

  it("keep the finding visible, and it does not count", () => {
    const report = suppress(OPEN, [ONE], TODAY);
    const finding = report.roles[0]?.findings.find(({ rule }) => rule === ONE.rule);
    assert.deepEqual(finding?.suppressed, { reason: ONE.reason, until: ONE.until });
    assert.equal(isFailing(OPEN, "assigned"), true);
    assert.equal(isFailing(report, "assigned"), false);
    assert.deepEqual(report.suppressionProblems, []);
  });

  it("count again after their last day, and are named", () => {
    const report = suppress(OPEN, [ONE], "2026-11-29");
    assert.equal(
      report.roles[0]?.findings.some(({ suppressed }) => suppressed !== undefined),
      false,
    );
    assert.equal(isFailing(report, "assigned"), true);
    assert.deepEqual(report.suppressionProblems, [
      `The suppression of trust-admits-assigned for ${roleArn("open")} ended on 2026-11-28, so the finding counts again. The reason was: a trial until the move`,
    ]);
  });

  it("say both if their date has passed and no finding is theirs", () => {
    const ended = (one: Partial<Suppression>): readonly string[] => {
      const report = suppress(OPEN, [{ ...ONE, subject: roleArn("nobody"), ...one }], "2026-11-29");
      assert.equal(
        report.roles[0]?.findings.some(({ suppressionEnded }) => suppressionEnded !== undefined),
        false,
      );
      return report.suppressionProblems;
    };
    assert.deepEqual(ended({}), [
      `The suppression of trust-admits-assigned for ${roleArn("nobody")} ended on 2026-11-28, and it matches no finding. Remove it.`,
    ]);
    assert.deepEqual(ended({ rule: "trust-admit-tenants" }), [
      `The suppression of trust-admit-tenants for ${roleArn("nobody")} ended on 2026-11-28, and it matches no finding: there is no such rule. Did you mean trust-admits-tenant?`,
    ]);
  });

  it("do not count again beside another one that still counts", () => {
    for (const both of [
      [ONE, { ...ONE, until: "2026-12-31" }],
      [{ ...ONE, until: "2026-12-31" }, ONE],
    ]) {
      const report = suppress(OPEN, both, "2026-11-29");
      assert.equal(isFailing(report, "assigned"), false);
      assert.deepEqual(report.suppressionProblems, [
        `The suppression of trust-admits-assigned for ${roleArn("open")} ended on 2026-11-28. Another one still counts. Remove this one.`,
      ]);
    }
  });

  it("match the rule and the subject exactly, and those that match nothing are named", () => {
    const report = suppress(OPEN, [{ ...ONE, subject: "*" }], TODAY);
    assert.equal(isFailing(report, "assigned"), true);
    assert.deepEqual(report.suppressionProblems, [
      "The suppression of trust-admits-assigned for * matches no finding. Remove it.",
    ]);
  });

  it("name the rule that was meant if theirs does not exist", () => {
    const problems = (rule: string): readonly string[] =>
      suppress(OPEN, [{ ...ONE, rule }], TODAY).suppressionProblems;
    assert.deepEqual(problems("trust-admit-tenants"), [
      `The suppression of trust-admit-tenants for ${ONE.subject} matches no finding: there is no such rule. Did you mean trust-admits-tenant?`,
    ]);
    assert.deepEqual(problems("x"), [
      `The suppression of x for ${ONE.subject} matches no finding: there is no such rule. Correct it.`,
    ]);
  });
});
