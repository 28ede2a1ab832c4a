/** What the manifests promise, held by the tools that the registry's users judge packages with. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rename, rm } from "node:fs/promises";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import semver from "semver";
import lab from "../../../lab/package.json";
import manifest from "../../../package.json";
import policyPack from "../../../policypack/package.json";
import template from "../../../templates/quickstart/package.json";
import { buildPackages, type PackedPackage } from "../../../tools/packages/build-packages";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** The largest size of each tarball, in bytes: a file that nobody needs must not slip in. */
const LARGEST = {
  // 300 kB at the time of writing: Microsoft's resources and dangerous actions came last.
  "@azure-to-aws/trust": 330_000,
  "@azure-to-aws/federation": 850_000,
  "@azure-to-aws/policy-pack": 400_000,
  // 900 kB at the time of writing: audit, collect, and keys came last. A dependency that is bundled by mistake adds more than the rest.
  "@azure-to-aws/cli": 1_000_000,
  "@azure-to-aws/lab": 600_000,
  "@azure-to-aws/credentials": 40_000,
} as const;

/** What else each package installs. */
const NEEDED = {
  "@azure-to-aws/trust": { dependencies: ["@cdktn/hcl2json", "jsonc-parser", "yaml"], peers: [] },
  "@azure-to-aws/federation": {
    dependencies: ["p-retry", "undici"],
    peers: ["@pulumi/aws", "@pulumi/azure-native", "@pulumi/azuread", "@pulumi/pulumi"],
  },
  "@azure-to-aws/policy-pack": { dependencies: ["@pulumi/policy", "@pulumi/pulumi"], peers: [] },
  "@azure-to-aws/cli": { dependencies: ["@cdktn/hcl2json", "@hpcc-js/wasm-graphviz"], peers: [] },
  "@azure-to-aws/lab": { dependencies: Object.keys(lab.dependencies), peers: [] },
  "@azure-to-aws/credentials": { dependencies: [], peers: ["@aws-sdk/client-sts", "@azure/identity"] },
} as const;

describe("the packed packages", function () {
  this.timeout(120_000);
  let directory = "";
  let packages: readonly PackedPackage[] = [];
  const run = (tool: string, args: readonly string[]) =>
    execa(path.join(PROJECT_ROOT, "node_modules/.bin", tool), args, { reject: false, all: true });

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "packed-packages-")));
    packages = await buildPackages(directory);
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  const named = (name: string): PackedPackage => {
    const found = packages.find((each) => each.name === name);
    assert.ok(found, name);
    return found;
  };

  it("are the six that the manual names", () => {
    assert.deepEqual(
      packages.map(({ name }) => name),
      Object.keys(LARGEST),
    );
  });

  for (const [name, largest] of Object.entries(LARGEST)) {
    describe(name, () => {
      it("is found in order by publint", async () => {
        const { exitCode, all } = await run("publint", ["run", named(name).tarball, "--strict"]);
        assert.equal(exitCode, 0, all);
        assert.match(all, /All good/);
      });

      it(`is no larger than ${largest / 1000} kB`, () => {
        assert.ok(named(name).size <= largest, `${named(name).size} bytes`);
      });

      it("runs nothing when it is installed, and brings no development dependency", () => {
        const { manifest: packed } = named(name);
        assert.deepEqual(
          Object.keys(packed).filter((key) => /^(scripts|devDependencies|private|workspaces)$/.test(key)),
          [],
        );
      });

      it("needs only the packages that it must", () => {
        const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = named(name).manifest;
        const peers = Object.keys(peerDependencies).filter(
          (peer) => peerDependenciesMeta[peer]?.optional !== true,
        );
        assert.deepEqual(
          { dependencies: Object.keys(dependencies), peers },
          NEEDED[name as keyof typeof NEEDED],
        );
      });

      it("names in its code only packages of its manifest", async () => {
        const { tarball, files, manifest: packed } = named(name);
        const code = files.filter((file) => file.endsWith(".js")).map((file) => `package/${file}`);
        const { stdout } = await execa("tar", ["-xzOf", tarball, ...code], { maxBuffer: 2 ** 26 });
        const calls =
          /(?:\brequire[0-9]*|\bload|\bimport|createRequire\)?\(__filename\)\)?)\("((?:@[a-z-]+\/)?[a-z][\w-]*)(?:\/[^"]*)?"\)/g;
        const found = [...stdout.matchAll(calls)].flatMap(([, called]) => called ?? []);
        const known = [packed.name, ...Object.keys({ ...packed.dependencies, ...packed.peerDependencies })];
        assert.ok(found.length > 0);
        assert.deepEqual(
          [...new Set(found)].filter((each) => !builtinModules.includes(each) && !known.includes(each)),
          [],
        );
      });

      it("has the license, and those of the packages that it contains", () => {
        const { files } = named(name);
        assert.ok(files.includes("LICENSE"));
        assert.equal(
          files.includes("THIRD-PARTY-LICENSES.txt"),
          name.endsWith("/cli") || name.endsWith("/policy-pack"),
        );
      });
    });
  }

  for (const name of Object.keys(LARGEST).filter((each) => !each.endsWith("/cli"))) {
    it(`${name} has types that are right for every module resolution, as are-the-types-wrong finds`, async () => {
      const { exitCode, all } = await run("attw", [named(name).tarball, "--format", "ascii", "--no-color"]);
      assert.equal(exitCode, 0, all);
      assert.match(all, /No problems found/);
    });
  }

  describe("the program of @azure-to-aws/cli", () => {
    const bin = () => path.join(directory, "package/bin");
    const call = (...args: string[]) =>
      execa(process.execPath, [path.join(bin(), "azure-to-aws.js"), ...args], { reject: false });

    before(async () => {
      await execa("tar", ["-xzf", named("@azure-to-aws/cli").tarball, "-C", directory]);
    });

    it("prints help and usage errors without the code of the commands", async () => {
      const commands = path.join(bin(), "commands.js");
      await rename(commands, `${commands}.away`);
      try {
        assert.match((await call("judge", "--help")).stdout, /^Usage: azure-to-aws judge /);
        assert.match((await call("jugde")).stderr, /Did you mean judge\?/);
        assert.match((await call("judge", ".")).stderr, /Cannot find module '\.\/commands\.js'/);
      } finally {
        await rename(`${commands}.away`, commands);
      }
    });

    it("knows the errors of its commands, whose classes are in another file", async () => {
      const { exitCode, stderr } = await call("collect");
      assert.deepEqual([exitCode, stderr.endsWith("[option-missing]")], [2, true], stderr);
    });
  });
});

describe("the manifests", () => {
  it("of library, policy pack, template and credential helper speak of one version", async () => {
    assert.equal(policyPack.version, manifest.version);
    for (const name of ["federation", "policy-pack", "cli"] as const) {
      assert.equal(template.dependencies[`@azure-to-aws/${name}`], `^${manifest.version}`);
    }
    const helper = await readFile(
      path.join(PROJECT_ROOT, "credential-helper/azure_to_aws/__init__.py"),
      "utf8",
    );
    assert.equal(/^VERSION = "(.*)"$/m.exec(helper)?.[1], manifest.version);
  });

  it("allow the peers that the tests run with, in library and template alike", () => {
    const installed: Record<string, string> = manifest.devDependencies;
    const wanted: Record<string, string> = template.dependencies;
    const optional = Object.keys(manifest.peerDependenciesMeta);
    for (const [name, range] of Object.entries(manifest.peerDependencies)) {
      assert.ok(semver.satisfies(installed[name] ?? "", range), name);
      assert.equal(wanted[name], optional.includes(name) ? undefined : `^${installed[name] ?? ""}`, name);
    }
    assert.equal(wanted["@pulumi/policy"], undefined, "the pack brings it");
  });
});
