/** Starts the real CLI with the lab's plugins, for the lab and for tests that need only a part of it. */
import path from "node:path";
import { LAB_ROOT } from "../lab-root";
import type { AttachablePlugin } from "./engine/attached-plugins";
import { PulumiCommand } from "./engine/pulumi-command";
import type { OfficialPlugins } from "./official-plugins";
import { ATTACHABLE_PLUGINS } from "./plugins/attachable";
import { PLUGIN_ENTRIES } from "./plugins/entries";
import { ATTACHABLE_LANGUAGE_HOST } from "./toolchain/language-host/attachable";
import { type CachedPlugin, fillPluginCache, type InstalledPlugin } from "./toolchain/plugin-cache";
import type { PulumiCli } from "./toolchain/pulumi-cli";

/** Built: other processes load it. */
const LOAD_LATE = path.join(LAB_ROOT, "dist/lab/pulumi/engine/load-late.js");

/** Options of {@link startEngine}. */
export interface EngineOptions {
  /** A separate folder, see {@link PulumiCommand}. */
  readonly directory: string;
  /** Environment of every run. Without a `PATH`, it gets that of this process with the folder of the CLI. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plugins in addition to the lab's providers, by package name. Default is none. */
  readonly plugins?: Readonly<Record<string, CachedPlugin>>;
  /** Official plugins that replace the lab's. Default is none. */
  readonly officialPlugins?: OfficialPlugins;
  /** See `pluginProcesses` of the lab. Default is false. */
  readonly pluginProcesses?: boolean;
  /** See `savesEachStep` of the lab. Default is true. */
  readonly savesEachStep?: boolean;
}

/** Prepares the folder. No process is running afterwards. */
export async function startEngine(cli: PulumiCli, options: EngineOptions): Promise<PulumiCommand> {
  const { directory, environment, plugins, pluginProcesses = false, savesEachStep = true } = options;
  const { officialPlugins = {} } = options;
  const pulumi = await PulumiCommand.create({
    executable: cli.path,
    directory,
    environment: {
      // Node 22 and later keep compiled code of the SDKs there for the next process. Earlier versions ignore it.
      NODE_COMPILE_CACHE: path.join(LAB_ROOT, "node_modules/.cache/node-compile-cache"),
      PATH: [path.dirname(cli.path), process.env.PATH ?? ""].join(path.delimiter),
      ...environment,
      // The second is one of the CLI's experiments, which the first allows.
      ...(savesEachStep ? {} : { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" }),
      ...(pluginProcesses ? {} : { NODE_OPTIONS: requiring(LOAD_LATE, environment.NODE_OPTIONS) }),
    },
    attachable: pluginProcesses ? [] : attachableFor(cli, officialPlugins),
  });
  await fillPluginCache(pulumi.environment.PULUMI_HOME, {
    plugins: { ...PLUGIN_ENTRIES, ...plugins },
    installed: installedPlugins(officialPlugins),
    languageHost: !cli.hasNodeLanguageHost,
  });
  return pulumi;
}

/** Options of Node, its own or else those of this process, with a module that is loaded first. */
function requiring(module: string, options = process.env.NODE_OPTIONS): string {
  const all = [options, `--require=${JSON.stringify(module)}`];
  return all.filter((option) => option !== undefined && option !== "").join(" ");
}

/** Official plugins are processes. The language host that comes with a CLI stays the one that runs programs. */
function attachableFor(cli: PulumiCli, official: OfficialPlugins): readonly AttachablePlugin[] {
  const providers = ATTACHABLE_PLUGINS.filter(({ name }) => official[name] === undefined);
  return cli.hasNodeLanguageHost ? providers : [...providers, ATTACHABLE_LANGUAGE_HOST];
}

function installedPlugins(official: OfficialPlugins): Readonly<Record<string, InstalledPlugin>> {
  return Object.fromEntries(
    Object.entries(official).map(([name, executable]) => {
      const { version = "" } = PLUGIN_ENTRIES[name] ?? {};
      return [name, { executable, version }];
    }),
  );
}
