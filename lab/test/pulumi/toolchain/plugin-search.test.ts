import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { findPlugins, pluginFolder } from "../../../pulumi/toolchain/plugin-search";
import { useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

const AWS = { name: "aws", version: "7.48.0" };
const AZUREAD = { name: "azuread", version: "6.9.1" };
const AZURE_NATIVE = { name: "azure-native", version: "3.28.0" };
const WANTED = [AWS, AZUREAD, AZURE_NATIVE];

describe("pluginFolder", () => {
  it("is below PULUMI_HOME, or else below ~/.pulumi", () => {
    assert.equal(pluginFolder({ PULUMI_HOME: "/opt/pulumi home" }), "/opt/pulumi home/plugins");
    for (const environment of [{}, { PULUMI_HOME: "" }]) {
      assert.equal(pluginFolder(environment), path.join(homedir(), ".pulumi/plugins"));
    }
  });
});

describe("findPlugins", () => {
  const directory = useTemporaryDirectory();
  const place = (name: string, version: string): string =>
    path.join(directory(), `resource-${name}-v${version}`, `pulumi-resource-${name}`);
  const install = ({ name, version }: typeof AWS) => writeScript(place(name, version), "exit 0");
  const missing = (plugin: typeof AWS, ...installed: string[]) => ({ ...plugin, installed });

  it("finds all three in exactly their versions", async () => {
    await Promise.all(WANTED.map(install));
    assert.deepEqual(await findPlugins(directory(), WANTED), {
      found: Object.fromEntries(WANTED.map(({ name, version }) => [name, place(name, version)])),
      missing: [],
    });
  });

  it("names the one of three that is missing", async () => {
    await install(AWS);
    await install(AZUREAD);
    const { found, missing: lacking } = await findPlugins(directory(), WANTED);
    assert.deepEqual(Object.keys(found), ["aws", "azuread"]);
    assert.deepEqual(lacking, [missing(AZURE_NATIVE)]);
  });

  it("finds nothing in a folder that does not exist", async () => {
    const { found, missing: lacking } = await findPlugins(path.join(directory(), "plugins"), WANTED);
    assert.deepEqual(found, {});
    assert.deepEqual(
      lacking,
      WANTED.map((plugin) => missing(plugin)),
    );
  });

  it("takes no other version, and names those that are installed", async () => {
    await install({ ...AWS, version: "7.47.0" });
    assert.deepEqual((await findPlugins(directory(), [AWS])).missing, [missing(AWS, "7.47.0")]);
    await install(AWS);
    assert.deepEqual((await findPlugins(directory(), [AWS])).missing, []);
  });

  it("takes no package for one whose name begins alike", async () => {
    await install({ name: "azure-native-v2", version: "3.28.0" });
    assert.deepEqual((await findPlugins(directory(), [AZURE_NATIVE])).missing, [missing(AZURE_NATIVE)]);
  });

  it("takes no plugin whose installation has not ended", async () => {
    await install(AWS);
    await writeFile(path.join(directory(), "resource-aws-v7.48.0.partial"), "");
    assert.deepEqual((await findPlugins(directory(), [AWS])).missing, [missing(AWS)]);
  });

  it("takes no file that cannot be executed, and no folder", async () => {
    await mkdir(path.dirname(place("aws", "7.48.0")));
    await writeFile(place("aws", "7.48.0"), "");
    await mkdir(place("azuread", "6.9.1"), { recursive: true });
    assert.deepEqual((await findPlugins(directory(), [AWS, AZUREAD])).missing, [
      missing(AWS),
      missing(AZUREAD),
    ]);
  });
});
