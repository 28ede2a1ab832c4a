import assert from "node:assert/strict";
import { checkConfiguration } from "../../../../policypack/configuration";

type Json = Record<string, unknown>;

const SUBJECT = "oidc-trust-requires-subject";
const TODAY = "2026-11-27";
const check = (configuration: Json): string[] =>
  checkConfiguration(JSON.stringify(configuration), TODAY).map(
    ({ path, reason, isWarning }) => `${isWarning === true ? "warning: " : ""}${path} ${reason}`,
  );
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
          exceptions: [{ urn: "*::app", reason: "until the move", until: "2026-12-31" }],
          baseline: "baseline.json",
        },
      }),
      [],
    );
    assert.deepEqual(check({ all: { enforcementLevel: "advisory" } }), []);
  });

  it("reports a string that is not JSON, and JSON that is not an object", () => {
    assert.match(checkConfiguration("{")[0]?.reason ?? "", /^is not valid JSON/);
    assert.match(checkConfiguration("[]")[0]?.reason ?? "", /^is not an object/);
  });

  it("reports a byte order mark and a comment outside of a rule, at which the engine stops", () => {
    assert.deepEqual(
      checkConfiguration("\uFEFF{}").map(({ reason }) => reason),
      ["begins with a byte order mark, at which the engine stops. Save it as UTF-8 without one"],
    );
    assert.deepEqual(check({ "//": "why" }), [
      "// is a comment outside of a rule's object, at which the engine stops",
    ]);
    assert.match(
      check({ unknown: "why" })[0] ?? "",
      /^unknown is an unknown rule, and the engine stops at its value;/,
    );
  });

  it("reports beginnings that every subject has, and providers with a scheme or without a name", () => {
    const patterns = (provider: string, beginning: string): string[] =>
      check(
        Object.fromEntries(
          [SUBJECT, "oidc-trust-requires-audience", "oidc-trust-audience-beside-subject"].map((rule) => [
            rule,
            { subjectPatterns: [{ provider, beginning }] },
          ]),
        ),
      ).filter((line) => line.startsWith(SUBJECT));
    const at = `${SUBJECT}.subjectPatterns[0]`;
    assert.deepEqual(patterns("gitlab.com", ""), [
      `${at}.beginning is ""; allowed: a string that is not empty`,
    ]);
    for (const beginning of ["<owner>", " ", "<a><b>"]) {
      assert.deepEqual(patterns("gitlab.com", beginning), [
        `${at}.beginning is ${JSON.stringify(beginning)}, which every subject has; expected a beginning that names an owner`,
      ]);
    }
    assert.match(patterns("https://gitlab.com", "project_path:a/")[0] ?? "", /\.provider is "https:/);
    assert.match(patterns("", "project_path:a/")[0] ?? "", /\.provider is ""/);
    assert.deepEqual(patterns("gitlab.com", "project_path:<group>/"), []);
  });

  describe("warns", () => {
    const except = (exception: Json): string[] =>
      checkRule({ exceptions: [{ urn: "*::app", reason: "r", until: "2027-01-31", ...exception }] });
    const at = `warning: ${SUBJECT}.exceptions[0]`;

    it("of an exception for everything, or for every role", () => {
      for (const urn of ["*", "**", "urn:*", "urn:pulumi:*::*::*::*"]) {
        assert.deepEqual(
          except({ urn }),
          [`${at}.urn matches every resource, which switches the rule off`],
          urn,
        );
      }
      const urn = "*::aws:iam/role:Role::*";
      assert.deepEqual(except({ urn }), [
        `${at}.urn matches every role, which switches the rule off for roles`,
      ]);
      assert.deepEqual(except({}), []);
      assert.deepEqual(except({ urn: "urn:pulumi:dev::*" }), []);
    });

    it("of an exception without an end, or with one more than a year away", () => {
      assert.deepEqual(checkRule({ exceptions: [{ urn: "*::app", reason: "r" }] }), [
        `${at} has no until, so it never ends`,
      ]);
      assert.deepEqual(except({ until: "9999-12-31" }), [
        `${at}.until is "9999-12-31", more than a year from now`,
      ]);
      assert.deepEqual(except({ until: "2027-11-28" }), [
        `${at}.until is "2027-11-28", more than a year from now`,
      ]);
      assert.deepEqual(except({ until: "2027-11-27" }), []);
    });

    it("of all: disabled", () => {
      const reason = "warning: all is disabled, so no rule runs that has no level of its own";
      assert.deepEqual(check({ all: "disabled" }), [reason]);
      assert.deepEqual(check({ all: { enforcementLevel: "disabled" } }), [reason]);
      assert.deepEqual(check({ all: "advisory" }), []);
    });

    it("of subject options that the three rules with them do not share", () => {
      const audience = "oidc-trust-requires-audience";
      const beside = "oidc-trust-audience-beside-subject";
      const owners = { gitHubOwners: ["acme"] };
      assert.deepEqual(check({ [SUBJECT]: owners }), [
        `warning: ${SUBJECT}.gitHubOwners is not the same in ${audience} and ${SUBJECT}, so these rules judge a subject differently`,
      ]);
      assert.deepEqual(check({ [SUBJECT]: owners, [audience]: owners, [beside]: owners }), []);
      assert.deepEqual(check({ [SUBJECT]: owners, [audience]: owners, [beside]: "disabled" }), []);
      for (const option of [
        { acceptBoundedPatterns: false },
        { microsoftServices: ["sentinel"] },
        { subjectPatterns: [{ provider: "gitlab.com", beginning: "project_path:a/" }] },
      ]) {
        assert.equal(check({ [SUBJECT]: option }).length, 1);
      }
    });
  });

  it("names unknown rules, and the known ones", () => {
    const [problem] = check({ "oidc-trust-requires-subjects": "disabled" });
    assert.match(
      problem ?? "",
      /^oidc-trust-requires-subjects is an unknown rule, which the engine ignores; allowed: /,
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
    assert.match(check({ exceptions: [] })[0] ?? "", /^exceptions is unknown here: give it to each rule/);
    assert.match(check({ all: { scope: "all" } })[0] ?? "", /^all\.scope reaches no rule/);
  });

  it("names unknown members and wrong values, with what is allowed", () => {
    const cases: [setting: Json, problem: RegExp][] = [
      [
        { scope: "all" },
        /\.scope is an unknown member, .*allowed: enforcementLevel, unknownInPreview, acceptBoundedPatterns, subjectPatterns/,
      ],
      [{ unknownInPreview: "stop" }, /\.unknownInPreview is "stop"; allowed: "advise", "refuse"$/],
      [{ subjectPatterns: {} }, /\.subjectPatterns is {}; allowed: a list$/],
      [{ subjectPatterns: ["x"] }, /\[0\] is "x"; allowed: an object with provider, andBelow, beginning$/],
      [{ subjectPatterns: [{ provider: "p" }] }, /\[0\] has no beginning; required: provider, beginning$/],
      [{ subjectPatterns: [{ provider: 1, beginning: "b" }] }, /\[0\]\.provider is 1; allowed: a string$/],
      [
        { subjectPatterns: [{ provider: "p", beginning: "b", x: 1 }] },
        /\[0\]\.x is an unknown member; allowed: provider/,
      ],
      [{ microsoftServices: ["x"] }, /\[0\] is "x"; allowed: "sentinel", /],
      [{ baseline: "" }, /\.baseline is ""; allowed: a string that is not empty$/],
    ];
    for (const [setting, problem] of cases) {
      const problems = checkRule(setting).filter((line) => !line.startsWith("warning: "));
      assert.equal(problems.length, 1, JSON.stringify(setting));
      assert.match(problems[0] ?? "", problem);
    }
    const rule = "federated-role-session-is-bounded";
    assert.match(
      checkRule({ maximumSeconds: 60 }, rule)[0] ?? "",
      /is 60; allowed: a whole number from 3600 to 43200$/,
    );
    assert.match(checkRule({ boundaryRequired: "yes" }, rule)[0] ?? "", /is "yes"; allowed: true, false$/);
    assert.match(
      checkRule({ accountId: "1" }, "oidc-trust-names-its-issuer")[0] ?? "",
      /is "1"; allowed: a string that matches \^\\d\{12\}\$/,
    );
  });

  it("names exceptions without a reason, and days that are none", () => {
    const exceptions = [
      { urn: "*" },
      { urn: "*", reason: " " },
      { urn: "*", reason: "r", until: "31.12.2026" },
      { urn: "*", reason: "r", until: "2026-02-30" },
      { reason: "r", untill: "2026-12-31" },
      { urn: "*::app", reason: "\u200B", until: "2026-12-31" },
    ];
    const at = `${SUBJECT}.exceptions`;
    const problems = checkRule({ exceptions }).filter((line) => !line.startsWith("warning: "));
    assert.deepEqual(problems, [
      `${at}[0] has no reason; required: urn, reason`,
      `${at}[1].reason is " "; allowed: a string with letters`,
      `${at}[2].until is "31.12.2026"; allowed: a string that matches ^\\d{4}-\\d{2}-\\d{2}$`,
      `${at}[4] has no urn; required: urn, reason`,
      `${at}[4].untill is an unknown member; allowed: urn, reason, until`,
      `${at}[5].reason is "\u200B"; allowed: a string with letters`,
      `${at}[3].until is "2026-02-30", which no calendar has`,
    ]);
  });

  it("names everything at once", () => {
    assert.equal(check({ a: 1, b: 2, [SUBJECT]: { c: 3, d: 4 } }).length, 4);
  });
});
