import assert from "node:assert/strict";
import { readdir, readlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { fillPluginCache } from "../../../pulumi/toolchain/plugin-cache";
import { useTemporaryDirectory } from "../../../testing/fixtures";

describe("fillPluginCache", () => {
  const directory = useTemporaryDirectory();

  it("creates the layout of pulumi plugin install", async () => {
    await fillPluginCache(directory(), {
      plugins: { "azure-native": { entry: "/lab/azure-native.js", version: "3.28.0" } },
      languageHost: true,
    });
    const files = await readdir(path.join(directory(), "plugins"), { recursive: true });
    assert.deepEqual(files.sort(), [
      `language-nodejs-v${sdkVersion}`,
      `language-nodejs-v${sdkVersion}/pulumi-language-nodejs`,
      "resource-azure-native-v3.28.0",
      "resource-azure-native-v3.28.0/pulumi-resource-azure-native",
    ]);
  });

  it("links an installed plugin instead of the lab's", async () => {
    const executable = path.join(directory(), "elsewhere");
    await writeFile(executable, "");
    await fillPluginCache(directory(), {
      plugins: {
        aws: { entry: "/lab/aws.js", version: "7.48.0" },
        azuread: { entry: "/lab/azuread.js", version: "6.9.1" },
      },
      installed: { azuread: { executable, version: "6.9.1" } },
      languageHost: false,
    });
    const plugins = path.join(directory(), "plugins");
    assert.deepEqual((await readdir(plugins)).sort(), ["resource-aws-v7.48.0", "resource-azuread-v6.9.1"]);
    // The engine passes over folders that are links, so the executable is one.
    const link = path.join(plugins, "resource-azuread-v6.9.1", "pulumi-resource-azuread");
    assert.equal(await readlink(link), executable);
  });

  it("installs no language host if the CLI has its own", async () => {
    await fillPluginCache(directory(), {
      plugins: { aws: { entry: "/lab/aws.js", version: "7.48.0" } },
      languageHost: false,
    });
    assert.deepEqual(await readdir(path.join(directory(), "plugins")), ["resource-aws-v7.48.0"]);
  });

  for (const name of ["", "AWS", "../aws", "aws;id", "9lives"]) {
    it(`refuses the plugin name ${JSON.stringify(name)} and writes nothing`, async () => {
      const plugin = { entry: "/lab/aws.js", version: "7.48.0" };
      await assert.rejects(
        fillPluginCache(directory(), { plugins: { aws: plugin, [name]: plugin }, languageHost: true }),
        {
          message:
            "invalid plugin name. Expected a lowercase letter, then lowercase letters, digits, and hyphens; " +
            `got ${JSON.stringify(name)}`,
        },
      );
      assert.deepEqual(await readdir(directory()), []);
    });
  }
});
