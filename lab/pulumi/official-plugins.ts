/** The provider plugins that Pulumi publishes. They can run instead of the lab's own. */
import { coded, withCode } from "../../messages";
import { LAB } from "../../messages/lab";
import { shellWord } from "../terminal/shell";
import { wrapped } from "../terminal/wrapped";
import { PLUGIN_ENTRIES } from "./plugins/entries";
import { downloadPlugin } from "./toolchain/plugin-download";
import {
  findPlugins,
  type MissingPlugin,
  pluginFolder,
  type PluginSearch,
  type PluginVersion,
} from "./toolchain/plugin-search";
import type { ProvisioningOptions } from "./toolchain/provisioning";

/** The packages of the plugins: each can be the official one or the lab's. */
export const OFFICIAL_PLUGIN_NAMES: readonly string[] = Object.keys(PLUGIN_ENTRIES).sort();

/** Executables of official plugins by package name, such as `azure-native`. */
export type OfficialPlugins = Readonly<Record<string, string>>;

/** Width of a message. Standard error may not be a terminal. */
const COLUMNS = 80;

/** Exit code if an official plugin cannot be installed. Nothing of the lab has started then. */
export const EXIT_WITHOUT_PLUGINS = 3;

/** Official plugins cannot be installed. The message has the reason, the commands that install them, and the alternative. */
export class OfficialPluginsError extends Error {
  override readonly name = "OfficialPluginsError";
  readonly exitCode = EXIT_WITHOUT_PLUGINS;
}

/** Options of {@link obtainOfficialPlugins}. */
export interface OfficialPluginsOptions extends Omit<ProvisioningOptions, "cacheDirectory"> {
  /** Absolute path of the Pulumi CLI. Called only if a plugin must be downloaded. */
  readonly pulumi: () => Promise<string>;
}

/**
 * Looks for official plugins in the folder in which the Pulumi CLI keeps plugins.
 *
 * @param names packages. Default is all of {@link OFFICIAL_PLUGIN_NAMES}.
 * @throws Error for a name that is not one of them
 */
export async function findOfficialPlugins(
  environment: NodeJS.ProcessEnv,
  names = OFFICIAL_PLUGIN_NAMES,
): Promise<PluginSearch> {
  return findPlugins(pluginFolder(environment), names.map(officialVersion));
}

/**
 * Takes official plugins from the folder in which the Pulumi CLI keeps them, and has the CLI download those that are missing into
 * it. Their versions are those of the installed npm packages, because the engine accepts no other version.
 *
 * @param names packages, of {@link OFFICIAL_PLUGIN_NAMES}
 * @throws OfficialPluginsError if one cannot be installed
 * @throws the signal's reason when aborted
 */
export async function obtainOfficialPlugins(
  names: readonly string[],
  options: OfficialPluginsOptions,
): Promise<OfficialPlugins> {
  const { report, pulumi, environment = process.env } = options;
  const signal = options.signal ?? new AbortController().signal;
  const { found, missing } = await findOfficialPlugins(environment, names);
  if (missing.length === 0) {
    return found;
  }
  const folder = pluginFolder(environment);
  const executable = await pulumi();
  const download = { pulumi: executable, folder, report, signal, environment };
  for (const plugin of missing) {
    await downloadPlugin(plugin, download).catch((cause: unknown) => {
      signal.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new OfficialPluginsError(describe({ folder, executable, missing, reason }), { cause });
    });
  }
  const after = await findOfficialPlugins(environment, names);
  if (after.missing.length > 0) {
    const reason = "pulumi plugin install did not install this version";
    throw new OfficialPluginsError(describe({ folder, executable, missing: after.missing, reason }));
  }
  return after.found;
}

/** @throws Error that lists the packages with a plugin */
function officialVersion(name: string): PluginVersion {
  const entry = PLUGIN_ENTRIES[name];
  if (entry === undefined) {
    throw new Error(withCode(LAB.say("lab-plugin-unknown", name, OFFICIAL_PLUGIN_NAMES)));
  }
  return { name, version: entry.version };
}

/** What is missing, where, and why. */
interface Failure {
  readonly folder: string;
  /** The Pulumi CLI, which may not be on the PATH. */
  readonly executable: string;
  readonly missing: readonly MissingPlugin[];
  readonly reason: string;
}

function describe({ folder, executable, missing, reason }: Failure): string {
  const plugins = missing.map(({ name, version, installed }) => {
    const others = installed.length > 0 ? ` (installed: ${installed.join(", ")})` : "";
    return `${name} ${version}${others}`;
  });
  const what = `official ${missing.length === 1 ? "plugin" : "plugins"} ${plugins.join(", ")}`;
  return [
    wrapped(
      withCode(
        coded("lab-plugin-missing", `${what}: not in ${folder}, and could not be downloaded: ${reason}`),
      ),
      COLUMNS,
    ),
    "",
    "Install them with access to get.pulumi.com, and run again:",
    "",
    // The CLI refuses to install anything in the folder of this project.
    "  cd /",
    ...missing.map(
      ({ name, version }) => `  ${shellWord(executable)} plugin install resource ${name} ${version}`,
    ),
    "",
    "Or use the lab's own plugins: npm run demo",
  ].join("\n");
}
