import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPlugin } from "../../../../../../lab/pulumi/toolchain/language-host/install-plugin";

describe("the installation of a plugin by the lab's language host", function () {
  this.timeout(60_000);
  let directory = "";

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "install-plugin-"));
    await mkdir(path.join(directory, "part"));
    await writeFile(path.join(directory, "part/package.json"), '{ "name": "part", "version": "1.0.0" }');
    const dependencies = { part: "file:./part" };
    await writeFile(path.join(directory, "package.json"), JSON.stringify({ name: "plugin", dependencies }));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const installed = async () => (await readdir(path.join(directory, "node_modules"))).sort();

  it("installs what the plugin's manifest names, and returns what npm printed", async () => {
    assert.match(await installPlugin(directory), /added 1 package/);
    assert.deepEqual(await installed(), [".package-lock.json", "part"]);
  });

  it("leaves a folder in which packages are installed", async () => {
    await mkdir(path.join(directory, "node_modules"));
    assert.equal(await installPlugin(directory), "");
    assert.deepEqual(await installed(), []);
  });

  it("fails with what npm says", async () => {
    await writeFile(path.join(directory, "package.json"), "{");
    await assert.rejects(installPlugin(directory), /EJSONPARSE/);
  });
});
