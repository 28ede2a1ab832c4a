/** What accepted findings make of a rule's findings, whatever the rule. */
import assert from "node:assert/strict";
import { type AcceptedFinding, fingerprint } from "../../../../policypack/configuration";
import { PackRun } from "../../../../policypack/engine/pack-run";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject as rule } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, policy, statement, SUBJECT } from "../../trust/entra-policy";
import {
  acceptedFinding,
  NOTHING,
  type TestedResource,
  urnOf,
  validateResource,
  type Validation,
} from "../validate";

const openStatement = statement({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const role = (...statements: unknown[]): TestedResource => ({
  type: "aws:iam/role:Role",
  name: "app",
  props: { assumeRolePolicy: { Version: "2012-10-17", Statement: statements } },
});
const open = role(openStatement);

describe("an accepted finding", () => {
  const key = AUD.replace(/aud$/, "sub");
  const identity = [urnOf(open), "", "claim-not-pinned", AUD.slice(0, -4), key, [], []];
  const accepted = (changes: Partial<AcceptedFinding> & { readonly occurrence?: number } = {}) =>
    acceptedFinding({ rule: rule.name, identity }, urnOf(open), changes);
  const judge = (resource: TestedResource, ...findings: AcceptedFinding[]): Promise<Validation> =>
    validateResource(rule, resource, {}, findings);

  it("stops nothing, wherever in the policy it is now", async () => {
    for (const resource of [open, role(statement(), openStatement)]) {
      assert.deepEqual(await judge(resource, accepted()), NOTHING);
    }
  });

  it("leaves what is new a violation: another resource, another finding, the same once more", async () => {
    const count = async (resource: TestedResource, ...findings: AcceptedFinding[]): Promise<number> =>
      (await judge(resource, ...findings)).violations.length;
    assert.equal(await count({ ...open, name: "other" }, accepted()), 1);
    assert.equal(
      await count({ ...open, props: { assumeRolePolicy: policy({ Principal: "*" }) } }, accepted()),
      1,
    );
    const twice = role(openStatement, openStatement);
    assert.equal(await count(twice, accepted()), 1);
    assert.equal(await count(twice, accepted(), accepted({ occurrence: 1 })), 0);
  });

  it("is a violation if the list names another resource than the finding's", async () => {
    assert.equal((await judge(open, accepted({ resource: "urn:other" }))).violations.length, 1);
  });

  it("ends on its last day, and the violation then names owner, day, and reason", async () => {
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual(await judge(open, accepted({ until: today })), NOTHING);
    const { violations } = await judge(open, accepted({ until: "2020-03-31", reason: "until spring" }));
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /\. \(platform accepted it until 2020-03-31: until spring\)$/);
  });

  it("stops everything if its list has a problem", () => {
    const findings = [accepted({ until: "2026-02-30" }), 1];
    assert.throws(
      () => {
        new PackRun().accept({ findings });
      },
      ({ message, stack }: Error) => message.split("\n").length === 2 && stack === message,
    );
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
