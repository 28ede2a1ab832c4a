/** The trust policies that pages of the manual show: each is judged as its page says. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { judgeTrustPolicy } from "../../../trust";
import { runCli } from "../cli/run-cli";

/** What a reader puts in the place of the words in angle brackets. */
const VALUES: Readonly<Record<string, string>> = {
  "<tenant ID>": "11111111-2222-4333-8444-555555555555",
  "<principal ID>": "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d",
  "<client ID of the application>": "5d6e7f80-1a2b-4c3d-8e4f-a1b2c3d4e5f6",
  "<object ID of its service principal>": "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d",
  "<object ID of the service principal>": "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d",
  "<tenant>": "ERERESIiM0REVVVVVVVVVQ",
  "<organization>": "q1w2e3r4t5y6u7i8o9p0aQ",
  "<connection>": "a1s2d3f4g5h6j7k8l9z0xQ",
  "<trust anchor ID>": "3f2e1d0c-9b8a-4765-8432-10fedcba9876",
  "<workspace ID>": "7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f",
};

/** The text of a page. */
const textOf = (page: string): string => readFileSync(path.join(PROJECT_ROOT, "docs", page), "utf8");

/** The policies in the blocks of code of a page. */
function policiesOf(page: string): string[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^```(?:json|sh)\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  const policies = blocks.flatMap((block) => /^\{$.*^\}$/ms.exec(block) ?? []);
  return policies
    .filter((policy) => policy.includes('"Statement"'))
    .map((policy) => policy.replace(/<[^>]+>/g, (word) => VALUES[word] ?? assert.fail(`${page}: ${word}`)));
}

/** A run of the CLI that a page shows for a file of its own: its arguments, the file, and the output. */
const JUDGED = /^```console\n\$ npx @azure-to-aws\/cli (.*?)(\S+\.json)\n((?:.+\n)+)```$/gm;

/** The one policy of a page. */
function onlyPolicyOf(page: string): string {
  const [policy = assert.fail(`${page} has no policy`), ...others] = policiesOf(page);
  assert.deepEqual(others, []);
  return policy;
}

const verdictOf = (policy: string) => {
  const { accepted, findings } = judgeTrustPolicy(policy);
  return { accepted, codes: findings.map(({ code }) => code) };
};

/** Without its subject, or without its audience, the policy is rejected. */
function assertNeedsBothClaims(policy: string): void {
  for (const left of [/,\s*"[^"]*:sub": "[^"]*"/, /"[^"]*:aud": "[^"]*",/]) {
    const open = policy.replace(left, "");
    assert.notEqual(open, policy);
    assert.deepEqual(verdictOf(open), { accepted: false, codes: ["claim-not-pinned"] });
  }
}

describe("a trust policy in the manual", () => {
  it("is accepted for a CI system, and for its pull requests too", () => {
    const policy = onlyPolicyOf("how-to/continuous-integration.md");
    assert.deepEqual(verdictOf(policy), { accepted: true, codes: [] });
    const forPreviews = policy.replace("ref:refs/heads/main", "pull_request");
    assert.notEqual(forPreviews, policy);
    assert.deepEqual(verdictOf(forPreviews), { accepted: true, codes: [] });
  });

  it("is accepted on the page about audience and subject", () => {
    const verdicts = policiesOf("explanation/audience-and-subject.md").map(verdictOf);
    assert.deepEqual(verdicts, [{ accepted: true, codes: [] }]);
  });

  it("is accepted for Microsoft Fabric, and rejected without the subject", () => {
    const policy = onlyPolicyOf("how-to/microsoft-fabric.md");
    assert.deepEqual(verdictOf(policy).accepted, true);
    const open = policy.replace(/,\s*"[^"]*:sub": "[^"]*"/, "");
    assert.notEqual(open, policy);
    assert.deepEqual(verdictOf(open), { accepted: false, codes: ["claim-not-pinned"] });
    assert.equal(judgeTrustPolicy(policy, { microsoftServices: [] }).accepted, false);
  });

  it("is accepted for Microsoft Sentinel, and rejected without the session name", () => {
    const policy = onlyPolicyOf("how-to/sentinel-and-defender.md");
    assert.deepEqual(verdictOf(policy).accepted, true);
    const open = policy.replace(/,\s*"sts:RoleSessionName": "[^"]*"/, "");
    assert.notEqual(open, policy);
    assert.equal(verdictOf(open).accepted, false);
    assert.equal(judgeTrustPolicy(policy, { microsoftServices: [] }).accepted, false);
  });

  it("is accepted for a service connection of Azure DevOps, and rejected for all of them", () => {
    const policy = onlyPolicyOf("how-to/azure-devops.md");
    assert.deepEqual(verdictOf(policy).accepted, true);
    const like = policy.replace(/,(\s*"[^"]+:sub": )/, '}, "StringLike": {$1');
    assert.deepEqual(verdictOf(like).accepted, true);
    const pattern = like.replace(/("\/eid1\/c\/pub\/t\/)[^"]+/, "$1*");
    assert.notEqual(pattern, like);
    assert.deepEqual(verdictOf(pattern), { accepted: false, codes: ["claim-not-pinned"] });
  });

  it("is accepted for Azure Databricks, and rejected without the subject or for the audience of Databricks", () => {
    const policy = onlyPolicyOf("how-to/databricks.md");
    assert.deepEqual(verdictOf(policy), { accepted: true, codes: [] });
    const open = policy.replace(/,\s*"[^"]*:sub": "[^"]*"/, "");
    assert.notEqual(open, policy);
    assert.deepEqual(verdictOf(open), { accepted: false, codes: ["claim-not-pinned"] });
    const [resource = ""] = /2ff814a6-[-\da-f]+/.exec(textOf("how-to/databricks.md")) ?? [];
    const theirs = policy.replace(/api:[^"]+/, resource);
    assert.notEqual(theirs, policy);
    const { accepted, findings } = judgeTrustPolicy(theirs);
    assert.equal(accepted, false);
    assert.deepEqual(
      findings.map(({ code, reach }) => [code, reach]),
      [["audience-held-by-others", "replay"]],
    );
  });

  it("is accepted for an application with federated credentials, and rejected without the subject or the audience", () => {
    const policy = onlyPolicyOf("how-to/bedrock.md");
    assert.deepEqual(verdictOf(policy), { accepted: true, codes: [] });
    assertNeedsBothClaims(policy);
  });

  it("is outside what is judged for IAM Roles Anywhere, with its conditions and without them", () => {
    const policy = onlyPolicyOf("how-to/roles-anywhere.md");
    const open = policy.replace(/,\s*"Condition": \{.*?\n {6}\}/s, "");
    assert.notEqual(open, policy);
    for (const either of [policy, open]) {
      const { accepted, findings, grants } = judgeTrustPolicy(either);
      assert.deepEqual({ accepted, findings, grants }, { accepted: true, findings: [], grants: [] });
    }
  });

  it("is accepted for SPIRE, and for a pattern only if its beginning is named as on the page", () => {
    const policy = onlyPolicyOf("how-to/spiffe.md");
    assert.deepEqual(verdictOf(policy), { accepted: true, codes: [] });
    assertNeedsBothClaims(policy);
    const pattern = policy
      .replace(/,(\s*"[^"]+:sub": )/, '}, "StringLike": {$1')
      .replace("/sa/reports", "/*");
    const { findings } = judgeTrustPolicy(pattern);
    assert.deepEqual(
      findings.map(({ code, reach }) => [code, reach]),
      [["claim-not-pinned", "anyone"]],
    );
    const shown = /--subject-pattern '([^'=]+)=([^']+)' spire-role\.json/.exec(textOf("how-to/spiffe.md"));
    const [, issuer = "", beginning = ""] = shown ?? [];
    const subjectPatterns = [{ provider: issuer, beginning }];
    assert.equal(judgeTrustPolicy(pattern, { subjectPatterns }).accepted, true);
  });

  it("is judged by the CLI with the output that its page shows", async () => {
    const pages = readdirSync(path.join(PROJECT_ROOT, "docs/how-to"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => `how-to/${name}`);
    const runs = pages.flatMap((page) => [...textOf(page).matchAll(JUDGED)].map((run) => ({ page, run })));
    assert.ok(runs.length >= 4, `${runs.length} runs`);
    const folder = await mkdtemp(path.join(tmpdir(), "policies-"));
    try {
      for (const { page, run } of runs) {
        const [, args = "", name = "", shown = ""] = run;
        const [policy = ""] = policiesOf(page);
        const file = path.join(folder, name);
        await writeFile(file, policy);
        const { stdout } = await runCli([...args.split(" ").filter((word) => word !== ""), file]);
        assert.equal(stdout.slice(0, shown.length), shown, page);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("is rejected in the tutorial, whose reader sees why", () => {
    const verdicts = policiesOf("tutorials/the-lab-in-five-minutes.md").map(verdictOf);
    assert.deepEqual(verdicts, [{ accepted: false, codes: ["claim-not-pinned"] }]);
  });
});
