import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { LAB_ROOT } from "../../../lab-root";

const LOAD_LATE = path.join(LAB_ROOT, "dist/lab/pulumi/engine/load-late.js");

/** Shows whether a part of the SDK's dependencies is loaded, before and after something needs it. */
const PROGRAM = `
const loaded = (part) => Object.keys(require.cache).some((file) => file.includes(part));
const parts = ["/@npmcli/arborist/", "/typescript/lib/", "/pulumi/automation/"];
const pulumi = require("@pulumi/pulumi");
const before = parts.map(loaded);
const names = Object.keys(pulumi.automation).sort();
pulumi.runtime.serializeFunction((word) => word + "!").then(({ text }) => {
  process.stdout.write(JSON.stringify({ before, after: parts.map(loaded), names, text }));
});
`;

async function run(...options: string[]) {
  const { stdout } = await execa(process.execPath, [...options, "-e", PROGRAM], { cwd: LAB_ROOT });
  return JSON.parse(stdout) as { before: boolean[]; after: boolean[]; names: string[]; text: string };
}

describe("what programs of the lab load late of Pulumi's SDK", function () {
  this.timeout(60_000);

  it("is not loaded until it is used, and is then the same", async () => {
    const [late, usual] = [await run("-r", LOAD_LATE), await run()];
    assert.deepEqual(usual.before, [true, true, true]);
    assert.deepEqual(late.before, [false, false, false]);
    // This function needs no package of its own, so nothing looks for packages.
    assert.deepEqual(late.after, [false, true, true]);
    assert.deepEqual([late.names, late.text], [usual.names, usual.text]);
    assert.ok(late.names.includes("LocalWorkspace"));
  });

  it("has the compiler wait for a file in TypeScript", async () => {
    const policyPack = path.join(
      path.dirname(require.resolve("@pulumi/pulumi")),
      "cmd/run-policy-pack/run.js",
    );
    const compile = `
const loaded = () => Object.keys(require.cache).some((file) => /[/]ts-node[/]|[/]typescript[/]lib[/]/.test(file));
const Module = require("node:module");
const asked = (name) => Module._load(name, { filename: ${JSON.stringify(policyPack)}, paths: Module._nodeModulePaths(${JSON.stringify(policyPack)}) }, false);
const { version } = asked("typescript");
asked("ts-node").register({ transpileOnly: true, skipProject: true, compilerOptions: { module: "commonjs" } });
const before = loaded();
require("fs").writeFileSync(process.argv[1], "export const word: string = 'compiled';");
process.stdout.write(JSON.stringify({ version, before, word: require(process.argv[1]).word, after: loaded() }));
`;
    const folder = await mkdtemp(path.join(tmpdir(), "load-late-"));
    try {
      const { stdout } = await execa(
        process.execPath,
        ["-r", LOAD_LATE, "-e", compile, path.join(folder, "program.ts")],
        { cwd: LAB_ROOT },
      );
      const { version } = JSON.parse(
        await readFile(path.join(LAB_ROOT, "node_modules/typescript/package.json"), "utf8"),
      ) as { version: string };
      assert.deepEqual(JSON.parse(stdout), { version, before: false, word: "compiled", after: true });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
