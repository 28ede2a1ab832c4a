/** After the quickstart: no key, token or session in anything that it leaves, searched for by the values themselves. */
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Lab } from "../../../lab";
import type { PulumiRun, PulumiStack } from "../../../lab/pulumi";
import { quickstartLab, type QuickstartOutputs } from "../../engine/namespace/deployed-quickstart";
import { KnownSecrets } from "./known-secrets";
import { filesIn, type FileText, isCachedSession, secretsLeft } from "./secrets-left";

describe("after the quickstart", function () {
  this.timeout("15m");
  let secrets: KnownSecrets;
  let [lab, stack] = [] as unknown as [Lab, PulumiStack];
  let outputs: QuickstartOutputs;
  let eventLog = "";
  let up: PulumiRun;

  before(async () => {
    secrets = new KnownSecrets();
    ({ lab, stack } = await quickstartLab());
    secrets.addKeysOf("the deployer", lab.pulumi.environment);
    secrets.addKeysOf("root", { ...lab.aws.rootEnvironment() });
    eventLog = path.join(lab.directory, "kept-events.json");
    up = await stack.up({ loudWithEventLog: eventLog });
    assert.equal(up.exitCode, 0, up.output.slice(-4_000));
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
      "an application's client secret",
      "an issuer's private key",
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

  it("none is in state, logs, events, command texts or any file, but the session in its user's own cache", async () => {
    // The machine of the quickstart has no custom data: that of examples/scale-set is searched by its own test.
    const deployment = { stack, loud: { up, eventLog } };
    assert.deepEqual(await secretsLeft(secrets, [deployment], lab.directory), []);
  });

  it("the search finds what is planted in the log and in a file, encoded", async () => {
    const key = secrets.all.find(({ what }) => what === "root's AWS key")?.value ?? assert.fail();
    const planted = path.join(lab.directory, "planted");
    await writeFile(planted, Buffer.from(`.${key}`).toString("base64"));
    try {
      const loud = { ...up, output: `${up.output}\nsecret=${encodeURIComponent(key)}` };
      const found = await secretsLeft(secrets, [{ stack, loud: { up: loud, eventLog } }], lab.directory);
      assert.deepEqual(found, [`root's AWS key in ${planted}`, "root's AWS key in the log"]);
    } finally {
      await rm(planted);
    }
  });

  it("what is cached is the session, never the token that it was opened with", () => {
    const cached = sessionFiles();
    assert.ok(cached.length > 0);
    const kept = new Set(cached.flatMap(([, text]) => secrets.foundIn(text)));
    assert.deepEqual([...kept].sort(), ["the session's key", "the session's key ID", "the session's token"]);
  });
});
