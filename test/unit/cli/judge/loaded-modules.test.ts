import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { policy } from "../entra-policy";

/** Judges a file in a process of its own, and names the parsers that this loaded. */
async function parsersFor(file: string): Promise<string[]> {
  const script = `
    const { runCommandLine } = require("./dist/cli/command-line.js");
    const nothing = () => undefined;
    runCommandLine(["judge", process.argv[1]], { stdin: process.stdin, out: nothing, err: nothing, colors: false })
      .then(() => {
        const parsers = Object.keys(require.cache)
          .map((file) => /node_modules\\/(yaml|@cdktn\\/hcl2json)\\//.exec(file)?.[1])
          .filter((name) => name !== undefined);
        console.log(JSON.stringify([...new Set(parsers)]));
      });
  `;
  const { stdout } = await execa(process.execPath, ["-e", script, file], { cwd: PROJECT_ROOT, input: "" });
  return JSON.parse(stdout) as string[];
}

describe("judging a file", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "loaded-"));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const cases: [string, string, string[]][] = [
    ["policy.json", JSON.stringify(policy()), []],
    ["comments.json", `// x\n${JSON.stringify(policy())}`, []],
    ["policy.yaml", "Statement: []\n", ["yaml"]],
    ["main.tf", "locals {\n}\n", ["@cdktn/hcl2json"]],
  ];
  for (const [name, text, parsers] of cases) {
    it(`loads ${parsers.join("") || "no parser"} for ${name}`, async () => {
      const file = path.join(folder, name);
      await writeFile(file, text);
      assert.deepEqual(await parsersFor(file), parsers);
    }).timeout("20s");
  }
});
