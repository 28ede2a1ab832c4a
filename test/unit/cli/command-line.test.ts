import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { runCommandLine } from "../../../cli/command-line";
import { runCli } from "./run-cli";

const HELP = `Usage: npx --no -- azure-to-aws COMMAND

  judge         judge the trust policies in files
  explain       explain an error text, a log, or why a role refuses a token
  check-config  check configuration of the policy pack
  baseline      write down what is wrong today, so that only what is new counts
  import        take over a federation that was made by hand
  preflight     tell whether pulumi up would succeed on your accounts
  suspend       cut off everyone who uses an AWS role, without Pulumi
  resume        undo suspend

npx --no -- azure-to-aws COMMAND --help says more, and --version prints the version.
`;

describe("the command line", () => {
  it("prints its commands when asked for help", async () => {
    assert.deepEqual(await runCli(["--help"]), { exitCode: 0, stdout: HELP, stderr: "" });
  });

  it("prints its commands and fails when it is given none", async () => {
    assert.deepEqual(await runCli([]), { exitCode: 2, stdout: "", stderr: HELP });
  });

  it("prints the package's version", async () => {
    assert.match((await runCli(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("names an unknown command with those that there are", async () => {
    assert.deepEqual(await runCli(["judg", "x.json"]), {
      exitCode: 2,
      stdout: "",
      stderr:
        "azure-to-aws: There is no command judg. Allowed are judge, explain, check-config, baseline, import, preflight, suspend, resume, --help, --version.\n",
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
    assert.match(
      stderr,
      /^azure-to-aws: There is no option --bogus\. Allowed are --stack-config, --cloud,\n {2}--/,
    );
    assert.deepEqual(
      stderr.split("\n").filter((line) => line.length > 80),
      [],
    );
  });

  for (const command of ["judge", "check-config", "baseline", "import"]) {
    it(`prints help for ${command}, whatever else is given`, async () => {
      const { exitCode, stdout, stderr } = await runCli([command, "no-such-file", "--help"]);
      assert.equal(stdout.split("\n")[0]?.startsWith(`Usage: npx --no -- azure-to-aws ${command} `), true);
      assert.deepEqual([exitCode, stderr], [0, ""]);
    });

    it(`says that ${command} needs a file`, async () => {
      assert.deepEqual(await runCli([command]), {
        exitCode: 2,
        stdout: "",
        stderr: "azure-to-aws: No file is given. Name one or more, or - for standard input.\n",
      });
    });
  }
});
