import assert from "node:assert/strict";
import { mkdir, readdir, readFile, readlink, rm } from "node:fs/promises";
import path from "node:path";
import type { PulumiCli } from "../../../pulumi/toolchain/pulumi-cli";
import { sourceFile } from "../../../pulumi/toolchain/toolchain-files";
import {
  provideBuiltYamlLanguageHost,
  provideYamlLanguageHost,
} from "../../../pulumi/toolchain/yaml-language-host";
import { fakeGo, fakePulumi, useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("provideYamlLanguageHost", () => {
  const directory = useTemporaryDirectory();
  const bin = () => path.join(directory(), "bin");
  const home = () => path.join(directory(), "home");
  const cli = (): PulumiCli => ({
    path: path.join(bin(), "pulumi"),
    version: "3.259.0",
    origin: "path",
    hasNodeLanguageHost: false,
  });
  const provide = () =>
    provideYamlLanguageHost(cli(), home(), {
      report: () => undefined,
      cacheDirectory: path.join(directory(), "cache"),
      environment: { PATH: bin() },
    });

  beforeEach(async () => {
    await mkdir(home());
    await writeScript(path.join(bin(), "pulumi"), fakePulumi("3.259.0"));
  });

  it("changes nothing if the CLI has its own", async () => {
    await writeScript(path.join(bin(), "pulumi-language-yaml"), "");
    await provide();
    assert.deepEqual(await readdir(home()), []);
  });

  it("builds it from the committed lock and installs it where the engine keeps plugins, any number of times", async () => {
    const log = path.join(directory(), "log");
    await writeScript(path.join(bin(), "go"), fakeGo(log));
    await provide();
    await provide();
    const plugin = path.join(home(), "plugins", "language-yaml-v1.25.0", "pulumi-language-yaml");
    assert.equal(
      await readlink(plugin),
      path.join(directory(), "cache", "pulumi-language-yaml-1.25.0", "bin", "pulumi-language-yaml"),
    );
    const calls = (await readFile(log, "utf8")).trim().split("\n");
    assert.equal(calls.length, 1);
    assert.match(
      calls[0] ?? "",
      /build -mod=readonly .* github\.com\/pulumi\/pulumi-yaml\/cmd\/pulumi-language-yaml$/,
    );
  });

  it("locks the version that it installs", async () => {
    const goMod = await readFile(sourceFile("yaml-language-host/go.mod"), "utf8");
    assert.match(goMod, /^tool github\.com\/pulumi\/pulumi-yaml\/cmd\/pulumi-language-yaml$/m);
    assert.match(goMod, /^\tgithub\.com\/pulumi\/pulumi-yaml v1\.25\.0 /m);
  });

  it("names Go if neither exists", async () => {
    await assert.rejects(provide(), {
      message:
        "could not install the language host for YAML 1.25.0: no go executable on PATH. " +
        "Install Go >= 1.25.11 (https://go.dev/dl/), check that it reaches a module proxy, and run again " +
        "[lab-program-missing]",
    });
  });

  it("is taken from the cache without a build, if it exists", async () => {
    const [cacheDirectory, environment] = [path.join(directory(), "cache"), { PATH: bin() }];
    const provideBuilt = async () =>
      provideBuiltYamlLanguageHost(cli(), home(), { cacheDirectory, environment });
    assert.equal(await provideBuilt(), false);
    assert.deepEqual(await readdir(home()), []);
    const built = path.join(cacheDirectory, "pulumi-language-yaml-1.25.0", "bin", "pulumi-language-yaml");
    await writeScript(built, "");
    assert.equal(await provideBuilt(), true);
    const plugin = path.join(home(), "plugins", "language-yaml-v1.25.0", "pulumi-language-yaml");
    assert.equal(await readlink(plugin), built);
    await writeScript(path.join(bin(), "pulumi-language-yaml"), "");
    await rm(built);
    assert.equal(await provideBuilt(), true);
  });
});
