/** Installs the lab's programs where the Pulumi engine keeps its plugins. It then uses them without a warning. */
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { writeLauncher } from "../../terminal/shell";
import { builtFile } from "./toolchain-files";

/** A provider plugin of the lab. */
export interface CachedPlugin {
  /** Absolute path of the JavaScript entry. */
  readonly entry: string;
  /** Version of the npm SDK that programs use, such as `7.48.0`: the engine asks for exactly this one. */
  readonly version: string;
}

/** A plugin that a person has installed. */
export interface InstalledPlugin {
  /** Absolute path of the executable. */
  readonly executable: string;
  /** See {@link CachedPlugin.version}. */
  readonly version: string;
}

/** What {@link fillPluginCache} installs. */
export interface PluginCacheOptions {
  /** Provider plugins by package name, such as `azure-native`. */
  readonly plugins: Readonly<Record<string, CachedPlugin>>;
  /** Plugins that are installed elsewhere, by package name. They replace those of {@link plugins}. Default is none. */
  readonly installed?: Readonly<Record<string, InstalledPlugin>>;
  /** Whether to install the language host for Node too: for a CLI that comes without one. */
  readonly languageHost: boolean;
}

/**
 * Installs launchers, and links to what is installed elsewhere, as `<home>/plugins/<kind>-<name>-v<version>/pulumi-<kind>-<name>`, the layout that
 * `pulumi plugin install` makes.
 *
 * @param pulumiHome the folder that `PULUMI_HOME` will name; created if it does not exist
 * @throws Error for an invalid package name of Pulumi; nothing is written then
 */
export async function fillPluginCache(pulumiHome: string, options: PluginCacheOptions): Promise<void> {
  const { plugins, installed = {} } = options;
  const launchers = Object.entries(plugins)
    .filter(([name]) => installed[name] === undefined)
    .map(([name, plugin]) => ({ kind: "resource", name: checkPluginName(name), ...plugin }));
  if (options.languageHost) {
    const entry = builtFile("language-host.js");
    launchers.push({ kind: "language", name: "nodejs", version: sdkVersion, entry });
  }
  const place = (kind: string, name: string, version: string): string =>
    path.join(pulumiHome, "plugins", `${kind}-${name}-v${version}`, `pulumi-${kind}-${name}`);
  await Promise.all([
    ...launchers.map(({ kind, name, version, entry }) => writeLauncher(place(kind, name, version), entry)),
    ...Object.entries(installed).map(([name, { version, executable }]) =>
      linkExecutable(place("resource", checkPluginName(name), version), executable),
    ),
  ]);
}

/** Links only the executable: the engine ignores folders that are links. */
async function linkExecutable(link: string, executable: string): Promise<void> {
  await mkdir(path.dirname(link), { recursive: true });
  await symlink(executable, link);
}

/**
 * Checks the name of a Pulumi package before it becomes part of a file name.
 *
 * @throws Error with the name and what is allowed
 */
function checkPluginName(name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Error(
      `invalid plugin name. Expected a lowercase letter, then lowercase letters, digits, and hyphens; got ${JSON.stringify(name)}`,
    );
  }
  return name;
}
