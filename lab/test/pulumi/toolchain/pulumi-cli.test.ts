import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { goModulesBuild } from "../../../pulumi/toolchain/go-modules-build";
import { ensurePulumiCli, PulumiCliError } from "../../../pulumi/toolchain/pulumi-cli";
import type { PulumiCliSource } from "../../../pulumi/toolchain/pulumi-cli-source";
import { fakeGo, fakePulumi, until, useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

/** The official release on a machine that cannot reach it. */
const unreachableRelease: PulumiCliSource = {
  origin: "release",
  title: "official release",
  fill: () => Promise.reject(new Error("no route")),
};

describe("ensurePulumiCli", () => {
  const directory = useTemporaryDirectory();
  const bin = () => path.join(directory(), "bin");
  const cache = () => path.join(directory(), "cache");
  const cached = () => path.join(cache(), "pulumi-3.259.0", "bin", "pulumi");
  const log = () => path.join(directory(), "log");
  let lines: string[] = [];
  const ensure = (signal?: AbortSignal) =>
    ensurePulumiCli({
      report: (line) => lines.push(line),
      ...(signal === undefined ? {} : { signal }),
      cacheDirectory: cache(),
      environment: { PATH: bin() },
      sources: [unreachableRelease, goModulesBuild],
    });

  beforeEach(() => {
    lines = [];
  });

  it("uses the CLI on PATH if it is recent enough, and creates no cache", async () => {
    await writeScript(path.join(bin(), "pulumi"), fakePulumi("3.200.0"));
    assert.deepEqual(await ensure(), {
      path: path.join(bin(), "pulumi"),
      version: "3.200.0",
      origin: "path",
      hasNodeLanguageHost: false,
    });
    assert.deepEqual(await readdir(directory()), ["bin"]);
    assert.deepEqual(lines, []);
  });

  it("finds the language host next to the CLI", async () => {
    await writeScript(path.join(bin(), "pulumi"), fakePulumi("3.259.0"));
    await writeScript(path.join(bin(), "pulumi-language-nodejs"), "");
    assert.equal((await ensure()).hasNodeLanguageHost, true);
  });

  it("ignores an outdated CLI on PATH, and builds one", async () => {
    await writeScript(path.join(bin(), "pulumi"), fakePulumi("3.199.9"));
    await writeScript(path.join(bin(), "go"), fakeGo(log()));
    assert.deepEqual(await ensure(), {
      path: cached(),
      version: "3.259.0",
      origin: "build",
      hasNodeLanguageHost: false,
    });
    assert.deepEqual(lines, [
      "no Pulumi CLI from the official release: no route",
      "building the Pulumi CLI 3.259.0 from Go modules: 0 modules downloaded, 0 of about 1684 packages compiled, 0 s",
    ]);
    assert.deepEqual(await readdir(cache()), ["pulumi-3.259.0"]);
  });

  it("uses the cached CLI the second time, without Go", async () => {
    await writeScript(cached(), fakePulumi("3.259.0"));
    assert.equal((await ensure()).origin, "cache");
    assert.deepEqual(lines, []);
  });

  it("replaces a cached CLI that does not run", async () => {
    await writeScript(cached(), "exit 1");
    await writeScript(path.join(bin(), "go"), fakeGo(log()));
    assert.equal((await ensure()).origin, "build");
    assert.equal((await ensure()).origin, "cache");
  });

  it("prefers the release to a build", async () => {
    const release: PulumiCliSource = {
      origin: "release",
      title: "official release",
      async fill(workspace) {
        const folder = path.join(workspace, "result", "bin");
        await writeScript(path.join(folder, "pulumi"), fakePulumi("3.259.0"));
        await writeScript(path.join(folder, "pulumi-language-nodejs"), "");
      },
    };
    const cli = await ensurePulumiCli({
      report: () => undefined,
      cacheDirectory: cache(),
      environment: { PATH: bin() },
      sources: [release, goModulesBuild],
    });
    assert.deepEqual(cli, {
      path: cached(),
      version: "3.259.0",
      origin: "release",
      hasNodeLanguageHost: true,
    });
  });

  it("fails in one line with the reason of each source and the remedy, and leaves nothing", async () => {
    const error = await ensurePulumiCli({
      report: () => undefined,
      cacheDirectory: cache(),
      environment: { PATH: bin() },
      sources: [unreachableRelease, goModulesBuild],
    }).catch((thrown: unknown) => thrown);
    assert(error instanceof PulumiCliError);
    assert.equal(
      error.message,
      "found no Pulumi CLI, and could not install one (PATH: no pulumi; official release: no route; " +
        "build from Go modules: no go executable on PATH). " +
        "Install Pulumi >= 3.200.0 (https://www.pulumi.com/docs/install/) or Go >= 1.25.11 " +
        "(https://go.dev/dl/), and run again [lab-pulumi-missing]",
    );
    assert.deepEqual(await readdir(cache()), []);
  });

  it("names the problem of the CLI on PATH", async () => {
    const pulumi = path.join(bin(), "pulumi");
    for (const [body, reason] of [
      [fakePulumi("4.0.0"), `PATH: ${pulumi} has version 4.0.0, not >= 3.200.0 and < 4`],
      ["echo nonsense", `PATH: ${pulumi}: printed no version; got "nonsense"`],
    ] as const) {
      await writeScript(pulumi, body);
      const error = await ensure().catch((thrown: unknown) => thrown);
      assert(error instanceof PulumiCliError);
      assert.equal(error.reasons[0], reason);
    }
  });

  it("refuses the CLI of a source if it does not run", async () => {
    const broken: PulumiCliSource = {
      origin: "release",
      title: "official release",
      fill: (workspace) => writeScript(path.join(workspace, "result", "bin", "pulumi"), "exit 1"),
    };
    const failing = ensurePulumiCli({
      report: () => undefined,
      cacheDirectory: cache(),
      environment: { PATH: bin() },
      sources: [broken],
    });
    await assert.rejects(failing, {
      name: "PulumiCliError",
      message: /official release: .*: does not run: /,
    });
    assert.deepEqual(await readdir(cache()), []);
  });

  it("leaves nothing of an aborted build, and builds at the next call", async () => {
    await writeScript(path.join(bin(), "go"), fakeGo(log(), "sleep 600"));
    const controller = new AbortController();
    const building = ensure(controller.signal);
    await until(async () => (await readdir(directory())).includes("log"));
    controller.abort(new Error("stopped by the user"));
    await assert.rejects(building, { message: "stopped by the user" });
    assert.deepEqual(await readdir(cache()), []);

    await writeScript(path.join(bin(), "go"), fakeGo(log()));
    assert.equal((await ensure()).origin, "build");
  });

  it("removes the files of a killed process", async () => {
    await writeScript(path.join(bin(), "go"), fakeGo(log()));
    await mkdir(path.join(cache(), "pulumi-3.259.0.partial", "result"), { recursive: true });
    await writeFile(path.join(cache(), "pulumi-3.259.0.partial", "result", "leftover"), "");
    await ensure();
    assert.deepEqual(await readdir(path.join(cache(), "pulumi-3.259.0")), ["bin"]);
    assert.deepEqual(await readdir(cache()), ["pulumi-3.259.0"]);
  });

  it("builds once for two concurrent callers", async () => {
    await writeScript(path.join(bin(), "go"), fakeGo(log(), "sleep 1"));
    const clis = await Promise.all([ensure(), ensure()]);
    assert.deepEqual(clis.map(({ origin }) => origin).sort(), ["build", "cache"]);
    assert.equal((await readFile(log(), "utf8")).trim().split("\n").length, 1);
    assert.equal(lines.includes("waiting for another process that installs the Pulumi CLI: 0 s"), true);
  });
});
