/** After the quickstart: no key, token or session in anything that it leaves, searched for by the values themselves. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import type { PulumiStack } from "../../lab/engine/pulumi-stack";
import type { Lab } from "../../lab/lab";
import { PROJECT_ROOT } from "../../lab/project-root";
import { quickstartLab, runCommandTexts, type QuickstartOutputs } from "../namespace/deployed-quickstart";
import { KnownSecrets } from "./known-secrets";

/** Every file below a folder, with its text. */
function filesIn(folder: string): [file: string, text: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, "latin1")]);
}

describe("after the quickstart", function () {
  this.timeout("15m");
  const secrets = new KnownSecrets();
  let [lab, stack] = [] as unknown as [Lab, PulumiStack];
  let outputs: QuickstartOutputs;
  let log = "";
  let events = "";

  before(async () => {
    ({ lab, stack } = await quickstartLab());
    secrets.addKeysOf(lab);
    const eventLog = path.join(lab.directory, "kept-events.json");
    // The CLI's own words and those of every plugin, as loud as they get.
    const loud = ["--logtostderr", "--logflow", "-v=11"];
    const up = ["up", "--yes", "--skip-preview", "--event-log", eventLog];
    const run = await lab.pulumi.run(
      [...loud, ...up, "--stack", stack.name, "--config-file", stack.configFile],
      {
        projectDirectory: PROJECT_ROOT,
      },
    );
    assert.equal(run.exitCode, 0, run.output.slice(-4_000));
    log = run.output;
    events = readFileSync(eventLog, "utf8");
    outputs = (await stack.outputs()) as unknown as QuickstartOutputs;
    const vm = lab.azure.vm(outputs.virtualMachineName);
    const listing = await vm.run([
      "aws",
      "s3",
      "ls",
      "s3://devteam-reports",
      "--profile",
      outputs.profileName,
    ]);
    assert.equal(listing.exitCode, 0, listing.stderr);
    for (const session of sessionFiles()) {
      const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(
        session[1].split("\n")[3] ?? "",
      ) as Record<string, string>;
      secrets.add("the session's key ID", AccessKeyId ?? "");
      secrets.add("the session's key", SecretAccessKey ?? "");
      secrets.add("the session's token", SessionToken ?? "");
    }
  });

  after(async () => {
    secrets.stop();
    await (lab as Lab | undefined)?.stop();
  });

  /** The helper's cache, which is for sessions: only its own user can read it. */
  function sessionFiles(): [file: string, text: string][] {
    return filesIn(lab.azure.vm(outputs.virtualMachineName).folder).filter(([file]) =>
      /\/azure-to-aws\/session-[0-9a-f]{8}$/.test(file),
    );
  }

  it("there are secrets to search for", () => {
    const kinds = new Set(secrets.all.map(({ what }) => what));
    assert.deepEqual([...kinds].sort(), [
      "a managed identity's token",
      "the account's root key",
      "the deployer's AWS key",
      "the deployer's client secret",
      "the deployer's token",
      "the session's key",
      "the session's key ID",
      "the session's token",
      "the signature of a managed identity's token",
      "the signature of the deployer's token",
    ]);
    const [token] = secrets.all.filter(({ what }) => what === "a managed identity's token");
    assert.deepEqual(secrets.foundIn(`x${token?.value ?? ""}y`).length, 2);
  });

  it("none is in the state, its secrets in clear, custom data included", async () => {
    const state = await stack.exportWithSecrets();
    assert.match(state, /"virtualMachineName"/);
    assert.deepEqual(secrets.foundIn(state), []);
  });

  it("none is in the logs at the highest verbosity", () => {
    assert.ok(log.split("\n").length > 1_000, log.slice(-1_000));
    assert.deepEqual(secrets.foundIn(log), []);
  });

  it("none is in the engine's event log", () => {
    assert.match(events, /resOutputsEvent|resourcePreEvent/);
    assert.deepEqual(secrets.foundIn(events), []);
  });

  it("none is in the text of a Run Command", async () => {
    for (const text of await runCommandTexts(stack)) {
      assert.deepEqual(secrets.foundIn(text), []);
    }
  });

  it("none is in a file of the VM but the session in its user's own cache", () => {
    const { folder } = lab.azure.vm(outputs.virtualMachineName);
    const cached = sessionFiles();
    assert.ok(cached.length > 0);
    const files = filesIn(folder).filter(([file]) => !cached.some(([own]) => own === file));
    assert.ok(files.length > 10);
    assert.deepEqual(
      files.flatMap(([file, text]) => secrets.foundIn(text).map((what) => `${what} in ${file}`)),
      [],
    );
    // What is cached is the session, never the token that it was opened with.
    const kept = new Set(cached.flatMap(([, text]) => secrets.foundIn(text)));
    assert.deepEqual([...kept].sort(), ["the session's key", "the session's key ID", "the session's token"]);
  });

  it("none is in what the engine keeps on the deployer's disk", () => {
    const files = ["pulumi-state", "pulumi-home"].flatMap((name) => filesIn(path.join(lab.directory, name)));
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.flatMap(([file, text]) => secrets.foundIn(text).map((what) => `${what} in ${file}`)),
      [],
    );
  });
});
