import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { COMMANDS, runCommandLine } from "../../../cli/command-line";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { OPEN, policy } from "./entra-policy";
import { runCli } from "./run-cli";

/** The program in a process of its own, in a folder. */
async function runIn(folder: string, ...args: string[]): Promise<{ exitCode?: number; stdout: string }> {
  const program = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
  return execa(process.execPath, [program, ...args], { cwd: folder, input: "", reject: false });
}

/** The options of a command in its help, without `--help`. */
function optionsIn(help: string): string[] {
  return [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name = ""]) => name).sort();
}

describe("the command line", () => {
  for (const flag of ["--help", "-h", "help"]) {
    it(`prints its commands for ${flag}`, async () => {
      const { exitCode, stdout, stderr } = await runCli([flag]);
      assert.deepEqual([exitCode, stderr], [0, ""]);
      assert.match(stdout, /^Usage: azure-to-aws \[COMMAND\] \[options\]\n/);
      const listed = stdout.slice(stdout.indexOf("Commands:"), stdout.indexOf("azure-to-aws COMMAND"));
      assert.deepEqual(
        [...listed.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name),
        [...Object.keys(COMMANDS), "help"],
      );
      assert.match(stdout, /^ {2}judge {10}judge the trust policies in files$/m);
    });
  }

  it("judges the folder without a command, and a file that it is given", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "bare-"));
    try {
      await writeFile(path.join(folder, "role.json"), JSON.stringify(OPEN));
      const [bare, file] = await Promise.all([runIn(folder), runIn(folder, "role.json")]);
      assert.equal(bare.exitCode, 1);
      assert.match(bare.stdout, /^1 role in 1 file: 1 rejected/);
      assert.equal(file.exitCode, 1);
      assert.match(file.stdout, /^1 role in 1 file: 1 rejected/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("takes the name of a command for the command, also next to a file of that name", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "same-name-"));
    try {
      for (const name of ["help", "keys", "complete"]) {
        await writeFile(path.join(folder, name), JSON.stringify(OPEN));
      }
      const [help, complete] = await Promise.all([runIn(folder, "help"), runIn(folder, "complete", "bash")]);
      assert.match(help.stdout, /^Usage: azure-to-aws /);
      assert.match(complete.stdout, /^# bash completion for azure-to-aws/);
      assert.equal((await runIn(folder, "keys")).stdout, "");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("takes a path that does not exist for a file, and - for standard input", async () => {
    assert.match(
      (await runCli(["gone.json"])).stdout,
      /gone\.json: no such file\. Check the path \[input-not-found\]/,
    );
    assert.match((await runCli(["-"], JSON.stringify(policy()))).stdout, /^1 role in 1 file: .* 1 accepted/);
  });

  it("has the commands of its reference page, each of which has a section", async () => {
    const page = await readFile(path.join(PROJECT_ROOT, "docs/reference/command-line.md"), "utf8");
    const rows = [...page.matchAll(/^\| \[`([a-z]+)`\]\(#\1\) /gm)].map(([, name]) => name);
    assert.deepEqual(rows, Object.keys(COMMANDS));
    const sections = [...page.matchAll(/^## `?([a-z]+)`?$/gm)].map(([, name]) => name);
    assert.deepEqual(
      rows.filter((name) => !sections.includes(name)),
      [],
    );
  });

  it("prints the package's version", async () => {
    assert.match((await runCli(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("reports an unknown command with the nearest", async () => {
    assert.deepEqual(await runCli(["judg", "x.json"]), {
      exitCode: 2,
      stdout: "",
      stderr:
        "azure-to-aws: unknown command 'judg' (Did you mean judge?). Run npx @azure-to-aws/cli --help [command-unknown]\n",
    });
    assert.deepEqual(await runCli(["keys", "fnd"]), {
      exitCode: 2,
      stdout: "",
      stderr:
        "azure-to-aws: unknown command 'fnd' (Did you mean find?). Run npx @azure-to-aws/cli keys --help [command-unknown]\n",
    });
  });

  it("prints the commands of keys and fails when it is given none", async () => {
    const { exitCode, stdout, stderr } = await runCli(["keys"]);
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /^Usage: azure-to-aws keys COMMAND \[options\]\n/);
  });

  it("wraps a message on a terminal, where words stay whole", async () => {
    let stderr = "";
    await runCommandLine(["preflight", "--bogus"], {
      stdin: Readable.from([]),
      out: () => undefined,
      err: (text) => {
        stderr += text;
      },
      colors: false,
      columns: 80,
    });
    assert.equal(
      stderr,
      "azure-to-aws: unknown option '--bogus'. Run npx @azure-to-aws/cli preflight\n  --help [option-unknown]\n",
    );
  });

  const all = Object.entries(COMMANDS).flatMap(([name, command]) => [
    [[name], command] as const,
    ...Object.entries(command.commands ?? {}).map(([below, its]) => [[name, below], its] as const),
  ]);
  for (const [words, { options }] of all) {
    it(`prints help of at most 80 columns for ${words.join(" ")}, with its options and no others`, async () => {
      const { exitCode, stdout, stderr } = await runCli([...words, "--help"]);
      assert.ok(stdout.startsWith(`Usage: azure-to-aws ${words.join(" ")} `), stdout);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
      );
      assert.deepEqual([exitCode, stderr], [0, ""]);
      assert.deepEqual(optionsIn(stdout), options.map((one) => one.name()).sort());
    });
  }

  it("starts without what only a run needs", async () => {
    const loaded = `require("./dist/cli/command-line.js").runCommandLine(["judge", "--help"], {
      out() {}, err() {}, colors: false }).then(() => console.log(JSON.stringify(Object.keys(require.cache))))`;
    const { stdout } = await execa(process.execPath, ["-e", loaded], { cwd: PROJECT_ROOT });
    const files = (JSON.parse(stdout) as string[]).map((file) => path.relative(PROJECT_ROOT, file));
    assert.ok(files.includes("dist/cli/judge/judge.js"));
    assert.deepEqual(
      files.filter((file) => /\/(?:trust|policy-sources)\/|\/run-/.test(file)),
      [],
    );
  });

  it("completes commands, options, and choices, and prints a script for each shell", async () => {
    const completed = async (...words: string[]) =>
      (await runIn(PROJECT_ROOT, "complete", "--", ...words)).stdout
        .split("\n")
        .map((line) => line.split("\t")[0]);
    assert.deepEqual((await completed("pre"))[0], "preflight");
    assert.deepEqual((await completed("keys", "ver"))[0], "verify");
    assert.deepEqual((await completed("judge", "--allow"))[0], "--allow-unknown");
    assert.deepEqual((await completed("judge", "--format", "sa"))[0], "sarif");
    for (const shell of ["bash", "zsh", "fish", "powershell"]) {
      const { exitCode, stdout } = await runIn(PROJECT_ROOT, "complete", shell);
      assert.equal(exitCode, 0);
      assert.match(stdout, /azure-to-aws complete (?:--|'--') /);
    }
  });

  for (const command of ["judge", "import"]) {
    it(`prints help for ${command}, whatever else is given`, async () => {
      const { exitCode, stdout, stderr } = await runCli([command, "no-such-file", "--help"]);
      assert.ok(stdout.startsWith(`Usage: azure-to-aws ${command} `));
      assert.deepEqual([exitCode, stderr], [0, ""]);
    });

    if (command === "judge") {
      continue;
    }
    it(`says that ${command} needs a file`, async () => {
      assert.deepEqual(await runCli([command]), {
        exitCode: 2,
        stdout: "",
        stderr:
          "azure-to-aws: no file given. Expected one or more files, or - for standard input [file-missing]\n",
      });
    });
  }
});
