/** Processes that run one program after another. The programs here are plain scripts: the engine's tests run real ones. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { LAB_ROOT } from "../../../../lab-root";
import { KeptPrograms } from "../../../../pulumi/toolchain/language-host/kept-programs";
import { isAlive, until, useTemporaryDirectory } from "../../../../testing/fixtures";

describe("kept programs", () => {
  const temporary = useTemporaryDirectory();
  let directory: string;
  let programs: KeptPrograms;

  beforeEach(async () => {
    directory = temporary();
    programs = new KeptPrograms();
    await writeFile(path.join(directory, "run.js"), "require(process.argv[2]);");
  });

  afterEach(async () => {
    await programs.end();
  });

  interface Ended {
    readonly stdout: string;
    readonly stderr: string;
    readonly exit: { readonly code: number | null; readonly signal: string | null };
  }

  /** Starts a program by a file that stands for the SDK's `run`. */
  async function start(program: string, environment: Record<string, string> = {}) {
    const file = path.join(directory, "program.js");
    await writeFile(file, program);
    return programs.start({
      args: [path.join(directory, "run.js"), file],
      cwd: directory,
      environment: { PATH: process.env.PATH, ...environment },
    });
  }

  async function run(program: string, environment?: Record<string, string>): Promise<Ended> {
    const { streams, exit } = await start(program, environment);
    const [stdout = "", stderr = ""] = await Promise.all(streams.map(async (stream) => text(stream)));
    return { stdout, stderr, exit: await exit };
  }

  const PRINT_PID = "console.log(process.pid);";

  it("share a process, and each prints and ends for itself", async () => {
    const first = await run(`${PRINT_PID} console.error("one"); setTimeout(() => console.log("late"), 20);`);
    const second = await run(`${PRINT_PID} process.stdout.write("no line end");`);
    const pid = first.stdout.split("\n")[0] ?? "";
    assert.match(pid, /^\d+$/);
    assert.deepEqual(first, { stdout: `${pid}\nlate\n`, stderr: "one\n", exit: { code: 0, signal: null } });
    assert.deepEqual(second, { stdout: `${pid}\nno line end`, stderr: "", exit: { code: 0, signal: null } });
  });

  it("see nothing of the program before", async () => {
    const look =
      "console.log(JSON.stringify([process.pid, process.env.LEFT, process.cwd(), globalThis.globalStore, " +
      'process.listenerCount("exit"), process.exitCode, require.cache[require.resolve("./kept.js")] === undefined]));';
    await writeFile(path.join(directory, "kept.js"), "");
    const leaves = `${look} require("./kept.js"); globalThis.globalStore = {}; process.on("exit", () => {}); process.env.LEFT = "left"; process.chdir("/");`;
    const parse = (ended: Ended) => JSON.parse(ended.stdout) as unknown[];
    const [pid, ...fresh] = parse(await run(leaves));
    assert.deepEqual(parse(await run(leaves, { OTHER: "1" })), [pid, ...fresh]);
    assert.deepEqual(fresh, [null, directory, null, 0, null, true]);
  });

  it("have the environment that they were given, and only that", async () => {
    const { stdout } = await run("console.log(JSON.stringify(process.env));", { ONE: "1" });
    assert.deepEqual(JSON.parse(stdout), { PATH: process.env.PATH, ONE: "1" });
  });

  it("have no proxy where the lab leads their requests, each of them", async () => {
    const leadToLab = path.join(LAB_ROOT, "dist/lab/azure/lead-to-lab.js");
    const environment = {
      NODE_OPTIONS: `--require=${JSON.stringify(leadToLab)}`,
      HTTPS_PROXY: "http://127.0.0.1:1",
    };
    const print = `${PRINT_PID} console.log(JSON.stringify(process.env.HTTPS_PROXY));`;
    const [first, second] = [await run(print, environment), await run(print, environment)];
    assert.match(first.stdout, /^\d+\n""\n$/);
    assert.equal(second.stdout, first.stdout);
    const inTls = await run(print, { ...environment, LAB_SHELL: "tls" });
    assert.match(inTls.stdout, /^\d+\n"http:\/\/127\.0\.0\.1:1"\n$/);
  });

  it("end with the exit code that a listener sets, as the SDK does", async () => {
    const failing = await run(`${PRINT_PID} process.on("exit", () => { process.exitCode = 32; });`);
    assert.deepEqual(failing.exit, { code: 32, signal: null });
    const next = await run(PRINT_PID);
    assert.equal(next.exit.code, 0);
    assert.notEqual(next.stdout, failing.stdout, "a failed program can leave promises of the SDK pending");
  });

  it("can end their process: by an exit, an exception, or when they are stopped", async () => {
    assert.deepEqual(await run('console.log("bye"); process.exit(3);'), {
      stdout: "bye\n",
      stderr: "",
      exit: { code: 3, signal: null },
    });
    const thrown = await run('throw new Error("broken");');
    assert.equal(thrown.exit.code, 1);
    assert.match(thrown.stderr, /Error: broken/);
    const waiting = await start('console.log("up"); setInterval(() => {}, 1000);');
    waiting.streams[0]?.once("data", waiting.stop);
    assert.deepEqual(await waiting.exit, { code: null, signal: "SIGKILL" });
    assert.equal((await run(PRINT_PID)).exit.code, 0);
  });

  it("keep their process when they are stopped after their end", async () => {
    const program = await start(PRINT_PID);
    const pid = await text(program.streams[0] ?? Readable.from([]));
    await program.exit;
    program.stop();
    assert.equal((await run(PRINT_PID)).stdout, pid);
  });

  it("that run at once, or need other options of Node, have a process each", async () => {
    const pids = await Promise.all([run(PRINT_PID), run(PRINT_PID)]);
    assert.notEqual(pids[0].stdout, pids[1].stdout);
    const other = await run(PRINT_PID, { NODE_OPTIONS: "--stack-trace-limit=20" });
    assert.ok(!pids.some(({ stdout }) => stdout === other.stdout));
  });

  it("do not keep their parent alive, and end with it", async () => {
    const script = path.join(directory, "parent.cjs");
    await writeFile(path.join(directory, "program.js"), PRINT_PID);
    await writeFile(
      script,
      `require(${JSON.stringify(path.join(LAB_ROOT, "tools/typescript/register.cjs"))});
       const { KeptPrograms } = require(${JSON.stringify(path.join(LAB_ROOT, "lab/pulumi/toolchain/language-host/kept-programs.ts"))});
       const alive = setInterval(() => {}, 1000);
       const { streams, exit } = new KeptPrograms().start({
         args: [${JSON.stringify(path.join(directory, "run.js"))}, ${JSON.stringify(path.join(directory, "program.js"))}],
         cwd: ${JSON.stringify(directory)}, environment: process.env });
       streams[0].pipe(process.stdout);
       exit.then(() => clearInterval(alive));`,
    );
    const { stdout } = await execa(process.execPath, [script]);
    await until(() => !isAlive(Number(stdout)));
  });
});
