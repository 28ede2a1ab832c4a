import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { secrets } from "./facts";
import { useFixture } from "./fixture";
import { commandOf, ending, type Run, start } from "./run-helper";
import { saidLike } from "./said";

describe("With unusual standard files the credential helper", () => {
  const fixture = useFixture();

  /** Runs it in a shell with these redirections. */
  async function redirected(redirections: string): Promise<Run> {
    const options = fixture.options();
    const [file, args] = commandOf(options);
    return await ending(start(["sh", ["-c", `"$@" ${redirections}`, "sh", file, ...args]], options.env));
  }

  const states: Record<string, () => Promise<unknown>> = {
    "without a session": () => Promise.resolve(),
    "with a fresh session": () => fixture.run(),
  };
  for (const [state, prepare] of Object.entries(states)) {
    it(`fails without a word where stdout is closed, and writes nothing elsewhere, ${state}`, async () => {
      await prepare();
      assert.deepEqual(await redirected(">&-"), { exitCode: 1, stdout: "", stderr: "" });
      for (const name of readdirSync(fixture.cacheFolder)) {
        const text = readFileSync(join(fixture.cacheFolder, name), "utf8");
        assert.equal(text.includes(secrets.key), /^session-[0-9a-f]{8}$/.test(name), name);
      }
    });

    it(`fails without a word where the disk that stdout leads to is full, ${state}`, async () => {
      await prepare();
      assert.deepEqual(await redirected(">/dev/full"), { exitCode: 1, stdout: "", stderr: "" });
    });

    it(`gives credentials where stdin and stderr are closed, ${state}`, async () => {
      await prepare();
      const run = await redirected("<&- 2>&-");
      assert.equal(run.exitCode, 0);
      assert.match(run.stdout, /^\{"Version": ?1,.*\}\n$/);
    });
  }

  it("fails with its exit code alone where stderr is closed", async () => {
    fixture.clouds.sts.always = () => ({ status: 403 });
    assert.deepEqual(await redirected("2>&-"), { exitCode: 1, stdout: "", stderr: "" });
  });

  it("writes the same in a locale without Unicode, and of an argument that is no Unicode", async () => {
    const env = { LC_ALL: "C", LANG: "C", PYTHONIOENCODING: "ascii" };
    const good = await fixture.run({ env });
    assert.equal(good.exitCode, 0, good.stderr);
    const bad = await fixture.run({ env, args: ["--session-name", "prüf"] });
    assert.equal(bad.exitCode, 2);
    assert.match(
      bad.stderr,
      new RegExp(
        `^azure-to-aws: ${saidLike("helper-option-value", { option: "--session-name", expected: "2 to 64 characters of .*" })}\n$`,
      ),
    );
  });
});
