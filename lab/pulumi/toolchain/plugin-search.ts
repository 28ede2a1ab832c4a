/** Finds the plugins that a person has installed for the Pulumi CLI. */
import { access, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { isExecutableFile } from "./executable-search";

/** A provider plugin: the name of its package, such as `azure-native`, and its version, such as `3.28.0`. */
export interface PluginVersion {
  readonly name: string;
  readonly version: string;
}

/** A plugin that is not installed in the requested version. */
export interface MissingPlugin extends PluginVersion {
  /** Versions of it that are installed, in no order. */
  readonly installed: readonly string[];
}

/** What {@link findPlugins} found. */
export interface PluginSearch {
  /** Absolute paths of the executables by package name. */
  readonly found: Readonly<Record<string, string>>;
  readonly missing: readonly MissingPlugin[];
}

/**
 * The folder in which the Pulumi CLI keeps plugins.
 *
 * Source (source code): `GetPluginDir` in sdk/go/common/workspace of pulumi/pulumi v3.259.0.
 *
 * @param environment whose `PULUMI_HOME` counts. Without one, it is `~/.pulumi`.
 */
export function pluginFolder({ PULUMI_HOME: home }: NodeJS.ProcessEnv): string {
  return path.join(home === undefined || home === "" ? path.join(homedir(), ".pulumi") : home, "plugins");
}

/**
 * Looks for provider plugins in exactly these versions: the engine accepts no other version.
 *
 * @param folder see {@link pluginFolder}; it need not exist
 */
export async function findPlugins(folder: string, wanted: readonly PluginVersion[]): Promise<PluginSearch> {
  const entries = await readdir(folder).catch(() => []);
  const found: Record<string, string> = {};
  const missing: MissingPlugin[] = [];
  for (const plugin of wanted) {
    const directory = path.join(folder, `resource-${plugin.name}-v${plugin.version}`);
    const executable = path.join(directory, `pulumi-resource-${plugin.name}`);
    // The CLI puts this file next to a folder that is not complete.
    if ((await isExecutableFile(executable)) && !(await exists(`${directory}.partial`))) {
      found[plugin.name] = executable;
    } else {
      missing.push({ ...plugin, installed: otherVersions(plugin, entries) });
    }
  }
  return { found, missing };
}

/** Versions by the names of folders. A name is never the beginning of another one with `-v` and a digit behind it. */
function otherVersions({ name, version }: PluginVersion, entries: readonly string[]): string[] {
  const prefix = `resource-${name}-v`;
  return entries
    .filter((entry) => entry.startsWith(prefix) && /^\d+\.\d+\.\d+$/.test(entry.slice(prefix.length)))
    .map((entry) => entry.slice(prefix.length))
    .filter((installed) => installed !== version);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
