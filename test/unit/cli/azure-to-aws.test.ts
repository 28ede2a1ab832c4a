import assert from "node:assert/strict";
import { fixture, runProcess } from "./run-cli";

describe("the program azure-to-aws", function () {
  this.timeout("1m");

  it("ends with 0 where all is accepted", async () => {
    const { exitCode, stdout, stderr } = await runProcess(["judge", fixture("trust-right.json")]);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.match(stdout, /^1 role in 1 file: 0 rejected, 0 not judged, 1 accepted\.\n/);
  });

  it("ends with 1 where a role is rejected", async () => {
    const { exitCode } = await runProcess(["judge", fixture("trust-without-subject.json")]);
    assert.equal(exitCode, 1);
  });

  it("ends with 2 if a file is unreadable, even if a role is rejected", async () => {
    const files = [fixture("trust-without-subject.json"), fixture("none.json")];
    const { exitCode, stdout } = await runProcess(["judge", ...files]);
    assert.equal(exitCode, 2);
    assert.match(
      stdout,
      /^test\/unit\/cli\/fixtures\/none\.json: no such file\. Check the path \[input-not-found\]$/m,
    );
    assert.match(stdout, /^1 role in 2 files: 1 rejected, 0 not judged, 0 accepted\. 1 file unreadable\.\n/);
  });

  it("ends with 2 if the command line is wrong", async () => {
    const { exitCode, stderr } = await runProcess(["judge", "--colors"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^azure-to-aws: unknown option '--colors'\. .*\[option-unknown\]\n$/);
  });

  it("reads bytes from standard input and says that they are binary", async () => {
    const { exitCode, stdout } = await runProcess(["judge", "-"], Buffer.from([0xff, 0x00, 0xfe, 0x7b]));
    assert.equal(exitCode, 2);
    assert.match(
      stdout,
      /^standard input: the input is binary\. Expected UTF-8 or UTF-16; got other bytes \[input-binary\]$/m,
    );
  });

  it("shows no colors if the output does not go to a terminal", async () => {
    const { stdout } = await runProcess(["judge", fixture("trust-without-subject.json")]);
    assert.equal(stdout.includes("\u001b"), false);
  });

  it("ends in order on JSON that nests a million levels deep", async () => {
    const { exitCode, stdout } = await runProcess(
      ["judge", "-"],
      `{"Statement":${"[".repeat(1e6)}${"]".repeat(1e6)}}`,
    );
    assert.equal(exitCode, 2);
    assert.match(stdout, /^standard input: the input is nested too deeply to be read \[input-too-deep\]$/m);
  });
});
