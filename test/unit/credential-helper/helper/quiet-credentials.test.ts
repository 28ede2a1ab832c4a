import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { notesIn } from "./cache-folder";
import { useFixture } from "./fixture";
import { commandOf, ending, type Run, start } from "./run-helper";
import { saidLike } from "./said";

/** What can accompany good credentials: how it comes about, and what is to be said about it. */
const cases: Record<string, [prepare: (fixture: ReturnType<typeof useFixture>) => Promise<void>, string]> = {
  "there is no usable cache": [
    async ({ folder, cacheFolder }) => {
      mkdirSync(join(folder, "elsewhere"), { mode: 0o700 });
      symlinkSync(join(folder, "elsewhere"), cacheFolder);
      await Promise.resolve();
    },
    saidLike("cache-symbolic-link"),
  ],
  "the old session is served, since AWS has trouble": [
    async (fixture) => {
      fixture.clouds.sessionSeconds = 600;
      await fixture.run();
      fixture.clouds.sts.always = () => ({ status: 503 });
    },
    saidLike("session-not-renewed", {
      minutes: "9",
      failure: String.raw`.* AWS STS at 127\.0\.0\.1 answered 503.*`,
    }),
  ],
};

describe("With credentials on stdout, the credential helper writes", () => {
  const fixture = useFixture();
  const times = { "web.FIRST_PAUSE_SECONDS": 0.01, "refresh.TOTAL_SECONDS_WITH_SESSION": 1 };

  /** Runs a script whose arguments are the helper's command line. */
  async function inScript(command: readonly [string, readonly string[]]): Promise<Run> {
    const options = fixture.options({ times });
    const [file, args] = commandOf(options);
    return await ending(start([command[0], [...command[1], file, ...args]], options.env));
  }

  for (const [name, [prepare, warning]] of Object.entries(cases)) {
    it(`nothing to stderr where ${name}: clients that read both as one parse it`, async () => {
      await prepare(fixture);
      const merged = await inScript(["sh", ["-c", '"$@" 2>&1', "sh"]]);
      assert.equal(merged.exitCode, 0, merged.stdout);
      const document = JSON.parse(merged.stdout) as Record<string, unknown>;
      assert.deepEqual([document.Version, document.AccessKeyId], [1, "ASIAEXAMPLE"]);
      assert.equal(notesIn(fixture.folder).length, 1);
    });

    it(`a warning for the person who sits at stderr's terminal where ${name}`, async () => {
      await prepare(fixture);
      const script = `
import json, os, pty, subprocess, sys
ours, theirs = pty.openpty()
run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=theirs)
os.close(theirs)
print(json.dumps([json.loads(run.stdout)["Version"], os.read(ours, 4096).decode()]))`;
      const { stdout, stderr } = await inScript(["python3", ["-IS", "-c", script]]);
      const [version, shown] = JSON.parse(stdout || `["${stderr}"]`) as [number, string];
      assert.equal(version, 1);
      assert.match(shown, new RegExp(`^azure-to-aws: warning: ${warning}\\r\\n$`));
    });
  }

  it("and a failure to stderr alone, as one line", async () => {
    fixture.clouds.sts.always = () => ({ status: 400 });
    const run = await fixture.run();
    assert.deepEqual([run.exitCode, run.stdout], [1, ""]);
    assert.match(run.stderr, /^azure-to-aws: .*\n$/);
  });
});
