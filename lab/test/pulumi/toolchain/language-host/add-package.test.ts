import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { credentials } from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { InstallDependenciesRequest, LinkRequest, ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency } from "@pulumi/pulumi/proto/plugin_pb";
import {
  installPackages,
  installPlugin,
  linkPackages,
} from "../../../../pulumi/toolchain/language-host/add-package";
import { ATTACHABLE_LANGUAGE_HOST } from "../../../../pulumi/toolchain/language-host/attachable";

describe("the installation of packages by the lab's language host", function () {
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

  for (const [what, install] of [
    ["a plugin", installPlugin],
    ["a program", installPackages],
  ] as const) {
    it(`installs what the manifest of ${what} names, and returns what npm printed`, async () => {
      assert.match(await install(directory), /added 1 package/);
      assert.deepEqual(await installed(), [".package-lock.json", "part"]);
    });
  }

  it("leaves the folder of a plugin in which packages are installed", async () => {
    await mkdir(path.join(directory, "node_modules"));
    assert.equal(await installPlugin(directory), "");
    assert.deepEqual(await installed(), []);
  });

  it("fails with what npm says", async () => {
    await writeFile(path.join(directory, "package.json"), "{");
    await assert.rejects(installPlugin(directory), /EJSONPARSE/);
  });

  it("links a generated SDK by its name, and says how to import it", async () => {
    const dependency = new LinkRequest.LinkDependency()
      .setPath("part")
      .setPackage(new PackageDependency().setName("some-part"));
    const info = new ProgramInfo().setProgramDirectory(directory);
    const request = new LinkRequest().setInfo(info).setPackagesList([dependency]);
    assert.equal(
      await linkPackages(request),
      'You can import the SDK in your TypeScript code with:\n\n  import * as somePart from "part";\n',
    );
    const manifest = await readFile(path.join(directory, "package.json"), "utf8");
    assert.deepEqual(JSON.parse(manifest), { name: "plugin", dependencies: { part: "file:part" } });
  });

  it("tells the engine if an installation fails, so it does not wait", async () => {
    await writeFile(path.join(directory, "package.json"), "{");
    const host = await ATTACHABLE_LANGUAGE_HOST.serve(process.env);
    assert.ok(host);
    const client = new LanguageRuntimeClient(`127.0.0.1:${host.port}`, credentials.createInsecure());
    try {
      const info = new ProgramInfo().setProgramDirectory(directory);
      const call = client.installDependencies(new InstallDependenciesRequest().setInfo(info));
      const [error] = (await once(call.resume(), "error")) as [Error];
      assert.match(error.message, /EJSONPARSE/);
    } finally {
      client.close();
      await host.close();
    }
  });
});
