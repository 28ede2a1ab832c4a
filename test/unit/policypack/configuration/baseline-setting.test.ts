/** What `check-config` reports about the baseline of all rules, and about settings of rules that do not exist. */
import assert from "node:assert/strict";
import { checkConfiguration } from "../../../../policypack/configuration";

const check = (configuration: object): [path: string, code: string, level: "error" | "warning"][] =>
  checkConfiguration(JSON.stringify(configuration)).map(({ path, code, isWarning }) => [
    path,
    code,
    isWarning === true ? "warning" : "error",
  ]);

describe("the configuration of the baseline of all rules", () => {
  it("is an object with a file, next to the rules", () => {
    assert.deepEqual(check({ baseline: { file: "/b.json" } }), []);
    assert.deepEqual(check({ all: "mandatory", baseline: { file: "/b.json" } }), []);
    assert.deepEqual(check({ baseline: { enforcementLevel: "advisory", file: "/b.json" } }), []);
    assert.deepEqual(check({ "findings-in-baseline": "disabled" }), []);
  });

  it("is reported where no rule uses it", () => {
    assert.deepEqual(check({ baseline: "/b.json" }), [["baseline", "config-baseline-misplaced", "error"]]);
    assert.deepEqual(check({ all: { enforcementLevel: "mandatory", baseline: "/b.json" } }), [
      ["all.baseline", "config-baseline-misplaced", "error"],
    ]);
  });

  it("is reported with another type, an empty path, or another member", () => {
    assert.deepEqual(check({ baseline: { file: 1 } }), [["baseline.file", "config-value-invalid", "error"]]);
    assert.deepEqual(check({ baseline: { file: "" } }), [["baseline.file", "config-value-invalid", "error"]]);
    assert.deepEqual(check({ baseline: { path: "/b.json" } }), [
      ["baseline.path", "config-member-unknown", "error"],
    ]);
    assert.deepEqual(check({ "findings-in-baseline": { file: "/b.json" } }), [
      ["findings-in-baseline.file", "config-member-unknown", "error"],
    ]);
  });

  it("is warned about if it is disabled, by its level or by that of all", () => {
    const warning = ["baseline", "config-baseline-disabled", "warning"];
    assert.deepEqual(check({ baseline: { enforcementLevel: "disabled", file: "/b.json" } }), [warning]);
    assert.deepEqual(
      check({ all: "disabled", baseline: { file: "/b.json" } }).filter(([path]) => path !== "all"),
      [warning],
    );
    const enabled = { all: "disabled", baseline: { enforcementLevel: "advisory", file: "/b.json" } };
    assert.deepEqual(
      check(enabled).filter(([path]) => path !== "all"),
      [],
    );
    assert.deepEqual(check({ baseline: "disabled" }), []);
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
