import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as azureNativeVersion } from "@pulumi/azure-native/package.json";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import {
  EXIT_WITHOUT_PLUGINS,
  obtainOfficialPlugins,
  OFFICIAL_PLUGIN_NAMES,
  OfficialPluginsError,
} from "../../pulumi/official-plugins";
import { shellWord } from "../../terminal/shell";
import { useTemporaryDirectory, writeScript } from "../../testing/fixtures";

const VERSIONS: Readonly<Record<string, string>> = {
  aws: awsVersion,
  "azure-native": azureNativeVersion,
  azuread: azureadVersion,
};

/** Body of a stand-in for `pulumi` that installs what it is asked for. */
const INSTALLING = String.raw`
echo "$PWD $*" >> "$PULUMI_HOME/log"
test "$1 $2 $3 $4" = "--non-interactive plugin install resource" || exit 9
folder="$PULUMI_HOME/plugins/resource-$5-v$6"
mkdir -p "$folder" && printf '#!/bin/sh\n' > "$folder/pulumi-resource-$5" && chmod +x "$folder/pulumi-resource-$5"`;

/** What the real CLI prints where its download site cannot be reached. */
const UNREACHABLE = `
echo "[resource plugin $5-$6] installing"
echo "warning: Error downloading plugin: Get \\"https://get.pulumi.com/releases/plugins/pulumi-resource-$5-v$6-linux-amd64.tar.gz\\": dial tcp: lookup get.pulumi.com on 192.0.2.53:53: no such host" >&2
echo "Will retry in 80ms [1/5]" >&2
echo "error: [resource plugin $5-$6] downloading from : failed to download plugin: $5-$6: failed all 5 attempts" >&2
exit 255`;

describe("obtainOfficialPlugins", function () {
  this.timeout(60_000);
  const directory = useTemporaryDirectory();
  const folder = (): string => path.join(directory(), "plugins");
  const place = (name: string, version = VERSIONS[name] ?? ""): string =>
    path.join(folder(), `resource-${name}-v${version}`, `pulumi-resource-${name}`);
  const install = (name: string, version?: string) => writeScript(place(name, version), "exit 0");
  const places = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, place(name)]));

  /** Looks with a stand-in for the CLI. Without one, asking for the CLI fails the test. */
  const obtain = async (names: readonly string[], pulumi?: string, lines: string[] = []) => {
    const executable = path.join(directory(), "bin", "pulumi");
    if (pulumi !== undefined) {
      await writeScript(executable, pulumi);
    }
    return obtainOfficialPlugins(names, {
      report: (line) => lines.push(line),
      environment: { PULUMI_HOME: directory() },
      pulumi: () =>
        pulumi === undefined
          ? Promise.reject(new Error("the CLI was asked for"))
          : Promise.resolve(executable),
    });
  };

  const failure = (names: readonly string[], pulumi: string): Promise<OfficialPluginsError> =>
    obtain(names, pulumi).then(
      () => assert.fail("was obtained"),
      (thrown: unknown) => {
        assert.ok(thrown instanceof OfficialPluginsError);
        return thrown;
      },
    );

  it("knows the three providers of the components", () => {
    assert.deepEqual(OFFICIAL_PLUGIN_NAMES, ["aws", "azure-native", "azuread"]);
  });

  it("finds installed plugins without a CLI, in the versions of the npm packages", async () => {
    await Promise.all(OFFICIAL_PLUGIN_NAMES.map((name) => install(name)));
    assert.deepEqual(await obtain(OFFICIAL_PLUGIN_NAMES), places(OFFICIAL_PLUGIN_NAMES));
  });

  it("looks only for the named plugins", async () => {
    await install("azuread");
    assert.deepEqual(await obtain(["azuread"]), places(["azuread"]));
  });

  it("lets the CLI install missing plugins outside of any project, and reports it", async () => {
    await install("aws");
    await install("azuread", "6.9.0");
    const lines: string[] = [];
    assert.deepEqual(await obtain(OFFICIAL_PLUGIN_NAMES, INSTALLING, lines), places(OFFICIAL_PLUGIN_NAMES));
    const log = (await readFile(path.join(directory(), "log"), "utf8")).trim().split("\n");
    assert.deepEqual(
      log,
      ["azure-native", "azuread"].map(
        (name) => `${folder()} --non-interactive plugin install resource ${name} ${VERSIONS[name] ?? ""}`,
      ),
    );
    assert.deepEqual(lines, [
      `downloading the plugin azure-native ${azureNativeVersion} from get.pulumi.com: 0 s`,
      `downloading the plugin azuread ${azureadVersion} from get.pulumi.com: 0 s`,
    ]);
  });

  it("fails with the reason, the commands with the path of the CLI, and the alternative, if the download fails", async () => {
    const { message, exitCode } = await failure(OFFICIAL_PLUGIN_NAMES, UNREACHABLE);
    assert.equal(exitCode, 3);
    assert.equal(EXIT_WITHOUT_PLUGINS, 3);
    const [prose = "", ...rest] = message.split("\n\n");
    assert.equal(
      prose.replaceAll("\n", " "),
      `official plugins aws ${awsVersion}, azure-native ${azureNativeVersion}, azuread ${azureadVersion}: not in ${folder()}, ` +
        "and could not be downloaded: dial tcp: lookup get.pulumi.com on 192.0.2.53:53: no such host [lab-plugin-missing]",
    );
    // The folder of this test has a space and a quote in its name.
    const pulumi = shellWord(path.join(directory(), "bin", "pulumi"));
    assert.deepEqual(rest, [
      "Install them with access to get.pulumi.com, and run again:",
      [
        "  cd /",
        `  ${pulumi} plugin install resource aws ${awsVersion}`,
        `  ${pulumi} plugin install resource azure-native ${azureNativeVersion}`,
        `  ${pulumi} plugin install resource azuread ${azureadVersion}`,
      ].join("\n"),
      "Or use the lab's own plugins: npm run demo",
    ]);
  });

  it("names the missing plugin, and its installed version", async () => {
    await install("aws");
    await install("azure-native");
    await install("azuread", "6.8.0");
    const { message } = await failure(OFFICIAL_PLUGIN_NAMES, UNREACHABLE);
    assert.match(message, /^official plugin azuread \S+ \(installed: 6\.8\.0\): not in\s/);
    assert.deepEqual(message.match(/plugin install .*$/gm), [
      `plugin install resource azuread ${azureadVersion}`,
    ]);
  });

  it("fails if the CLI succeeds without installing the plugin", async () => {
    const { message } = await failure(["aws"], "exit 0");
    assert.match(
      message,
      /could\s+not\s+be\s+downloaded:\s+pulumi\s+plugin\s+install\s+did\s+not\s+install\s+this\s+version\s/,
    );
  });

  it("refuses an unknown name", async () => {
    await assert.rejects(obtain(["azure"]), {
      message:
        '--official-plugins: unknown plugin "azure". Expected one or more of aws, azure-native, azuread, separated by commas [lab-plugin-unknown]',
    });
  });
});
