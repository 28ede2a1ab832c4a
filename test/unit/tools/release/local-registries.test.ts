/** Packages published to the registries on this machine, and installed from there by the real clients. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { describeWith } from "../../../../lab/testing/describe-with";
import manifest from "../../../../package.json";
import { buildPackages } from "../../../../tools/packages/build-packages";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { goEnvironment } from "../../../../tools/release/local-registries/go-proxy";
import { LocalNpmRegistry } from "../../../../tools/release/local-registries/npm-registry";
import { LocalPythonIndex } from "../../../../tools/release/local-registries/python-index";

const PUBLISHED = path.join(PROJECT_ROOT, "tools/release/published/main.mjs");

/** Writes files into a ZIP archive, which Node cannot: wheels and Go modules are such archives. */
const ZIP = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name, text in json.load(sys.stdin).items():
        archive.writestr(name, text)
`;

async function zip(file: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await execa("python3", ["-I", "-c", ZIP, file], { input: JSON.stringify(files) });
}

async function temporaryFolder(): Promise<string> {
  return realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-registries-")));
}

interface Started {
  readonly folder: string;
  readonly registry: LocalNpmRegistry;
  stop: () => Promise<void>;
}

async function startNpm(): Promise<Started> {
  const folder = await temporaryFolder();
  const registry = await LocalNpmRegistry.start(path.join(folder, "registry"));
  return {
    folder,
    registry,
    stop: async () => {
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeWith("the npm registry on this machine", startNpm, function (started) {
  this.timeout(300_000);

  it("lacks the tarballs that are not published, as the release's job sees it", async () => {
    const { folder, registry } = started();
    const built = path.join(folder, "packages");
    const packages = await buildPackages(built);
    const names = packages.map(({ tarball }) => path.basename(tarball)).sort();
    const missing = async () => execa("node", [PUBLISHED, "npm", built, registry.url], { reject: false });
    assert.deepEqual((await missing()).stdout.split("\n"), names);
    const [first, ...others] = packages.map(({ tarball }) => tarball);
    await registry.publish([first ?? ""]);
    assert.deepEqual(
      (await missing()).stdout.split("\n"),
      names.filter((name) => name !== path.basename(first ?? "")),
    );
    await registry.publish(others);
    const { exitCode, stdout } = await missing();
    assert.deepEqual([exitCode, stdout], [0, ""]);
    // The same version with one more file.
    await execa("tar", ["-xzf", first ?? "", "-C", folder]);
    await writeFile(path.join(folder, "package/other.txt"), "");
    await execa("tar", ["-czf", first ?? "", "-C", folder, "package"]);
    const other = await missing();
    assert.equal(other.exitCode, 1);
    assert.match(
      other.stderr,
      /^http:\/\/127\.0\.0\.1:\d+ has other files than this release:\n@azure-to-aws\/\w+@\S+: expected sha512-\S+; published is sha512-/,
    );
  });

  it("installs the published packages, and the dependencies from the public registry", async () => {
    const { folder, registry } = started();
    const project = path.join(folder, "project");
    await mkdir(project);
    await writeFile(path.join(project, "package.json"), '{"private": true}');
    const args = ["install", "--ignore-scripts", "--legacy-peer-deps", "--cache", path.join(folder, "cache")];
    await execa("npm", [...args, "@azure-to-aws/cli"], {
      cwd: project,
      env: { ...registry.environment, npm_config_omit_lockfile_registry_resolved: "false" },
    });
    const installed = async (name: string): Promise<string> => {
      const text = await readFile(path.join(project, "node_modules", name, "package.json"), "utf8");
      return (JSON.parse(text) as { version: string }).version;
    };
    assert.equal(await installed("@azure-to-aws/cli"), manifest.version);
    assert.equal(await installed("@cdktn/hcl2json"), manifest.dependencies["@cdktn/hcl2json"]);
    const lock = await readFile(path.join(project, "package-lock.json"), "utf8");
    const from = [...lock.matchAll(/"resolved": "(https?:\/\/[^/]+\/)/g)].map(([, host]) => host);
    assert.ok(from.length >= 2);
    assert.deepEqual(new Set(from), new Set([registry.url]));
  });

  it("has no package of the scope that was not published to it", async () => {
    const { registry } = started();
    const { status } = await fetch(`${registry.url}@azure-to-aws%2fnever-published`);
    assert.equal(status, 404);
  });

  it("publishes for its user alone", async () => {
    const { registry } = started();
    const { status } = await fetch(`${registry.url}@azure-to-aws%2fforeign`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    assert.equal(status, 401);
  });
});

describe("the Python index on this machine", function () {
  this.timeout(120_000);
  let folder = "";
  let index: LocalPythonIndex;

  before(async () => {
    folder = await temporaryFolder();
    const info = "sample_project-0.3.0.dist-info";
    await zip(path.join(folder, "sample_project-0.3.0-py3-none-any.whl"), {
      "sample_project.py": "VALUE = 7\n",
      [`${info}/METADATA`]: "Metadata-Version: 2.1\nName: sample-project\nVersion: 0.3.0\n",
      [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
      [`${info}/RECORD`]: "",
    });
    index = await LocalPythonIndex.start(folder, "https://index.example/simple");
  });

  after(async () => {
    await index.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("installs its packages with pip, which checks their hashes", async () => {
    const target = path.join(folder, "installed");
    const args = ["install", "--no-deps", "--no-cache-dir", "--target", target, "--index-url", index.url];
    await execa("python3", ["-m", "pip", ...args, "Sample.Project"], {
      env: { PIP_CONFIG_FILE: "/dev/null" },
    });
    assert.equal(await readFile(path.join(target, "sample_project.py"), "utf8"), "VALUE = 7\n");
  });

  it("leads to the public index for all other projects, and to nothing else", async () => {
    const asked = async (place: string): Promise<[number, string | null]> => {
      const { status, headers } = await fetch(new URL(place, index.url), { redirect: "manual" });
      return [status, headers.get("location")];
    };
    assert.deepEqual(await asked("Other_Project/"), [302, "https://index.example/simple/other-project/"]);
    assert.deepEqual(await asked("sample-project/"), [200, null]);
    assert.deepEqual(await asked("../files/other.whl"), [404, null]);
    assert.deepEqual(await asked("../files/..%2f..%2fetc%2fpasswd"), [404, null]);
  });
});

describe("the Go proxy on this machine", function () {
  this.timeout(120_000);

  it("gives a module to the go command", async () => {
    const folder = await temporaryFolder();
    try {
      const module = "modules.example/sample/sdk";
      const versions = path.join(folder, "proxy", module, "@v");
      await zip(path.join(versions, "v0.3.0.zip"), {
        [`${module}@v0.3.0/go.mod`]: `module ${module}\n`,
        [`${module}@v0.3.0/sample.go`]: "package sdk\n",
      });
      await writeFile(path.join(versions, "list"), "v0.3.0\n");
      await writeFile(path.join(versions, "v0.3.0.mod"), `module ${module}\n`);
      await writeFile(
        path.join(versions, "v0.3.0.info"),
        '{"Version":"v0.3.0","Time":"2026-11-28T00:00:00Z"}',
      );
      const { stdout } = await execa("go", ["mod", "download", "-json", `${module}@latest`], {
        cwd: folder,
        env: {
          ...goEnvironment(path.join(folder, "proxy"), [module], "off"),
          GOMODCACHE: path.join(folder, "cache"),
          GOFLAGS: "-modcacherw",
        },
      });
      const { Path, Version } = JSON.parse(stdout) as { Path: string; Version: string };
      assert.deepEqual([Path, Version], [module, "v0.3.0"]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
