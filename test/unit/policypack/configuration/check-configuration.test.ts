import assert from "node:assert/strict";
import { checkConfiguration } from "../../../../policypack/configuration";

type Json = Record<string, unknown>;

const SUBJECT = "oidc-trust-requires-subject";
const check = (configuration: Json): string[] =>
  checkConfiguration(JSON.stringify(configuration)).map(({ path, reason }) => `${path} ${reason}`);
const checkRule = (setting: unknown, rule = SUBJECT): string[] => check({ [rule]: setting });

describe("checkConfiguration", () => {
  it("has nothing to say of what works", () => {
    assert.deepEqual(checkConfiguration(""), []);
    assert.deepEqual(check({}), []);
    assert.deepEqual(
      check({
        all: "mandatory",
        environments: ["team/policy"],
        "no-long-lived-aws-keys": "disabled",
        "federated-role-session-is-bounded": { maximumSeconds: 7200, boundaryRequired: true, scope: "all" },
        [SUBJECT]: {
          "//": "a comment",
          enforcementLevel: "advisory",
          unknownInPreview: "refuse",
          subjectPatterns: [{ provider: "gitlab.com", beginning: "project_path:<group>/<project>:" }],
          microsoftServices: ["sentinel"],
          exceptions: [{ urn: "*::app", reason: "until the move", until: "2026-12-31" }],
          baseline: "baseline.json",
        },
      }),
      [],
    );
    assert.deepEqual(check({ all: { enforcementLevel: "advisory" } }), []);
  });

  it("names what is no JSON, and no object", () => {
    assert.match(checkConfiguration("{")[0]?.reason ?? "", /^is no JSON/);
    assert.match(checkConfiguration("[]")[0]?.reason ?? "", /^is no object/);
  });

  it("names unknown rules, and the known ones", () => {
    const [problem] = check({ "oidc-trust-requires-subjects": "disabled" });
    assert.match(
      problem ?? "",
      /^oidc-trust-requires-subjects is no rule, and the engine passes over it; allowed: /,
    );
    assert.match(
      problem ?? "",
      /oidc-trust-requires-subject, .*federation-is-consistent, all, environments$/,
    );
  });

  it("names wrong levels, and the right ones", () => {
    const allowed = "allowed: advisory, mandatory, disabled";
    assert.deepEqual(checkRule("warn"), [`${SUBJECT} is "warn"; ${allowed}`]);
    assert.deepEqual(checkRule({ enforcementLevel: 1 }), [`${SUBJECT}.enforcementLevel is 1; ${allowed}`]);
    assert.deepEqual(check({ all: "remediate" }), [`all is "remediate"; ${allowed}`]);
  });

  it("says where exceptions and baselines belong, and what does not reach the rules", () => {
    assert.match(check({ exceptions: [] })[0] ?? "", /^exceptions is not known here: give it to each rule/);
    assert.match(check({ all: { scope: "all" } })[0] ?? "", /^all\.scope reaches no rule/);
  });

  it("names unknown members and wrong values, with what is allowed", () => {
    const cases: [setting: Json, problem: RegExp][] = [
      [
        { scope: "all" },
        /\.scope is not known, .*allowed: enforcementLevel, unknownInPreview, acceptBoundedPatterns, subjectPatterns/,
      ],
      [{ unknownInPreview: "stop" }, /\.unknownInPreview is "stop"; allowed: "advise", "refuse"$/],
      [{ subjectPatterns: {} }, /\.subjectPatterns is {}; allowed: a list$/],
      [{ subjectPatterns: ["x"] }, /\[0\] is "x"; allowed: an object with provider, andBelow, beginning$/],
      [{ subjectPatterns: [{ provider: "p" }] }, /\[0\] has no beginning; required: provider, beginning$/],
      [{ subjectPatterns: [{ provider: 1, beginning: "b" }] }, /\[0\]\.provider is 1; allowed: a text$/],
      [
        { subjectPatterns: [{ provider: "p", beginning: "b", x: 1 }] },
        /\[0\]\.x is not known; allowed: provider/,
      ],
      [{ microsoftServices: ["x"] }, /\[0\] is "x"; allowed: "sentinel", /],
      [{ baseline: "" }, /\.baseline is ""; allowed: a text that is not empty$/],
    ];
    for (const [setting, problem] of cases) {
      assert.equal(checkRule(setting).length, 1, JSON.stringify(setting));
      assert.match(checkRule(setting)[0] ?? "", problem);
    }
    const rule = "federated-role-session-is-bounded";
    assert.match(
      checkRule({ maximumSeconds: 60 }, rule)[0] ?? "",
      /is 60; allowed: a whole number from 3600 to 43200$/,
    );
    assert.match(checkRule({ boundaryRequired: "yes" }, rule)[0] ?? "", /is "yes"; allowed: true, false$/);
    assert.match(
      checkRule({ accountId: "1" }, "oidc-trust-names-its-issuer")[0] ?? "",
      /is "1"; allowed: a text that matches \^\\d\{12\}\$/,
    );
  });

  it("names exceptions without a reason, and days that are none", () => {
    const exceptions = [
      { urn: "*" },
      { urn: "*", reason: " " },
      { urn: "*", reason: "r", until: "31.12.2026" },
      { urn: "*", reason: "r", until: "2026-02-30" },
      { reason: "r", untill: "2026-12-31" },
    ];
    const at = `${SUBJECT}.exceptions`;
    assert.deepEqual(checkRule({ exceptions }), [
      `${at}[0] has no reason; required: urn, reason`,
      `${at}[1].reason is " "; allowed: a text that is not empty`,
      `${at}[2].until is "31.12.2026"; allowed: a text that matches ^\\d{4}-\\d{2}-\\d{2}$`,
      `${at}[4] has no urn; required: urn, reason`,
      `${at}[4].untill is not known; allowed: urn, reason, until`,
      `${at}[3].until is "2026-02-30", which no calendar has`,
    ]);
  });

  it("names everything at once", () => {
    assert.equal(check({ a: 1, b: 2, [SUBJECT]: { c: 3, d: 4 } }).length, 4);
  });
});
