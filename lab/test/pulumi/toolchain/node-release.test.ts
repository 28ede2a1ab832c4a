import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { ensureNode } from "../../../pulumi/toolchain/node-release";
import { useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("ensureNode", () => {
  const directory = useTemporaryDirectory();
  const name = `node-${process.platform}-${process.arch}`;
  const ensure = () =>
    ensureNode("22.12.0", {
      report: () => undefined,
      cacheDirectory: path.join(directory(), "cache"),
      environment: { PATH: path.join(directory(), "bin") },
    });

  it("installs this machine's Node of exactly that version, without scripts, once", async () => {
    const npm = [
      'echo "$*" >> "$(dirname "$0")/../log"',
      'while test "$1" != --prefix; do shift; done',
      `mkdir -p "$2/node_modules/${name}/bin"`,
      `printf '#!/bin/sh\\necho v22.12.0\\n' > "$2/node_modules/${name}/bin/node"`,
      `chmod +x "$2/node_modules/${name}/bin/node"`,
    ];
    await writeScript(path.join(directory(), "bin", "npm"), npm.join("\n"));
    const node = await ensure();
    assert.equal(await ensure(), node);
    assert.equal((await execa(node, ["--version"])).stdout, "v22.12.0");
    const calls = (await readFile(path.join(directory(), "log"), "utf8")).trim().split("\n");
    assert.equal(calls.length, 1);
    assert.match(calls[0] ?? "", new RegExp(`^install .*--ignore-scripts .*${name}@22\\.12\\.0$`));
    assert.deepEqual(await readdir(path.join(directory(), "cache", "node-22.12.0")), ["bin"]);
  });

  it("names npm if it is missing", async () => {
    await assert.rejects(ensure(), {
      message:
        "could not install Node 22.12.0: no npm executable on PATH. " +
        "Check that npm reaches a registry (npm view node versions), and run again [lab-program-missing]",
    });
  });
});
