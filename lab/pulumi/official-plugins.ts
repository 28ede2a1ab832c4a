/** The provider plugins that Pulumi publishes, to run in the place of the lab's own. */
import { shellWord } from "../shell";
import { wrapped } from "../wrapped";
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

/** Width of a message: standard error need not be as wide as a terminal. */
const COLUMNS = 80;

/** Exit code of a command of the lab whose official plugins cannot be obtained. Nothing of the lab was started then. */
export const EXIT_WITHOUT_PLUGINS = 3;

/** Official plugins cannot be obtained. The message says why, has the commands that install them, and the way without them. */
export class OfficialPluginsError extends Error {
  override readonly name = "OfficialPluginsError";
  readonly exitCode = EXIT_WITHOUT_PLUGINS;
}

/** Options of {@link obtainOfficialPlugins}. */
export interface OfficialPluginsOptions extends Omit<ProvisioningOptions, "cacheDirectory"> {
  /** Absolute path of the Pulumi CLI. Asked for only if something must be downloaded. */
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
 * it. Their versions are those of the installed npm packages, since the engine takes no other ones.
 *
 * @param names packages, of {@link OFFICIAL_PLUGIN_NAMES}
 * @throws OfficialPluginsError if one cannot be obtained
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
    const reason = "pulumi installed something else";
    throw new OfficialPluginsError(describe({ folder, executable, missing: after.missing, reason }));
  }
  return after.found;
}

/** @throws Error naming the packages that there are. */
function officialVersion(name: string): PluginVersion {
  const entry = PLUGIN_ENTRIES[name];
  if (entry === undefined) {
    throw new Error(
      `unknown plugin ${JSON.stringify(name)}. Expected one or more of ${OFFICIAL_PLUGIN_NAMES.join(", ")}, separated by commas`,
    );
  }
  return { name, version: entry.version };
}

/** What is missing, where, and why. */
interface Failure {
  readonly folder: string;
  /** The Pulumi CLI, which need not be on the PATH. */
  readonly executable: string;
  readonly missing: readonly MissingPlugin[];
  readonly reason: string;
}

function describe({ folder, executable, missing, reason }: Failure): string {
  const plugins = missing.map(({ name, version, installed }) => {
    const others = installed.length > 0 ? ` (installed: ${installed.join(", ")})` : "";
    return `${name} ${version}${others}`;
  });
  const [noun, verb] = missing.length === 1 ? ["plugin", "is"] : ["plugins", "are"];
  const prose = [
    `The official ${noun} ${plugins.join(", ")} ${verb} not in`,
    `${folder}, and cannot be downloaded: ${reason}.`,
  ];
  return [
    wrapped(prose.join(" "), COLUMNS),
    "",
    "Where get.pulumi.com can be reached, install them and run again:",
    "",
    // The CLI refuses to install anything in the folder of this project.
    "  cd /",
    ...missing.map(
      ({ name, version }) => `  ${shellWord(executable)} plugin install resource ${name} ${version}`,
    ),
    "",
    "Without them, run the lab's own plugins: npm run demo",
  ].join("\n");
}
