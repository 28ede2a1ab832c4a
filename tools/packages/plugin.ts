import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";
import { PROJECT_ROOT } from "../project-root";
import { bundle, writeLicenses } from "./bundle";
import { startScript, unixLauncher, windowsLauncher } from "./launchers";
import { readRootManifest } from "./manifest";
import { copyFiles } from "./pages";

/** The plugin. The engine asks for a file of this name. */
export const PLUGIN_NAME = "azure-to-aws-federation";
const EXECUTABLE = `pulumi-resource-${PLUGIN_NAME}`;

/** The systems that get an archive, in the engine's words. */
const SYSTEMS = ["linux", "darwin", "windows"] as const;
const PROCESSORS = ["amd64", "arm64"] as const;

/**
 * Parts of Pulumi's SDK that only programs use whose functions are serialized: they read the source of programs.
 */
const UNUSED = ["@npmcli/arborist", "typescript", "ts-node"];

/** An archive that `pulumi plugin install` downloads. */
export interface PluginArchive {
  /** Absolute path. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Makes the archives of the executable plugin. They have the plugin and everything that it needs in one file, apart from Node.
 *
 * @param destination - The folder for the archives. It is created if there is none.
 */
export async function buildPluginArchives(destination: string): Promise<PluginArchive[]> {
  const { version } = readRootManifest(PROJECT_ROOT);
  const staging = await mkdtemp(path.join(tmpdir(), "plugin-archives-"));
  await mkdir(destination, { recursive: true });
  try {
    const archives: PluginArchive[] = [];
    await stagePlugin(staging);
    for (const system of SYSTEMS) {
      await rm(path.join(staging, EXECUTABLE), { force: true });
      if (system === "windows") {
        await writeFile(path.join(staging, `${EXECUTABLE}.cmd`), windowsLauncher());
        await stageProject(staging, version);
      } else {
        await writeFile(path.join(staging, EXECUTABLE), unixLauncher());
        await chmod(path.join(staging, EXECUTABLE), 0o755);
      }
      for (const processor of PROCESSORS) {
        const file = path.join(destination, `${EXECUTABLE}-v${version}-${system}-${processor}.tar.gz`);
        await packFolder(staging, file);
        archives.push({ file, size: (await stat(file)).size });
      }
    }
    return archives;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Packs a folder as a compressed tape archive: the same bytes for the same files, independent of their owners and times.
 *
 * @param folder - The folder, whose files are at the root of the archive.
 */
async function packFolder(folder: string, archive: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const options = { file: archive, cwd: folder, gzip: { level: 9 }, portable: true, mtime: new Date(0) };
  await create(options, files);
}

/**
 * Fills a folder with the plugin as the engine takes it from a git repository.
 *
 * @param folder - An empty folder, or a work tree without files. It is created if there is none.
 * @throws Error if the folder has files.
 */
export async function buildPluginTree(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).some((name) => name !== ".git")) {
    throw new Error(`${folder}: not empty. Expected an empty folder, or one with only .git`);
  }
  await stagePlugin(folder);
  await stageProject(folder, readRootManifest(PROJECT_ROOT).version);
}

/** The plugin without a launcher. Its files find the others as in a checkout. */
async function stagePlugin(folder: string): Promise<void> {
  const plugin = "dist/components/plugin.js";
  const inside = await bundle({
    entry: "components/plugin.ts",
    outfile: path.join(folder, plugin),
    external: [],
    unused: UNUSED,
    minify: true,
  });
  await writeLicenses(inside, path.join(folder, "THIRD-PARTY-LICENSES.txt"));
  await writeFile(path.join(folder, "start.js"), startScript(`./${plugin}`));
  await copyFiles(PROJECT_ROOT, folder, [
    "LICENSE",
    "schema.json",
    "credential-helper/verify_caller.py",
    "credential-helper/azure_to_aws",
  ]);
}

/**
 * The plugin as a project for Node. The engine runs `npm install` in it and then Pulumi's runner of plugins, which it looks for
 * in `@pulumi/pulumi`. The bundle has that package inside, so the dependency is a folder of the project with a runner only:
 * nothing is downloaded. Source: pulumi/pulumi, `sdk/nodejs/cmd/pulumi-language-nodejs/main.go`, `RunPlugin`.
 */
async function stageProject(folder: string, version: string): Promise<void> {
  const runner = "run-plugin";
  const files: Readonly<Record<string, string | object>> = {
    "PulumiPlugin.yaml": "runtime:\n  name: nodejs\n  options:\n    typescript: false\n",
    "package.json": {
      name: "pulumi-plugin",
      version,
      private: true,
      license: "Apache-2.0",
      main: "start.js",
      dependencies: { "@pulumi/pulumi": `file:./${runner}` },
    },
    [`${runner}/package.json`]: {
      name: "@pulumi/pulumi",
      version: "0.0.0",
      private: true,
      description:
        "Starts the plugin of the folder above. Everything that the plugin needs of Pulumi's SDK is inside it.",
      license: "Apache-2.0",
    },
    [`${runner}/cmd/run-plugin/index.js`]: RUNNER,
  };
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
    await writeFile(target, text);
  }
}

/** Called with the folder of the plugin and then the plugin's own arguments. */
const RUNNER = `"use strict";
var folder = process.argv[2];
process.argv.splice(2, 1);
require(folder);
`;
