import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { COMMANDS, runCommandLine } from "../../../cli/command-line";
import { SUBCOMMANDS } from "../../../cli/keys/keys";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { runCli } from "./run-cli";

/** The commands, with what each does. */
const ENTRIES = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(9)}  ${summary}`);

const HELP = `Usage: npx --no -- azure-to-aws COMMAND

${ENTRIES.join("\n")}

npx --no -- azure-to-aws COMMAND --help describes a command.
npx --no -- azure-to-aws --version prints the version.
`;

describe("the command line", () => {
  it("prints its commands when asked for help", async () => {
    assert.deepEqual(await runCli(["--help"]), { exitCode: 0, stdout: HELP, stderr: "" });
  });

  it("prints its commands and fails when it is given none", async () => {
    assert.deepEqual(await runCli([]), { exitCode: 2, stdout: "", stderr: HELP });
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

  it("reports an unknown command with the known ones", async () => {
    assert.deepEqual(await runCli(["judg", "x.json"]), {
      exitCode: 2,
      stdout: "",
      stderr: `azure-to-aws: unknown command "judg". Expected ${Object.keys(COMMANDS).join(", ")}, --help, or --version. Run npx --no -- azure-to-aws --help [command-unknown]\n`,
    });
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
      'azure-to-aws: unknown option "--bogus". Run the command with --help to list its\n  options [option-unknown]\n',
    );
    assert.deepEqual(
      stderr.split("\n").filter((line) => line.length > 80),
      [],
    );
  });

  for (const command of [...HELP.matchAll(/^ {2}(\S+)/gm)].map(([, name = ""]) => name)) {
    it(`prints help of at most 80 columns for ${command}`, async () => {
      const { exitCode, stdout, stderr } = await runCli([command, "--help"]);
      assert.match(stdout, new RegExp(`^Usage: npx --no -- azure-to-aws ${command} `));
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
      );
      assert.deepEqual([exitCode, stderr], [0, ""]);
    });
  }

  for (const name of ["find", "plan", "verify", "retire", "report"]) {
    it(`prints help of at most 80 columns for keys ${name}, with its options and no others`, async () => {
      const { exitCode, stdout, stderr } = await runCli(["keys", name, "--help"]);
      assert.ok(stdout.startsWith(`Usage: npx --no -- azure-to-aws keys ${name} `), stdout);
      assert.deepEqual([exitCode, stderr], [0, ""]);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
      );
      const described = [...stdout.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option]) => option);
      assert.deepEqual(described.sort(), [...Object.keys(SUBCOMMANDS[name]?.options ?? {}), "help"].sort());
    });
  }

  for (const command of ["judge", "import"]) {
    it(`prints help for ${command}, whatever else is given`, async () => {
      const { exitCode, stdout, stderr } = await runCli([command, "no-such-file", "--help"]);
      assert.equal(stdout.split("\n")[0]?.startsWith(`Usage: npx --no -- azure-to-aws ${command} `), true);
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
