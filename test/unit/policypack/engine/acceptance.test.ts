/** Accepted findings, as the policy pack, judge, and audit read and compare them. */
import assert from "node:assert/strict";
import {
  Acceptance,
  acceptanceNotices,
  type AcceptedFinding,
  type FindingPlace,
  readAccepted,
  withAccepted,
} from "../../../../policypack/configuration";

const NOW = new Date("2026-12-01T12:00:00Z");

const finding = (name: string, changes: Partial<AcceptedFinding> = {}): AcceptedFinding => ({
  fingerprint: name.repeat(32).slice(0, 32),
  rule: "a-rule",
  resource: name,
  reason: "moves to Entra",
  until: "2026-12-01",
  owner: "platform",
  ...changes,
});
const at = (resource: string): FindingPlace => ({ resources: [resource] });
const [a, b] = [finding("a"), finding("b", { until: "2026-11-30" })];

describe("readAccepted", () => {
  it("returns the findings of a list without problems", () => {
    assert.deepEqual(readAccepted({ findings: [a, b] }), { findings: [a, b], problems: [] });
    for (const setting of ["advisory", {}, undefined]) {
      assert.deepEqual(readAccepted(setting), { findings: [], problems: [] });
    }
  });

  it("returns all problems of a list, and then none of its findings", () => {
    const { until, ...endless } = a;
    assert.equal(until, "2026-12-01");
    const wrong = { ...a, fingerprint: "f", reason: " " };
    const { findings, problems } = readAccepted({
      findings: [a, { ...a, until: "2026-02-30" }, endless, wrong, 1],
    });
    assert.deepEqual(findings, []);
    const all = "fingerprint, rule, resource, reason, until, owner";
    const twice = "this finding is accepted twice. Remove one of the two";
    assert.deepEqual(
      problems.map(({ path, code, reason }) => [path.replace("accepted.findings", ""), code, reason]),
      [
        ["[2]", "config-member-missing", `until is missing. Expected ${all}`],
        [
          "[3].fingerprint",
          "config-value-invalid",
          'invalid value. Expected a string that matches ^[0-9a-f]{32}$; got "f"',
        ],
        ["[3].reason", "config-value-invalid", 'invalid value. Expected a string with letters; got " "'],
        ["[4]", "config-value-invalid", `invalid value. Expected an object with ${all}; got 1`],
        ["[1].until", "config-day-invalid", 'no such day. Expected a day of the calendar; got "2026-02-30"'],
        ["[1].fingerprint", "config-accepted-twice", twice],
        ["[2].fingerprint", "config-accepted-twice", twice],
      ],
    );
  });
});

describe("Acceptance", () => {
  it("accepts by the fingerprint and the resource, to the end of the last day", () => {
    const acceptance = new Acceptance([a, b], NOW);
    assert.deepEqual(acceptance.of([a.fingerprint], at("a")), { accepted: a, hasEnded: false });
    assert.deepEqual(acceptance.of(["0", a.fingerprint]), { accepted: a, hasEnded: false });
    assert.deepEqual(acceptance.of([b.fingerprint], at("b")), { accepted: b, hasEnded: true });
    for (const [fingerprint, resource] of [
      [a.fingerprint, "b"],
      ["0", "a"],
    ] as const) {
      assert.equal(new Acceptance([a], NOW).of([fingerprint], at(resource)), undefined);
    }
    assert.deepEqual([acceptance.inForce, acceptance.ended], [[a], [b]]);
  });

  it("may hold a finding of the same rule and resource, unless it has ended", () => {
    const acceptance = new Acceptance([a, b], NOW);
    assert.equal(acceptance.mayHold("a-rule", at("a")), true);
    assert.equal(acceptance.mayHold("a-rule", at("b")), false);
    assert.equal(acceptance.mayHold("other", at("a")), false);
    assert.deepEqual(acceptance.unused(), [b]);
  });

  it("names what was not found, of the rules that ran and the stacks and accounts that were judged", () => {
    const urn = (stack: string): string => `urn:pulumi:${stack}::project::aws:iam/role:Role::app`;
    const arn = (account: string): string => `arn:aws:iam::${account}:role/app`;
    const all = [
      a,
      ...[urn("dev"), urn("prod"), arn("1"), arn("2")].map((resource, index) =>
        finding(String(index), { resource }),
      ),
    ];
    const unused = (rules: string[], ...resources: string[]): string[] =>
      new Acceptance(all, NOW).unused({ rules, resources }).map(({ resource }) => resource);
    assert.deepEqual(unused(["a-rule"], urn("dev").replace("::app", "::other")), [urn("dev")]);
    assert.deepEqual(unused(["a-rule"], arn("2").replace("/app", "/other"), "name"), ["a", arn("2")]);
    assert.deepEqual(unused(["other"], urn("dev")), []);
    assert.deepEqual(
      acceptanceNotices([b], [a]).map(({ code, text }) => [code, text]),
      [
        [
          "acceptance-ended",
          "a-rule at b: the finding counts again (platform accepted it until 2026-11-30: moves to Entra)",
        ],
        [
          "acceptance-unused",
          `a-rule at a: the accepted finding ${a.fingerprint} is not found. If it is fixed, remove it`,
        ],
      ],
    );
  });
});

describe("withAccepted", () => {
  const terms = { reason: "a trial", until: "2027-01-31", owner: "ci" };

  it("adds findings, leaves what is accepted, and accepts anew what has ended", () => {
    const configuration = { all: "advisory", accepted: { "//": "old roles", findings: [b, a] } };
    const [c] = [finding("c")];
    assert.deepEqual(withAccepted(configuration, [c, a, b], terms, "2026-12-01"), {
      all: "advisory",
      accepted: { "//": "old roles", findings: [a, { ...b, ...terms }, { ...c, ...terms }] },
    });
    assert.deepEqual(withAccepted({}, [], terms, "2026-12-01"), { accepted: { findings: [] } });
  });
});
