/** After the quickstart: no key, token or session in anything that it leaves, searched for by the values themselves. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import type { PulumiStack } from "../../lab/engine/pulumi-stack";
import type { Lab } from "../../lab/lab";
import { quickstartLab, runCommandTexts, type QuickstartOutputs } from "../namespace/deployed-quickstart";
import { KnownSecrets } from "./known-secrets";
import { addSessions, filesIn, isCachedSession, type FileText } from "./secrets-left";

describe("after the quickstart", function () {
  this.timeout("15m");
  let secrets: KnownSecrets;
  let [lab, stack] = [] as unknown as [Lab, PulumiStack];
  let outputs: QuickstartOutputs;
  let log = "";
  let events = "";

  before(async () => {
    secrets = new KnownSecrets();
    ({ lab, stack } = await quickstartLab());
    secrets.addKeysOf("the deployer", lab.pulumi.environment);
    secrets.addKeysOf("root", { ...lab.aws.rootEnvironment() });
    const eventLog = path.join(lab.directory, "kept-events.json");
    const run = await stack.up({ loudWithEventLog: eventLog });
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
    addSessions(secrets, sessionFiles());
  });

  after(async () => {
    secrets.stop();
    await (lab as Lab | undefined)?.stop();
  });

  /** The helper's cache, which is for sessions: only its own user can read it. */
  function sessionFiles(): FileText[] {
    return filesIn(lab.azure.vm(outputs.virtualMachineName).folder).filter(([file]) => isCachedSession(file));
  }

  it("there are secrets to search for", () => {
    const kinds = new Set(secrets.all.map(({ what }) => what));
    assert.deepEqual([...kinds].sort(), [
      "a managed identity's token",
      "root's AWS key",
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
    const files = filesIn(folder).filter(([file]) => !isCachedSession(file));
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
