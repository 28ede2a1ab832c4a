import assert from "node:assert/strict";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
import { useTemporaryDirectory, writeScript } from "../../lab/testing/fixtures";
import { namedOfficialPlugins } from "../../lab/testing/named-official-plugins";

describe("namedOfficialPlugins", () => {
  const directory = useTemporaryDirectory();
  const named = (names?: string) =>
    namedOfficialPlugins({ PULUMI_HOME: directory(), OFFICIAL_PLUGINS: names });
  const install = async (): Promise<string> => {
    const folder = path.join(directory(), "plugins", `resource-azuread-v${version}`);
    const executable = path.join(folder, "pulumi-resource-azuread");
    await writeScript(executable, "exit 0");
    return executable;
  };

  it("takes the plugins that OFFICIAL_PLUGINS names from PULUMI_HOME", async () => {
    const azuread = await install();
    assert.deepEqual(await named("azuread"), { azuread });
  });

  it("takes none without the variable, even if one is installed", async () => {
    await install();
    assert.deepEqual(await named(), {});
  });

  it("fails if a named plugin is not installed", async () => {
    await assert.rejects(named("azuread"), {
      message: `OFFICIAL_PLUGINS: not installed: azuread ${version}. docs/reference/lab.md says how to get them`,
    });
  });
});
