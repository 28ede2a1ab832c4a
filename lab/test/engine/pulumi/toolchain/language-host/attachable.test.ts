/** The language host within this process, under the real Pulumi engine. */
import assert from "node:assert/strict";
import { access, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { LAB_ROOT } from "../../../../../lab-root";
import { PulumiCommand, type PulumiRun } from "../../../../../pulumi/engine/pulumi-command";
import { PulumiStack } from "../../../../../pulumi/engine/pulumi-stack";
import { ATTACHABLE_LANGUAGE_HOST } from "../../../../../pulumi/toolchain/language-host/attachable";
import { ensurePulumiCli } from "../../../../../pulumi/toolchain/pulumi-cli";
import { isAlive, until, useTemporaryDirectory } from "../../../../../testing/fixtures";

describe("the language host that an engine attaches to", function () {
  this.timeout(120_000);
  const directory = useTemporaryDirectory();
  const project = () => path.join(directory(), "project");
  let stack: PulumiStack;

  beforeEach(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    const { path: executable } = await ensurePulumiCli({ report: () => undefined });
    await mkdir(project());
    await symlink(path.join(LAB_ROOT, "node_modules"), path.join(directory(), "node_modules"));
    await writeFile(path.join(project(), "Pulumi.yaml"), "name: project\nruntime: nodejs\n");
    await writeFile(path.join(project(), "package.json"), '{ "name": "project", "main": "index.js" }');
    // No language host is installed: programs run only because the engine attaches to the one of this process.
    const pulumi = await PulumiCommand.create({
      executable,
      directory: directory(),
      environment: { PATH: "/usr/bin:/bin" },
      attachable: [ATTACHABLE_LANGUAGE_HOST],
    });
    stack = await PulumiStack.create(pulumi, {
      projectDirectory: project(),
      stackName: "dev",
      directory: path.join(directory(), "stacks"),
      config: {},
    });
  });

  async function preview(program: string, environment: Record<string, string> = {}): Promise<PulumiRun> {
    await writeFile(path.join(project(), "index.js"), program);
    return stack.preview({ environment });
  }

  it("runs programs with the environment of the run, and shows what they print", async () => {
    const program =
      'console.log("printed by", process.env.WHO);\nconsole.error("an error of", process.env.WHO);';
    for (const WHO of ["one", "another"]) {
      const { exitCode, output } = await preview(program, { WHO });
      assert.equal(exitCode, 0, output);
      assert.match(output, new RegExp(`printed by ${WHO}\n`));
      assert.match(output, new RegExp(`an error of ${WHO}\n`));
    }
  });

  it("shows what a program throws, and names the exit code of one that just ends", async () => {
    const thrown = await preview(`Error.stackTraceLimit = 0;\nthrow new Error("thrown by the program");`);
    assert.notEqual(thrown.exitCode, 0);
    assert.match(thrown.output, /Error: thrown by the program/);
    const ended = await preview("process.exit(7);");
    assert.notEqual(ended.exitCode, 0);
    assert.match(ended.output, /the program ended with exit code 7/);
  });

  it("ends the program of an engine that is killed", async () => {
    const file = path.join(project(), "pid");
    await writeFile(
      path.join(project(), "index.js"),
      'const fs = require("node:fs");\nfs.writeFileSync("pid.partial", String(process.pid));\n' +
        'fs.renameSync("pid.partial", "pid");\nsetInterval(() => {}, 1000);',
    );
    let engine = 0;
    const running = stack.preview({
      onStart: (pid) => {
        engine = pid;
      },
    });
    await until(() =>
      access(file).then(
        () => true,
        () => false,
      ),
    );
    const program = Number(await readFile(file, "utf8"));
    assert.equal(isAlive(program), true);
    process.kill(engine, "SIGKILL");
    assert.equal((await running).exitCode, 137);
    assert.equal(isAlive(program), false);
  });
});
