/** The options of `npm run acceptance` that need no account, by the program as npm starts it. */
import assert from "node:assert/strict";
import { execa } from "execa";
import { ACCEPTANCE_PROGRAM } from "./acceptance-program";

describe("npm run acceptance without an account", function () {
  this.timeout(30_000);

  // Neither a login nor a program that has one is there.
  const run = async (...args: string[]) =>
    execa(process.execPath, [...ACCEPTANCE_PROGRAM, ...args], {
      env: { PATH: "", AWS_EC2_METADATA_DISABLED: "true" },
      extendEnv: false,
      reject: false,
    });
  const tooLong = (text: string) => text.split("\n").filter((line) => line.length > 80);

  it("prints its help, and refuses an unknown option, within 80 columns", async () => {
    const help = await run("--help");
    assert.deepEqual([help.exitCode, tooLong(help.stdout)], [0, []]);
    assert.match(help.stdout, /^Usage: npm run acceptance /);
    const { exitCode, stdout, stderr } = await run("--bogus");
    assert.deepEqual([exitCode, stdout, tooLong(stderr)], [2, "", []]);
    assert.match(stderr, /^Unknown option '--bogus'\. Expected --.*\[acceptance-option-invalid\]$/ms);
    assert.match(stderr, /^Usage: npm run acceptance /m);
  });

  it("prints the plan with its cost, and asks nothing", async () => {
    const { exitCode, stdout } = await run("--plan", "--region", "eu-central-1");
    assert.equal(exitCode, 0);
    assert.match(stdout, /^This run creates, uses, and removes:\n/);
    assert.match(stdout, /account of your login, eu-central-1\n/);
    assert.match(stdout, /^Cost: \$0\.\d{3} per hour while it exists/m);
    assert.deepEqual(tooLong(stdout), []);
  });
});
