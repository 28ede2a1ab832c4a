/** What Pulumi shows about the pack and each policy, as @pulumi/policy sends it. */
import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import * as protoutil from "@pulumi/policy/protoutil";
import { packDescription } from "../../../../policypack/engine/pack-description";
import { packPolicies } from "../../../../policypack/engine/pack-policies";
import { rulePageAddress } from "../../../../policypack/engine/rule-page";
import { rules } from "../../../../policypack/rules";

/** As the generated code of the protocol names them. */
interface SentPolicy {
  readonly name: string;
  readonly displayname: string;
  readonly description: string;
  readonly enforcementlevel: number;
  readonly severity: number;
  readonly framework?: object;
  readonly tagsList: readonly string[];
  readonly remediationSteps: string;
  readonly url: string;
}

interface Sent {
  toObject(): { readonly policiesList: readonly SentPolicy[] } & Readonly<Record<string, unknown>>;
}

/** The names of `Severity` in the protocol, by number. */
const SEVERITIES = ["unspecified", "low", "medium", "high", "critical"];

const project = { repository: "https://code.example.com/x", site: "https://docs.example.com" };

/** What the engine gets of the pack. */
function sent(addresses: { readonly repository?: string; readonly site?: string } | undefined) {
  const of = { repository: undefined, site: undefined, ...addresses };
  const policies: Policies = packPolicies(
    rules,
    () => undefined,
    (rule) => rulePageAddress(rule, of),
  );
  const make = (protoutil as unknown as { makeAnalyzerInfo: (...args: unknown[]) => Sent }).makeAnalyzerInfo;
  return make("pack", "1.2.3", "advisory", { ...packDescription(of), policies }).toObject();
}

describe("the metadata of the pack", () => {
  it("has a description, tags, a provider, and a readme", () => {
    const { policiesList, ...pack } = sent(project);
    assert.equal(policiesList.length, rules.length + 2);
    assert.equal(pack.displayname, "Azure to AWS federation");
    assert.match(String(pack.description), /^Refuses AWS trust policies /);
    assert.match(String(pack.readme), /^IAM accepts a trust policy /);
    assert.equal(pack.provider, "aws");
    assert.deepEqual(pack.tagsList, ["aws", "azure", "entra", "oidc"]);
    assert.equal(pack.repository, project.repository);
  });

  it("has no address as long as the project has none", () => {
    const { policiesList, ...pack } = sent(undefined);
    assert.equal(pack.repository, "");
    assert.deepEqual([...new Set(policiesList.map(({ url }) => url))], [""]);
  });

  for (const rule of rules) {
    it(`of ${rule.name} reaches the engine as the rule has it`, () => {
      const policy = sent(project).policiesList.find(({ name }) => name === rule.name);
      assert.ok(policy);
      assert.equal(policy.displayname, rule.displayName);
      assert.equal(policy.description, rule.description);
      assert.equal(SEVERITIES[policy.severity], rule.severity);
      assert.deepEqual(policy.tagsList, rule.tags);
      assert.equal(policy.remediationSteps, rule.remediationSteps);
      assert.deepEqual(policy.framework, rule.framework);
      assert.equal(policy.url, `${project.site}/reference/rules/${rule.name}.html`);
    });
  }
});
