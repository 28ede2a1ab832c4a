/** Brings the clouds of a lab into the state that a released version left, and hands that state over to a stack. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { Lab } from "../../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION, LAB_DEPLOYER } from "../../../../lab/lab-facts";
import { PulumiStack } from "../../../../lab/pulumi";
import { makeProject } from "../../../../lab/testing/make-project";
import { PROJECT_ROOT } from "../../../../tools/project-root";

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly outputs?: Record<string, unknown>;
}

interface State {
  readonly deployment: { readonly resources: readonly StateResource[] };
}

/** The stack's config when the states were taken. The key is the public half of one that exists for them only. */
export const RELEASED_CONFIG = {
  "aws:region": LAB_AWS_REGION,
  "azure-native:location": LAB_AZURE_LOCATION,
  "azure-to-aws-quickstart:sshPublicKey":
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl operator@example",
  "azure-to-aws-quickstart:buckets": ["devteam-reports", "devteam-builds"],
} as const;

/** The object ID of the deployer in the states, which each lab chooses anew. */
export const RELEASED_DEPLOYER = "dea10e00-1d2e-4f3a-8b4c-5d6e7f8a9b0c";

const FIXTURES = path.join(PROJECT_ROOT, "test/unit/components/federation/fixtures");

/** The file with the state of the quickstart that a version left, as `pulumi stack export` wrote it; compressed from 0.2.0 on. */
export function releasedFile(version: string): string {
  return path.join(FIXTURES, `state-${version}.json${version === "0.1.0" ? "" : ".br"}`);
}

/** The object ID of a lab's deployer. */
export function deployerOf(lab: Lab): string {
  const principal = lab.azure.tenant().directory.servicePrincipal(LAB_DEPLOYER.clientId);
  assert.ok(principal);
  return principal.id;
}

/**
 * Declares each resource of a state by the inputs it had. What a cloud computed then (the ID of an identity) and others
 * took as input is taken from the new resource.
 */
const REPLAY = `
const pulumi = require("@pulumi/pulumi");
const { deployment } = require("./state.json");
const computed = [];
const byUrn = new Map();
function renewed(value) {
  if (typeof value === "string") {
    const found = computed.filter(({ text }) => value.includes(text));
    return pulumi
      .all(found.map(({ output }) => output))
      .apply((news) => news.reduce((text, now, index) => text.replaceAll(found[index].text, now), value));
  }
  if (Array.isArray(value)) return value.map(renewed);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== "__defaults");
  return Object.fromEntries(members.map(([name, member]) => [name, renewed(member)]));
}
for (const { type, urn, custom, inputs = {}, outputs = {}, id, dependencies = [] } of deployment.resources) {
  if (!custom || type.startsWith("pulumi:")) continue;
  const none = Object.fromEntries(Object.keys(outputs).map((name) => [name, undefined]));
  const dependsOn = dependencies.flatMap((dependency) => byUrn.get(dependency) ?? []);
  const properties = { ...none, ...renewed(inputs) };
  const resource = new pulumi.CustomResource(type, urn.split("::").at(-1), properties, { dependsOn });
  byUrn.set(urn, resource);
  const given = JSON.stringify(inputs);
  for (const [name, text] of [["id", id], ...Object.entries(outputs)]) {
    if (typeof text !== "string" || text.length < 8 || given.includes(JSON.stringify(text))) continue;
    if (!computed.some((known) => known.text === text)) computed.push({ text, output: resource[name] });
  }
  computed.sort((one, other) => other.text.length - one.text.length);
}
`;

/**
 * A stack of the quickstart as a released version left it: the clouds hold what the version deployed, and the stack
 * holds the version's state, with the IDs that this lab's clouds gave in place of those of the lab that it was taken in.
 *
 */
export async function restoreReleased(lab: Lab, version: string): Promise<PulumiStack> {
  const file = releasedFile(version);
  const content = await readFile(file);
  const kept = (file.endsWith(".br") ? brotliDecompressSync(content) : content).toString("utf8");
  const text = kept.replaceAll(RELEASED_DEPLOYER, deployerOf(lab));
  const renewed = renew(text, JSON.parse(text) as State, await replay(lab, text));
  const stack = await PulumiStack.create(lab.pulumi, {
    projectDirectory: PROJECT_ROOT,
    stackName: "dev",
    config: RELEASED_CONFIG,
    directory: lab.directory,
  });
  const stateFile = path.join(lab.directory, "renewed.json");
  await writeFile(stateFile, renewed);
  const run = await lab.pulumi.run(["stack", "import", "--stack", "dev", "--file", stateFile], {
    projectDirectory: PROJECT_ROOT,
  });
  assert.equal(run.exitCode, 0, run.output);
  return stack;
}

/** Creates the resources in the clouds, and returns the state of the stack that did. */
async function replay(lab: Lab, state: string): Promise<State> {
  const projectDirectory = await makeProject(lab.directory, "replay", REPLAY);
  await writeFile(path.join(projectDirectory, "state.json"), state);
  const stack = await PulumiStack.create(lab.pulumi, {
    projectDirectory,
    stackName: "replay",
    config: { "aws:region": "eu-west-1" },
    directory: path.join(lab.directory, "stacks"),
  });
  const run = await stack.up();
  assert.equal(run.exitCode, 0, run.output);
  const exported = await lab.pulumi.run(["stack", "export", "--stack", "replay"], { projectDirectory });
  return JSON.parse(exported.output) as State;
}

/** The text of a state, with what the clouds computed anew. */
function renew(text: string, before: State, now: State): string {
  const changes = new Map<string, string>();
  for (const { type, urn, id, outputs } of before.deployment.resources) {
    const name = urn.split("::").at(-1);
    const twin = now.deployment.resources.find(
      (candidate) => candidate.type === type && candidate.urn.split("::").at(-1) === name,
    );
    if (twin !== undefined && !type.startsWith("pulumi:")) {
      collectChanges({ id, ...outputs }, { id: twin.id, ...twin.outputs }, changes);
    }
  }
  const longestFirst = [...changes].sort(([one], [other]) => other.length - one.length);
  return longestFirst.reduce((result, [old, renewed]) => result.replaceAll(old, renewed), text);
}

function collectChanges(before: unknown, now: unknown, changes: Map<string, string>): void {
  if (typeof before === "string" && typeof now === "string") {
    if (before !== now && before.length >= 8) {
      changes.set(before, now);
    }
  } else if (typeof before === "object" && before !== null && typeof now === "object" && now !== null) {
    const twin = new Map<string, unknown>(Object.entries(now));
    for (const [name, member] of Object.entries(before)) {
      collectChanges(member, twin.get(name), changes);
    }
  }
}
