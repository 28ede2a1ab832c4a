import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import manifest from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";

const HOOK = path.join(PROJECT_ROOT, "tools/typescript/register.cjs");

describe("the hook that runs TypeScript", function () {
  this.timeout(60_000);
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "typescript-hook-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function run(source: string) {
    const file = path.join(folder, "program.ts");
    await writeFile(file, source);
    const { stdout, stderr } = await execa(process.execPath, ["-r", HOOK, file], { reject: false });
    return { stdout, stderr };
  }

  it("runs an edited source anew, and the old one again from what it kept", async () => {
    const sources = ["const word: string = 'one'; console.log(word);", "console.log('two' as string);"];
    const printed = [];
    for (const source of [...sources, ...sources]) {
      printed.push((await run(source)).stdout);
    }
    assert.deepEqual(printed, ["one", "two", "one", "two"]);
  });

  it("takes the project's own package from its sources, which may be newer than what is built", () => {
    const { name, exports } = manifest;
    const found = Object.keys(exports)
      .filter((entry) => !entry.endsWith(".json"))
      .map((entry) => path.relative(PROJECT_ROOT, require.resolve(path.posix.join(name, entry))));
    assert.deepEqual(found, ["components/index.ts", "trust/public.ts", "credential-helper/index.ts"]);
  });

  it("leaves the package of other programs and of the examples as it is installed", async () => {
    const { stderr } = await run('require("@azure-to-aws/federation/trust");');
    assert.match(stderr, /Cannot find module '@azure-to-aws\/federation\/trust'/);
    const { stdout } = await execa(process.execPath, [
      "-r",
      HOOK,
      "-p",
      `require("node:module").createRequire(${JSON.stringify(path.join(PROJECT_ROOT, "examples/aks/index.ts"))}).resolve("@azure-to-aws/federation/trust")`,
    ]);
    assert.equal(stdout, path.join(PROJECT_ROOT, "dist/trust/public.js"));
  });

  it("names the line of the source in a stack trace", async () => {
    const { stderr } = await run("interface Left {\n  out: true;\n}\n\nthrow new Error('thrown');\n");
    assert.match(stderr, /program\.ts:5:7/);
  });

  it("names the place of a syntax error, each time", async () => {
    for (let time = 0; time < 2; time++) {
      const { stderr } = await run("const word: = 1;");
      assert.match(stderr, /program\.ts\(1,13\): error TS1110: Type expected\./);
    }
  });
});
