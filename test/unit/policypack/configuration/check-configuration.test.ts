import assert from "node:assert/strict";
import { checkConfiguration } from "../../../../policypack/configuration";

type Json = Record<string, unknown>;

const SUBJECT = "oidc-trust-requires-subject";
const TODAY = "2026-11-27";
const check = (configuration: Json): string[] =>
  checkConfiguration(JSON.stringify(configuration), TODAY).map(
    ({ path, reason, isWarning }) => `${isWarning === true ? "warning: " : ""}${path}: ${reason}`,
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
        },
      }),
      [],
    );
    assert.deepEqual(check({ all: { enforcementLevel: "advisory" } }), []);
  });

  it("reports a string that is not JSON, and JSON that is not an object", () => {
    assert.match(checkConfiguration("{")[0]?.reason ?? "", /^not valid JSON/);
    assert.match(checkConfiguration("[]")[0]?.reason ?? "", /^not an object/);
  });

  it("reports a byte order mark and a comment outside of a rule, at which the engine stops", () => {
    assert.deepEqual(
      checkConfiguration("\uFEFF{}").map(({ reason }) => reason),
      [
        "the file starts with a byte order mark, which the engine does not accept. Save it as UTF-8 without one",
      ],
    );
    assert.deepEqual(check({ "//": "why" }), [
      "//: a comment outside a rule's object, at which the engine stops. Move it into a rule's object",
    ]);
    assert.match(
      check({ unknown: "why" })[0] ?? "",
      /^unknown: unknown rule; the engine stops at its value\. /,
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
      `${at}.beginning: invalid value. Expected a string that is not empty; got ""`,
    ]);
    for (const beginning of ["<owner>", " ", "<a><b>"]) {
      assert.deepEqual(patterns("gitlab.com", beginning), [
        `${at}.beginning: every subject has this beginning. Expected a beginning that names an owner; got ${JSON.stringify(beginning)}`,
      ]);
    }
    assert.match(patterns("https://gitlab.com", "project_path:a/")[0] ?? "", /\.provider: .*; got "https:/);
    assert.match(patterns("", "project_path:a/")[0] ?? "", /\.provider: .*; got ""$/);
    assert.deepEqual(patterns("gitlab.com", "project_path:<group>/"), []);
  });

  describe("warns", () => {
    it("of all: disabled", () => {
      const reason = "warning: all: no rule runs unless it has a separate level, because all is disabled";
      assert.deepEqual(check({ all: "disabled" }), [reason]);
      assert.deepEqual(check({ all: { enforcementLevel: "disabled" } }), [reason]);
      assert.deepEqual(check({ all: "advisory" }), []);
    });

    it("of subject options that the three rules with them do not share", () => {
      const audience = "oidc-trust-requires-audience";
      const beside = "oidc-trust-audience-beside-subject";
      const owners = { gitHubOwners: ["acme"] };
      assert.deepEqual(check({ [SUBJECT]: owners }), [
        `warning: ${SUBJECT}.gitHubOwners: not the same in ${audience} and ${SUBJECT}, so these rules judge a subject differently`,
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

  it("reports unknown rules, and where the known ones are listed", () => {
    const [problem] = check({ "oidc-trust-requires-subjects": "disabled" });
    assert.equal(
      problem,
      "oidc-trust-requires-subjects: unknown rule; the engine ignores it. Expected all, accepted, accepted-findings, environments, or a rule of docs/reference/rules",
    );
  });

  it("names wrong levels, and the right ones", () => {
    const wrong = "unknown enforcement level. Expected advisory, mandatory, or disabled; got";
    assert.deepEqual(checkRule("warn"), [`${SUBJECT}: ${wrong} "warn"`]);
    assert.deepEqual(checkRule({ enforcementLevel: 1 }), [`${SUBJECT}.enforcementLevel: ${wrong} 1`]);
    assert.deepEqual(check({ all: "remediate" }), [`all: ${wrong} "remediate"`]);
  });

  it("says what does not reach the rules", () => {
    assert.match(
      checkRule({ exceptions: [] })[0] ?? "",
      /\.exceptions: unknown member, which has no effect\./,
    );
    assert.match(
      check({ all: { scope: "all" } })[0] ?? "",
      /^all\.scope: has no effect, because the engine uses only enforcementLevel of all/,
    );
  });

  it("names unknown members and wrong values, with what is allowed", () => {
    const cases: [setting: Json, problem: RegExp][] = [
      [
        { scope: "all" },
        /\.scope: unknown member, which has no effect\. Expected enforcementLevel, unknownInPreview, acceptBoundedPatterns, subjectPatterns/,
      ],
      [
        { unknownInPreview: "stop" },
        /\.unknownInPreview: invalid value\. Expected one of "advise", "refuse"; got "stop"$/,
      ],
      [{ subjectPatterns: {} }, /\.subjectPatterns: invalid value\. Expected a list; got {}$/],
      [
        { subjectPatterns: ["x"] },
        /\[0\]: invalid value\. Expected an object with provider, andBelow, beginning; got "x"$/,
      ],
      [
        { subjectPatterns: [{ provider: "p" }] },
        /\[0\]: beginning is missing\. Expected provider, beginning$/,
      ],
      [
        { subjectPatterns: [{ provider: 1, beginning: "b" }] },
        /\[0\]\.provider: invalid value\. Expected a string; got 1$/,
      ],
      [
        { subjectPatterns: [{ provider: "p", beginning: "b", x: 1 }] },
        /\[0\]\.x: unknown member, which has no effect\. Expected provider/,
      ],
      [{ microsoftServices: ["x"] }, /\[0\]: invalid value\. Expected one of "sentinel", .*; got "x"$/],
    ];
    for (const [setting, problem] of cases) {
      const problems = checkRule(setting).filter((line) => !line.startsWith("warning: "));
      assert.equal(problems.length, 1, JSON.stringify(setting));
      assert.match(problems[0] ?? "", problem);
    }
    const rule = "federated-role-session-is-bounded";
    assert.match(
      checkRule({ maximumSeconds: 60 }, rule)[0] ?? "",
      /Expected a whole number from 3600 to 43200; got 60$/,
    );
    assert.match(checkRule({ boundaryRequired: "yes" }, rule)[0] ?? "", /Expected true or false; got "yes"$/);
    assert.match(
      checkRule({ accountId: "1" }, "oidc-trust-names-its-issuer")[0] ?? "",
      /Expected a string that matches \^\\d\{12\}\$; got "1"$/,
    );
  });

  it("names everything at once", () => {
    assert.equal(check({ a: 1, b: 2, [SUBJECT]: { c: 3, d: 4 } }).length, 4);
  });
});
