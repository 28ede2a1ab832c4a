import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCli } from "../run-cli";

async function check(text: string): Promise<[exitCode: number | undefined, output: string]> {
  const { exitCode, stdout, stderr } = await runCli(["judge", "--check-config", "-"], text);
  return [exitCode, stdout + stderr];
}

const FINDING = {
  fingerprint: "0".repeat(32),
  rule: "oidc-trust-requires-subject",
  resource: "legacy",
  reason: "is replaced this month",
  until: "2026-12-31",
  owner: "platform",
};

describe("judge --check-config", () => {
  it("finds nothing wrong with a configuration that does what it says", async () => {
    const config = {
      all: "mandatory",
      accepted: { findings: [FINDING] },
    };
    assert.deepEqual(await check(JSON.stringify(config)), [0, "standard input: no problems found\n"]);
  });

  it("reports an unknown rule with its place", async () => {
    const [exitCode, output] = await check('{\n  "oidc-trust-requires-subjct": "mandatory"\n}');
    assert.equal(exitCode, 1);
    assert.equal(
      output,
      "standard input:2:3: oidc-trust-requires-subjct: unknown rule; the engine ignores it. Expected all, accepted, accepted-findings, environments, or a rule of docs/reference/rules [config-rule-unknown]\n",
    );
  });

  it("names an accepted finding without a reason with its place", async () => {
    const { reason, ...without } = FINDING;
    assert.equal(reason, "is replaced this month");
    const config = `{"accepted": {"findings": [\n  ${JSON.stringify({ ...without, fingerprint: "1".repeat(32) })}]}}`;
    assert.deepEqual(await check(config), [
      1,
      "standard input:2:3: accepted.findings[0]: reason is missing. Expected fingerprint, rule, resource, reason, until, owner [config-member-missing]\n",
    ]);
  });

  it("warns of what works and switches something off, and exits with 0", async () => {
    assert.deepEqual(await check('{"all": "disabled"}'), [
      0,
      "standard input:1:2: warning: all: no rule runs unless it has a separate level, because all is disabled [config-all-disabled]\n",
    ]);
  });

  it("reports a byte order mark, at which the engine stops", async () => {
    for (const encoded of [Buffer.from("\uFEFF{}"), Buffer.from("\uFEFF{}", "utf16le")]) {
      const directory = mkdtempSync(path.join(tmpdir(), "check-config-"));
      const file = path.join(directory, "policies.json");
      writeFileSync(file, encoded);
      const { exitCode, stdout } = await runCli(["judge", "--check-config", file], "");
      rmSync(directory, { recursive: true });
      assert.equal(exitCode, 1);
      assert.match(stdout, /:1:1: the file starts with a byte order mark, .* \[config-byte-order-mark\]\n$/);
    }
  });

  it("reports an unknown level", async () => {
    assert.deepEqual(await check('{"all": "mandatry"}'), [
      1,
      'standard input:1:2: all: unknown enforcement level. Expected advisory, mandatory, or disabled; got "mandatry" [config-level-unknown]\n',
    ]);
  });

  it("reports a rule that is there twice", async () => {
    assert.deepEqual(await check('{"all": "disabled",\n"all": "mandatory"}'), [
      1,
      "standard input:2:1: all: this member is in one object twice. Remove one of them [config-member-twice]\n",
    ]);
  });

  it("cannot read a file that is not JSON", async () => {
    assert.deepEqual(await check('{"all": }'), [
      2,
      "standard input: not valid JSON from line 1, column 9 [input-json-invalid]\n",
    ]);
  });

  it("ends with the worst of several files", async () => {
    const { exitCode, stdout, stderr } = await runCli(
      ["judge", "--check-config", "no-such-file", "--check-config", "-"],
      '{"all": 1}',
    );
    assert.equal(exitCode, 2);
    assert.equal(
      stdout,
      "standard input:1:2: all: unknown enforcement level. Expected advisory, mandatory, or disabled; got 1 [config-level-unknown]\n",
    );
    assert.equal(stderr, "no-such-file: no such file. Check the path [input-not-found]\n");
  });
});
