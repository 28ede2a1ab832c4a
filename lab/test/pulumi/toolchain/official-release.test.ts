import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { officialRelease } from "../../../pulumi/toolchain/official-release";
import { fakePulumi, until, useTemporaryDirectory } from "../../../testing/fixtures";

/** Stands for the network: what the real `PulumiCommand.install` fetches is the given text, or nothing ever. */
function fakeNetwork(log: string, installScript: string | undefined): string {
  return `
    globalThis.fetch = async (url) => {
      require("node:fs").appendFileSync(${JSON.stringify(log)}, url + "\\n");
      ${installScript === undefined ? "setInterval(() => {}, 1000); await new Promise(() => {});" : ""}
      return new Response(${JSON.stringify(installScript)});
    };`;
}

describe("officialRelease", function () {
  this.timeout(60_000);
  const directory = useTemporaryDirectory();
  const log = () => path.join(directory(), "log");
  const workspace = () => path.join(directory(), "workspace");

  /** A context in which the installer's `fetch` is replaced. NODE_OPTIONS takes no quotes in paths, hence base64. */
  const context = (installScript: string | undefined, signal = new AbortController().signal) => {
    const module = Buffer.from(
      `import { createRequire } from "node:module"; const require = createRequire("/");${fakeNetwork(log(), installScript)}`,
    ).toString("base64");
    return {
      report: () => undefined,
      signal,
      environment: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript;base64,${module}` },
    };
  };

  beforeEach(async () => {
    await mkdir(workspace());
    await writeFile(log(), "");
  });

  it("runs the official installer for the tested version and keeps all files within the workspace", async () => {
    const script = [
      `echo "$@" "TMPDIR=$TMPDIR" >> "${log()}"`,
      'while test "$1" != --install-root; do shift; done',
      'mkdir -p "$2/bin" && cd "$2/bin"',
      `printf '#!/bin/sh\\n${fakePulumi("3.259.0")}\\n' > pulumi && chmod +x pulumi`,
    ].join("\n");
    await officialRelease().fill(workspace(), context(script));
    const result = path.join(workspace(), "result");
    assert.equal(
      await readFile(log(), "utf8"),
      "https://get.pulumi.com/install.sh\n" +
        `--no-edit-path --install-root ${result} --version 3.259.0 TMPDIR=${path.join(workspace(), "tmp")}\n`,
    );
    assert.equal((await execa(path.join(result, "bin", "pulumi"), ["version"])).stdout, "v3.259.0");
  });

  it("fails with the installer's reason, and does not try again", async () => {
    const release = officialRelease();
    const failing = () => release.fill(workspace(), context("echo no route to the release >&2; exit 1"));
    await assert.rejects(failing, { message: /no route to the release/ });
    await assert.rejects(failing, { message: /no route to the release/ });
    assert.equal(await readFile(log(), "utf8"), "https://get.pulumi.com/install.sh\n");
  });

  it("gives up if no data arrives", async () => {
    await assert.rejects(officialRelease(1000).fill(workspace(), context(undefined)), {
      message: "no data for 1 s",
    });
  });

  it("does not give up while data arrives", async () => {
    const script = [
      'for second in 1 2 3; do sleep 1; echo more >> "$TMPDIR/pulumi.tar.gz"; done',
      'while test "$1" != --install-root; do shift; done',
      'mkdir -p "$2/bin" && cd "$2/bin"',
      `printf '#!/bin/sh\\n${fakePulumi("3.259.0")}\\n' > pulumi && chmod +x pulumi`,
    ].join("\n");
    await officialRelease(2500).fill(workspace(), context(script));
    assert.deepEqual(await readdir(path.join(workspace(), "result", "bin")), ["pulumi"]);
  });

  it("stops at once when aborted, and may be tried again", async () => {
    const release = officialRelease();
    const controller = new AbortController();
    const filling = release.fill(workspace(), context(undefined, controller.signal));
    await until(async () => (await readFile(log(), "utf8")) !== "");
    controller.abort(new Error("stopped by the user"));
    await assert.rejects(filling, { message: "stopped by the user" });
    await assert.rejects(release.fill(path.join(directory(), "again"), context("exit 1")), {
      message: /^ENOENT: /, // The workspace does not exist: it was tried, not remembered.
    });
  });
});
