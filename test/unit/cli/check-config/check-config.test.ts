import assert from "node:assert/strict";
import { runCli } from "../run-cli";

async function check(text: string): Promise<[exitCode: number | undefined, output: string]> {
  const { exitCode, stdout, stderr } = await runCli(["check-config", "-"], text);
  return [exitCode, stdout + stderr];
}

describe("check-config", () => {
  it("finds nothing wrong with a configuration that does what it says", async () => {
    const config = {
      all: "mandatory",
      "oidc-trust-requires-subject": {
        exceptions: [{ urn: "*::legacy", reason: "is replaced this month", until: "2026-12-31" }],
      },
    };
    assert.deepEqual(await check(JSON.stringify(config)), [0, "-: all is well\n"]);
  });

  it("names an unknown rule with its place and those that there are", async () => {
    const [exitCode, output] = await check('{\n  "oidc-trust-requires-subjct": "mandatory"\n}');
    assert.equal(exitCode, 1);
    assert.match(
      output,
      /^-:2:3: oidc-trust-requires-subjct is no rule, and the engine passes over it; allowed: oidc-trust-requires-audience, /,
    );
  });

  it("names an exception without a reason with its place", async () => {
    const config =
      '{"oidc-trust-requires-subject": {"exceptions": [{"urn": "a", "reason": "b"},\n  {"urn": "*"}]}}';
    assert.deepEqual(await check(config), [
      1,
      "-:2:3: oidc-trust-requires-subject.exceptions[1] has no reason; required: urn, reason.\n",
    ]);
  });

  it("names a level that is none", async () => {
    assert.deepEqual(await check('{"all": "mandatry"}'), [
      1,
      '-:1:2: all is "mandatry"; allowed: advisory, mandatory, disabled.\n',
    ]);
  });

  it("names a rule that comes twice", async () => {
    assert.deepEqual(await check('{"all": "disabled",\n"all": "mandatory"}'), [
      1,
      "-:2:1: all comes twice in one object.\n",
    ]);
  });

  it("cannot read what is no JSON", async () => {
    assert.deepEqual(await check('{"all": }'), [2, "-: it is not valid JSON from line 1, column 9.\n"]);
  });

  it("ends with the worst of several files", async () => {
    const { exitCode, stdout, stderr } = await runCli(["check-config", "no-such-file", "-"], '{"all": 1}');
    assert.equal(exitCode, 2);
    assert.equal(stdout, "-:1:2: all is 1; allowed: advisory, mandatory, disabled.\n");
    assert.equal(stderr, "no-such-file: there is no such file.\n");
  });
});
