/** What the configuration makes of a rule's findings, whatever the rule. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fingerprint, renderBaseline } from "../../../../policypack/configuration";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject as rule } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, policy, statement, SUBJECT } from "../../trust/entra-policy";
import { NOTHING, type TestedResource, urnOf, validateResource, type Validation } from "../validate";

const openStatement = statement({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const role = (...statements: unknown[]): TestedResource => ({
  type: "aws:iam/role:Role",
  name: "app",
  props: { assumeRolePolicy: { Version: "2012-10-17", Statement: statements } },
});
const open = role(openStatement);

describe("exceptions", () => {
  const judge = (exceptions: readonly object[]): Promise<Validation> =>
    validateResource(rule, open, { exceptions });

  it("let a resource pass by a pattern of its URN, and show the reason and the end", async () => {
    for (const urn of [urnOf(open), "*::app", "urn:pulumi:test::*::aws:iam/role:Role::*", "*"]) {
      const { violations, advice } = await judge([{ urn, reason: "moves to Entra", until: "2999-12-31" }]);
      assert.deepEqual(violations, [], urn);
      assert.equal(advice.length, 1);
      assert.match(
        advice[0] ?? "",
        /^Exception until 2999-12-31 \(moves to Entra\): Role app: Any identity in tenant .* can assume this role\. Statement 0/,
      );
    }
    assert.match((await judge([{ urn: "*", reason: "r" }])).advice[0] ?? "", /^Exception \(r\): /);
  });

  it("do not reach resources whose URN the pattern does not match as a whole", async () => {
    for (const urn of ["app", "*::ap", "*::ap?", "*:x::app", "urn:pulumi:prod::*", ".*"]) {
      assert.equal((await judge([{ urn, reason: "r" }])).violations.length, 1, urn);
    }
  });

  it("are compared in time that grows with the product of the lengths", async () => {
    // A regular expression with a hundred times `.*` would not come to an end.
    assert.equal((await judge([{ urn: `${"*:".repeat(100)}!`, reason: "r" }])).violations.length, 1);
    assert.equal((await judge([{ urn: "*".repeat(1000), reason: "r" }])).violations.length, 0);
  });

  it("end on their last day, and the violation then names them", async () => {
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual((await judge([{ urn: "*", reason: "r", until: "2999-01-01" }])).violations, []);
    const { violations } = await judge([{ urn: "*", reason: "until spring", until: "2020-03-31" }]);
    assert.match(violations[0] ?? "", /\(An exception ended on 2020-03-31: until spring\)$/);
    const both = [
      { urn: "*", reason: "old", until: "2020-03-31" },
      { urn: "*", reason: "new", until: today },
    ];
    assert.match((await judge(both)).advice[0] ?? "", /\(new\)/);
  });
});

describe("findings with the same identity", () => {
  const audiences = (...values: readonly string[]) => ({
    Condition: { StringEquals: { [AUD]: values, [AUD.replace(/aud$/, "sub")]: SUBJECT } },
  });
  const judge = (changes: Record<string, unknown>): Promise<Validation> =>
    validateResource(oidcTrustRequiresAudience, { ...open, props: { assumeRolePolicy: policy(changes) } });

  it("are all shown if a policy has several: one for each value", async () => {
    const { violations } = await judge(audiences("<a>", "<b>"));
    assert.deepEqual(
      violations.map((text) => /"<.>", in which/.exec(text)?.[0]),
      ['"<a>", in which', '"<b>", in which'],
    );
    const { advice } = await judge(audiences(AUDIENCE, "<a>", "<b>"));
    assert.deepEqual(
      advice.map((text) => /"<.>", in which/.exec(text)?.[0]),
      ['"<a>", in which', '"<b>", in which'],
    );
  });

  it("are one if each outcome of a template has it, and two if two roles have it", async () => {
    const ofAudience = (audience: string): object =>
      policy({ Condition: { StringEquals: { [AUD]: audience } } });
    const AssumeRolePolicyDocument = { "Fn::If": ["C", ofAudience("api://a"), ofAudience("api://b")] };
    const either = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument } };
    const count = async (Resources: object): Promise<number> => {
      const Conditions = { C: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-central-1"] } };
      const templateBody = JSON.stringify({ Conditions, Resources });
      const stack = { type: "aws:cloudformation/stack:Stack", name: "app", props: { templateBody } };
      return (await validateResource(rule, stack)).violations.length;
    };
    assert.equal(await count({ One: either }), 1);
    assert.equal(await count({ One: either, Two: either }), 2);
  });
});

describe("a baseline", () => {
  let directory = "";
  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), "baseline-"));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  /** Writes a baseline with the open statement's finding, so many times. */
  function baseline(times: number): string {
    const file = path.join(directory, `${times}.json`);
    const resource = urnOf(open);
    const key = AUD.replace(/aud$/, "sub");
    const identity = [resource, "", "claim-not-pinned", AUD.slice(0, -4), key, [], []];
    const finding = { rule: rule.name, resource, identity, message: "m" };
    writeFileSync(file, renderBaseline(Array.from({ length: times }, () => finding)));
    return file;
  }

  it("hides the findings that it holds, wherever in the policy they are now", async () => {
    const config = { baseline: baseline(1) };
    for (const resource of [open, role(statement(), openStatement)]) {
      assert.deepEqual(await validateResource(rule, resource, config), NOTHING);
    }
  });

  it("keeps what is new a violation: another resource, another finding, the same once more", async () => {
    const config = { baseline: baseline(1) };
    const count = async (resource: TestedResource): Promise<number> =>
      (await validateResource(rule, resource, config)).violations.length;
    assert.equal(await count({ ...open, name: "other" }), 1);
    assert.equal(await count({ ...open, props: { assumeRolePolicy: policy({ Principal: "*" }) } }), 1);
    assert.equal(await count(role(openStatement, openStatement)), 1);
    const twice = await validateResource(rule, role(openStatement, openStatement), { baseline: baseline(2) });
    assert.deepEqual(twice.violations, []);
  });

  it("stops everything if it is missing or none", async () => {
    const missing = path.join(directory, "missing.json");
    for (const resource of [open, role(statement())]) {
      await assert.rejects(validateResource(rule, resource, { baseline: missing }), ({ stack }: Error) => {
        assert.match(
          stack ?? "",
          /^BaselineError: .*missing\.json: the baseline file does not exist\. [^\n]* \[baseline-not-found\]$/,
          "no stack trace",
        );
        return true;
      });
    }
    const broken = path.join(directory, "broken.json");
    writeFileSync(broken, "{}");
    await assert.rejects(
      validateResource(rule, open, { baseline: broken }),
      /broken\.json: not a baseline\. .*\[baseline-other-file\]$/,
    );
  });

  it("is relative to the pack's folder, never to the folder where pulumi was started", async () => {
    const working = process.env.PWD;
    const name = path.basename(baseline(1));
    process.env.PWD = directory;
    try {
      await assert.rejects(validateResource(rule, open, { baseline: name }), ({ message }: Error) =>
        message.startsWith(path.resolve("policypack", name)),
      );
      const { violations } = await validateResource(rule, open, {
        baseline: path.relative(path.resolve("policypack"), path.join(directory, name)),
      });
      assert.deepEqual(violations, []);
    } finally {
      process.env.PWD = working;
    }
  });

  it("is known by fingerprints that depend on rule, identity and occurrence", () => {
    const finding = { rule: "r", identity: ["u", "d"] };
    const changed = [
      { rule: "x" },
      { identity: ["x", "d"] },
      { identity: ["u", "x"] },
      { identity: ["ud"] },
    ].map((change) => fingerprint({ ...finding, ...change }));
    const all = [fingerprint(finding), fingerprint(finding, 1), ...changed];
    assert.equal(new Set(all).size, 6);
    assert.ok(all.every((print) => /^[0-9a-f]{32}$/.test(print)));
    assert.equal(fingerprint(finding), fingerprint({ ...finding }));
  });
});
