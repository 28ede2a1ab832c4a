/** What the check of a configuration reports about accepted findings, and about settings of rules that do not exist. */
import assert from "node:assert/strict";
import { checkConfiguration } from "../../../../policypack/configuration";

const check = (configuration: object): [path: string, code: string, level: "error" | "warning"][] =>
  checkConfiguration(JSON.stringify(configuration)).map(({ path, code, isWarning }) => [
    path,
    code,
    isWarning === true ? "warning" : "error",
  ]);

const FINDING = {
  fingerprint: "0".repeat(32),
  rule: "r",
  resource: "a",
  reason: "moves",
  until: "2027-01-31",
  owner: "platform",
};

describe("the configuration of accepted findings", () => {
  it("is an object with findings, next to the rules", () => {
    for (const accepted of [
      { findings: [FINDING] },
      { enforcementLevel: "advisory", findings: [] },
      "disabled",
    ]) {
      assert.deepEqual(check({ all: "mandatory", accepted }), []);
    }
    assert.deepEqual(check({ "accepted-findings": "disabled" }), []);
  });

  it("is reported where no rule uses it", () => {
    assert.deepEqual(check({ accepted: [FINDING] }), [["accepted", "config-level-unknown", "error"]]);
    assert.deepEqual(check({ all: { enforcementLevel: "mandatory", accepted: { findings: [] } } }), [
      ["all.accepted", "config-all-without-effect", "error"],
    ]);
  });

  it("is reported with each problem of a finding, and with another member", () => {
    const broken = { ...FINDING, owner: "", ticket: 1, until: "2026-02-30" };
    assert.deepEqual(
      check({ accepted: { findings: [broken, { ...FINDING, until: "1.1.2027" }], file: "b.json" } }),
      [
        ["accepted.findings[0].owner", "config-value-invalid", "error"],
        ["accepted.findings[0].ticket", "config-member-unknown", "error"],
        ["accepted.findings[1].until", "config-value-invalid", "error"],
        ["accepted.file", "config-member-unknown", "error"],
        ["accepted.findings[0].until", "config-day-invalid", "error"],
        ["accepted.findings[1].fingerprint", "config-accepted-twice", "error"],
      ],
    );
    assert.deepEqual(check({ "accepted-findings": { findings: [] } }), [
      ["accepted-findings.findings", "config-member-unknown", "error"],
    ]);
  });

  it("is warned about if it is disabled, by its level or by that of all", () => {
    const warning = ["accepted", "config-accepted-disabled", "warning"];
    assert.deepEqual(check({ accepted: { enforcementLevel: "disabled", findings: [] } }), [warning]);
    const ofAll = (accepted: object): unknown[] =>
      check({ all: "disabled", accepted }).filter(([path]) => path !== "all");
    assert.deepEqual(ofAll({ findings: [] }), [warning]);
    assert.deepEqual(ofAll({ enforcementLevel: "advisory", findings: [] }), []);
  });

  it("is warned about if it ends more than a year from now", () => {
    const until = (day: string): string[] =>
      checkConfiguration(
        JSON.stringify({ accepted: { findings: [{ ...FINDING, until: day }] } }),
        "2026-11-27",
      ).map(({ path, code }) => `${path} ${code}`);
    assert.deepEqual(until("2027-11-27"), []);
    for (const day of ["2027-11-28", "9999-12-31"]) {
      assert.deepEqual(until(day), ["accepted.findings[0].until config-acceptance-long"]);
    }
  });
});

describe("the settings of an unknown rule", () => {
  const reason = (value: unknown): string | undefined =>
    checkConfiguration(JSON.stringify({ "no-such-rule": value }))[0]?.reason;

  it("are ignored by the engine if they have a level, or if there are none", () => {
    for (const value of ["mandatory", "remediate", {}, { enforcementLevel: "advisory", scope: "all" }]) {
      assert.match(reason(value) ?? "", /^unknown rule; the engine ignores it\./, JSON.stringify(value));
    }
  });

  it("stop the engine without a level", () => {
    for (const value of [{ scope: "all" }, { enforcementLevel: 1 }, "warn", 1, null, []]) {
      assert.match(
        reason(value) ?? "",
        /^unknown rule; the engine stops at its value\./,
        JSON.stringify(value),
      );
    }
  });
});
