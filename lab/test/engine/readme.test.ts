/** What lab/README.md shows: a program that runs as a workload, with the SDKs of both vendors. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { LAB_ROOT } from "../../lab-root";

const SERVE = path.join(LAB_ROOT, "dist/lab/serve.js");

describe("the page of the lab's package", function () {
  this.timeout(300_000);
  let folder: string;
  let page: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lab-readme-"));
    await symlink(path.join(LAB_ROOT, "node_modules"), path.join(folder, "node_modules"));
    page = await readFile(path.join(LAB_ROOT, "lab/README.md"), "utf8");
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  /** Runs a program of the page as a workload, after a change of its text. */
  async function run(change: (program: string) => string = (program) => program) {
    const [, program = ""] = /^Save this as `workload\.mjs`:\n\n```js\n([^]*?)```/m.exec(page) ?? [];
    await writeFile(path.join(folder, "workload.mjs"), change(program));
    return execa(process.execPath, [SERVE, "--", process.execPath, "workload.mjs"], {
      cwd: folder,
      reject: false,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
    });
  }

  it("gets a token, a session, and the list of buckets", async () => {
    const { exitCode, stdout, stderr } = await run();
    assert.deepEqual([exitCode, stderr], [0, ""], stdout);
    assert.deepEqual(stdout.split(" ").sort(), ["devteam-builds", "devteam-reports", "payroll-archive"]);
  });

  it("is refused with a token for another audience, and ends with the program's exit code", async () => {
    const { exitCode, stdout, stderr } = await run((program) =>
      program.replace("`${AWS_AUDIENCE}/.default`", '"https://management.azure.com/.default"'),
    );
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(stderr, /\bInvalidIdentityToken\b|\bAccessDenied\b/);
  });
});
