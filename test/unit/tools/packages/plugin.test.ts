/** The archives of the executable plugin, and what starts it. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import semver from "semver";
import { engines, version } from "../../../../package.json";
import { startScript } from "../../../../tools/packages/launchers";
import { buildPluginArchives, buildPluginTree, type PluginArchive } from "../../../../tools/packages/plugin";

const EXECUTABLE = "pulumi-resource-azure-to-aws-federation";

/** The largest size of an archive, in bytes. */
const LARGEST = 1_000_000;

const COMMON = [
  "LICENSE",
  "THIRD-PARTY-LICENSES.txt",
  "credential-helper",
  "dist",
  "schema.json",
  "start.js",
];

describe("the archives of the plugin", function () {
  this.timeout(60_000);
  let directory = "";
  let archives: readonly PluginArchive[] = [];

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "archives-"));
    archives = await buildPluginArchives(directory);
  });

  after(async () => {
    await rm(directory, { recursive: true });
  });

  /** Unpacks the archive of a system. @returns its folder */
  async function unpacked(system: string): Promise<string> {
    const folder = path.join(directory, system);
    await mkdir(folder, { recursive: true });
    const archive = archives.find(({ file }) => file.endsWith(`-${system}.tar.gz`));
    await execa("tar", ["-xzf", archive?.file ?? "", "-C", folder]);
    return folder;
  }

  it("are six, with the names that the engine asks for", () => {
    const systems = ["linux", "darwin", "windows"].flatMap((system) => [
      `${system}-amd64`,
      `${system}-arm64`,
    ]);
    assert.deepEqual(
      archives.map(({ file }) => path.basename(file)),
      systems.map((system) => `${EXECUTABLE}-v${version}-${system}.tar.gz`),
    );
  });

  it(`are no larger than ${LARGEST / 1000} kB`, () => {
    assert.deepEqual(
      archives.filter(({ size }) => size > LARGEST),
      [],
    );
  });

  it("have the same bytes each time", async () => {
    const again = await buildPluginArchives(path.join(directory, "again"));
    for (const [index, { file }] of again.entries()) {
      assert.ok((await readFile(file)).equals(await readFile(archives[index]?.file ?? "")), file);
    }
  });

  for (const system of ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"]) {
    it(`have an executable script for ${system}, and no project that the engine would install`, async () => {
      const folder = await unpacked(system);
      assert.deepEqual((await readdir(folder)).sort(), [...COMMON, EXECUTABLE].sort());
      assert.equal((await stat(path.join(folder, EXECUTABLE))).mode & 0o777, 0o755);
    });
  }

  for (const system of ["windows-amd64", "windows-arm64"]) {
    it(`have a batch file for ${system}, and a project without a package to download`, async () => {
      const folder = await unpacked(system);
      assert.deepEqual(
        (await readdir(folder)).sort(),
        [...COMMON, "PulumiPlugin.yaml", "package.json", `${EXECUTABLE}.cmd`, "run-plugin"].sort(),
      );
      const batch = await readFile(path.join(folder, `${EXECUTABLE}.cmd`), "utf8");
      assert.ok(batch.split("\r\n").includes('node "%~dp0start.js" %*'), batch);
      // Otherwise cmd runs a node that lies in the user's folder.
      assert.ok(
        batch.startsWith(
          "@echo off\r\nsetlocal\r\nset NoDefaultCurrentDirectoryInExePath=1\r\nwhere $PATH:node >nul 2>nul\r\n",
        ),
        batch,
      );
      assert.doesNotMatch(batch, /[^\r]\n/);
      const { dependencies, scripts } = JSON.parse(
        await readFile(path.join(folder, "package.json"), "utf8"),
      ) as Record<string, unknown>;
      assert.deepEqual([dependencies, scripts], [{ "@pulumi/pulumi": "file:./run-plugin" }, undefined]);
    });
  }

  it("report that Node is missing", async () => {
    const folder = await unpacked("linux-amd64");
    const empty = path.join(directory, "no-programs");
    await mkdir(empty, { recursive: true });
    const { exitCode, stderr, stdout } = await execa("/bin/sh", [path.join(folder, EXECUTABLE)], {
      env: { PATH: empty },
      extendEnv: false,
      reject: false,
    });
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(
      stderr,
      /^azure-to-aws-federation: .* Node, which is not on PATH\. Expected Node 20\.19 .*\[plugin-without-node\]$/,
    );
  });

  it("start the plugin, which prints its port, from a folder with a space in its name", async () => {
    const folder = path.join(directory, "a folder");
    await execa("cp", ["-r", await unpacked("linux-amd64"), folder]);
    const plugin = execa(path.join(folder, EXECUTABLE), ["127.0.0.1:1"], { reject: false });
    for await (const line of plugin) {
      assert.match(line, /^\d+$/);
      plugin.kill();
    }
  });
});

describe("the plugin for a git repository", () => {
  it("is written into no folder that has files", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "tree-"));
    try {
      await writeFile(path.join(folder, "README.md"), "");
      await assert.rejects(
        buildPluginTree(folder),
        /: not empty\. Expected an empty folder, or one with only \.git$/,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("the script that starts the plugin", () => {
  let directory = "";
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "start-"));
    await writeFile(path.join(directory, "plugin.js"), 'console.log("started");');
    await writeFile(path.join(directory, "start.js"), startScript("./plugin.js"));
  });
  after(async () => {
    await rm(directory, { recursive: true });
  });

  for (const node of [
    "12.22.0",
    "18.20.8",
    "20.18.3",
    "20.19.0",
    "21.7.3",
    "22.11.0",
    "22.12.0",
    "23.0.0",
    "24.3.0",
  ]) {
    const isAllowed = semver.satisfies(node, engines.node);
    it(`${isAllowed ? "loads it" : "refuses to load it"} on Node ${node}`, async () => {
      const script = `Object.defineProperty(process.versions, "node", { value: "${node}" }); require("./start.js");`;
      const { exitCode, stdout, stderr } = await execa("node", ["-e", script], {
        cwd: directory,
        reject: false,
      });
      assert.deepEqual([exitCode, stdout], isAllowed ? [0, "started"] : [1, ""]);
      assert.match(
        stderr,
        isAllowed ? /^$/ : new RegExp(`Node ${node} is not supported\\. .* \\[plugin-node-too-old\\]$`),
      );
    });
  }
});
