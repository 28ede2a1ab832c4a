/**
 * The executable plugin from its archive: a server has the archives, the engine installs the one for this machine, and a program in
 * YAML uses it, with nothing of this repository in reach.
 */
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Lab } from "../../../lab";
import { LoopbackServer } from "../../../lab/http";
import { devDependencies, version } from "../../../package.json";
import { buildPluginArchives, PLUGIN_NAME } from "../../../tools/packages/plugin";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { deploysAndGoes, stackIn, startPluginLab, writeProject } from "./plugin-lab";

/** With the SDK that the engine generates, in which a federation has no methods. */
const TYPESCRIPT = `
import * as pulumi from "@pulumi/pulumi";
import * as azureToAwsFederation from "@azure-to-aws/federation";

const config = new pulumi.Config();
const orders = new azureToAwsFederation.AzureToAwsFederation("orders", {
  workloads: {
    importer: {
      permissions: { readBuckets: ["devteam-reports"] },
      virtualMachine: { sshPublicKey: config.require("sshPublicKey") },
    },
  },
});
export const roleArn = orders.workloads.apply((workloads) => workloads["importer"].roleArn);
`;

/** As npm is for users. This repository allows no install scripts, and a generated SDK compiles itself in one. */
const NPM = { npm_config_strict_allow_scripts: "false", npm_config_prefer_offline: "true" };

/** What a program in TypeScript has before it. */
const PULUMI_SDK = { "@pulumi/pulumi": devDependencies["@pulumi/pulumi"] };

describe("the plugin from an archive", function () {
  this.timeout(180_000);
  let lab: Lab;
  let server: LoopbackServer;
  let address = "";
  const asked: string[] = [];

  before(async function () {
    this.timeout(900_000); // The CLI and the language host are built when there are none yet.
    lab = await startPluginLab();
    const archives = path.join(lab.directory, "archives");
    await buildPluginArchives(archives);
    server = await LoopbackServer.listen((request, response) => {
      const { url = "" } = request;
      asked.push(url);
      // The engine refuses an answer without its length.
      readFile(path.join(archives, path.basename(url))).then(
        (archive) => response.setHeader("content-length", archive.length).end(archive),
        () => response.writeHead(404).end(),
      );
    });
    address = `${server.url}/plugins`;
  });

  after(async () => {
    await server.close();
    await lab.stop();
  });

  it("is installed by the engine, which asks for the archive of this machine", async () => {
    const install = ["plugin", "install", "resource", PLUGIN_NAME, version, "--server", address];
    const { exitCode, output } = await lab.pulumi.run(install, { projectDirectory: lab.directory });
    assert.equal(exitCode, 0, output);
    const processor = process.arch === "x64" ? "amd64" : process.arch;
    const archive = `pulumi-resource-${PLUGIN_NAME}-v${version}-${process.platform}-${processor}.tar.gz`;
    assert.deepEqual(asked, [`/plugins/${archive}`]);
    const installed = path.join(
      lab.pulumi.environment.PULUMI_HOME,
      "plugins",
      `resource-${PLUGIN_NAME}-v${version}`,
    );
    assert.deepEqual((await readdir(installed)).sort(), [
      "LICENSE",
      "THIRD-PARTY-LICENSES.txt",
      "credential-helper",
      "dist",
      `pulumi-resource-${PLUGIN_NAME}`,
      "schema.json",
      "start.js",
    ]);
  });

  it("is installed from a file that was downloaded before", async () => {
    const run = async (...args: string[]) =>
      lab.pulumi.run(["plugin", ...args], { projectDirectory: lab.directory });
    const removed = await run("rm", "resource", PLUGIN_NAME, "--yes");
    assert.equal(removed.exitCode, 0, removed.output);
    const file = path.join(lab.directory, "archives", path.basename(asked[0] ?? ""));
    const { exitCode, output } = await run("install", "resource", PLUGIN_NAME, version, "--file", file);
    assert.equal(exitCode, 0, output);
    assert.equal(asked.length, 1);
  });

  it("deploys a program in YAML that names source and version, its VM reads the bucket, and all of it goes", async () => {
    const packages = `packages:\n  ${PLUGIN_NAME}: { source: ${PLUGIN_NAME}, version: ${version} }\n`;
    const stack = await stackIn(lab, await writeProject(lab, "by-version", packages));
    await deploysAndGoes(lab, stack);
  });

  it("gives the engine its schema to the letter", async () => {
    const { exitCode, output } = await lab.pulumi.run(
      ["package", "get-schema", `${PLUGIN_NAME}@${version}`],
      {
        projectDirectory: lab.directory,
      },
    );
    assert.equal(exitCode, 0, output);
    const committed = await readFile(path.join(PROJECT_ROOT, "schema.json"), "utf8");
    // The engine prints its own reading, in which a package always has a config.
    const served: unknown = JSON.parse(output.slice(output.indexOf("{")));
    assert.deepEqual(served, { ...(JSON.parse(committed) as object), config: {} });
  });

  it("is downloaded by pulumi package add with the server, whose generated file is enough for a program", async () => {
    const folder = await writeProject(lab, "added");
    const run = async (...args: string[]) => lab.pulumi.run(args, { projectDirectory: folder });
    const removed = await run("plugin", "rm", "resource", PLUGIN_NAME, "--yes");
    assert.equal(removed.exitCode, 0, removed.output);
    asked.length = 0;
    const { output } = await run("package", "add", `${PLUGIN_NAME}@${version}`, "--server", address);
    assert.equal(asked.length, 1, output);
    assert.match(output, /Successfully generated an SDK for the azure-to-aws-federation package/);
    // The host for YAML of these tests cannot link what was generated. A program does not need that.
    assert.match(output, /method Link not implemented|Added package/);
    const preview = await (await stackIn(lab, folder)).preview();
    assert.equal(preview.exitCode, 0, preview.output);
    assert.ok((preview.changes.create ?? 0) > 15, JSON.stringify(preview.changes));
  });

  it("is added to a program in TypeScript, whose VM reads the bucket, and all of it goes", async function () {
    this.timeout(600_000); // The generator is built when there is none yet. npm fetches Pulumi's SDK.
    const folder = path.join(lab.directory, "typescript");
    await mkdir(folder);
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: orders\nruntime: nodejs\n");
    await writeFile(
      path.join(folder, "package.json"),
      JSON.stringify({ name: "orders", private: true, main: "index.ts", dependencies: PULUMI_SDK }),
    );
    await writeFile(path.join(folder, "index.ts"), TYPESCRIPT);
    const { exitCode, output } = await lab.pulumi.run(
      ["package", "add", `${PLUGIN_NAME}@${version}`, "--server", address],
      { projectDirectory: folder, environment: NPM },
    );
    assert.equal(exitCode, 0, output);
    assert.match(output, /import \* as azureToAwsFederation from "@azure-to-aws\/federation";/);
    const stack = await stackIn(lab, folder);
    await deploysAndGoes(lab, stack);
  });
});
