/** What the manifests promise, held by the tools that the registry's users judge packages with. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import semver from "semver";
import { PROJECT_ROOT } from "../../../lab/project-root";
import manifest from "../../../package.json";
import policyPack from "../../../policypack/package.json";
import template from "../../../templates/quickstart/package.json";
import { pack } from "./installed-project";

describe("the packed package", function () {
  this.timeout(120_000);
  let directory = "";
  let tarball = "";
  const run = (tool: string, args: readonly string[]) =>
    execa(path.join(PROJECT_ROOT, "node_modules/.bin", tool), args, { reject: false, all: true });

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "packed-package-")));
    tarball = await pack(".", directory);
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it("is found in order by publint", async () => {
    const { exitCode, all } = await run("publint", ["run", tarball, "--strict"]);
    assert.equal(exitCode, 0, all);
    assert.match(all, /All good/);
  });

  it("has types that are right for every module resolution, as are-the-types-wrong finds", async () => {
    const { exitCode, all } = await run("attw", [tarball, "--format", "ascii", "--no-color"]);
    assert.equal(exitCode, 0, all);
    assert.match(all, /No problems found/);
  });
});

describe("the manifests", () => {
  it("of library, policy pack, template and credential helper speak of one version", async () => {
    assert.equal(policyPack.version, manifest.version);
    assert.equal(policyPack.dependencies["@azure-to-aws/federation"], `^${manifest.version}`);
    assert.equal(template.dependencies["@azure-to-aws/federation"], `^${manifest.version}`);
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
    assert.equal(wanted["@pulumi/policy"], `^${installed["@pulumi/policy"] ?? ""}`);
  });
});
