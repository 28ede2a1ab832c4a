import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { notesIn, sessionFile } from "./cache-folder";
import { useFixture } from "./fixture";
import { commandOf, ending, folderName, runHelper, start } from "./run-helper";
import { said, saidLike } from "./said";

describe("The credential helper's cache", () => {
  const fixture = useFixture();

  it("answers the second call without any request, with the same bytes", async () => {
    const first = await fixture.run();
    const second = await fixture.run();
    assert.equal(first.exitCode, 0, first.stderr);
    assert.deepEqual(second, first);
    assert.equal(fixture.clouds.imds.seen.length, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("answers a hundred calls with one session", async function () {
    this.timeout(120_000);
    const first = await fixture.run();
    for (let call = 2; call <= 100; call += 1) {
      assert.deepEqual(await fixture.run(), first);
    }
    assert.equal(fixture.clouds.imds.seen.length, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("can only be read by its user", async () => {
    await fixture.run();
    assert.equal(statSync(fixture.cacheFolder).mode & 0o777, 0o700);
    for (const name of readdirSync(fixture.cacheFolder)) {
      assert.equal(statSync(join(fixture.cacheFolder, name)).mode & 0o777, 0o600, name);
    }
  });

  it("never holds the token", async () => {
    await fixture.run();
    for (const name of readdirSync(fixture.cacheFolder)) {
      const text = readFileSync(join(fixture.cacheFolder, name), "utf8");
      assert.ok(!text.includes(fixture.clouds.token().split(".")[1] ?? ""), name);
    }
  });

  it("keeps what was asked for with other arguments or of another endpoint apart", async () => {
    await fixture.run();
    await fixture.run({ args: ["--duration", "7200"] });
    await fixture.run({ env: { AWS_ENDPOINT_URL_STS: `${fixture.clouds.url}/` } });
    await fixture.run({ env: fixture.clouds.appEnvironment });
    assert.equal(fixture.clouds.sts.seen.length, 4);
  });

  it("is found under XDG_CACHE_HOME, or else in the home folder", async () => {
    for (const [env, folder] of [
      [{ XDG_CACHE_HOME: join(fixture.folder, "xdg") }, `xdg/${folderName}`],
      [{}, `.cache/${folderName}`],
      [{ XDG_CACHE_HOME: "relative" }, `.cache/${folderName}`],
      [{ XDG_CACHE_HOME: `${fixture.folder}/a/b/../xdg/` }, `a/xdg/${folderName}`],
    ] as const) {
      const options = fixture.options({ env });
      const run = await runHelper({ ...options, args: [] });
      assert.equal(run.exitCode, 0, run.stderr);
      assert.ok(existsSync(sessionFile(join(fixture.folder, folder))));
    }
    assert.equal(fixture.clouds.sts.seen.length, 3);
  });

  it("is done without, with a warning, where there is no home folder", async () => {
    const options = fixture.options({ env: { HOME: "relative" } });
    const run = await runHelper({ ...options, args: [] });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(run.stderr, "");
    assert.deepEqual(notesIn(fixture.folder), [{ kind: "warning", text: said("cache-no-home") }]);
  });

  for (const umask of ["000", "277", "077"]) {
    it(`is private with umask ${umask}, and so are the folders above that it makes`, async () => {
      const folder = join(fixture.folder, "above", "cache");
      const options = { ...fixture.options(), args: ["--cache-dir", folder] };
      const [file, args] = commandOf(options);
      const command: [string, string[]] = ["sh", ["-c", `umask ${umask}; exec "$@"`, "sh", file, ...args]];
      // The mode that the umask leaves may not let another user than root use the folder.
      const run = await ending(start(command, options.env));
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(statSync(dirname(folder)).mode & 0o077, 0);
      if (umask !== "277" || process.getuid?.() === 0) {
        assert.equal(statSync(folder).mode & 0o077, 0);
        assert.equal(statSync(sessionFile(folder)).mode & 0o777, 0o600);
      }
    });
  }

  it("is not used for a session that ends within 15 minutes", async () => {
    fixture.clouds.sessionSeconds = 15 * 60;
    await fixture.run();
    const second = await fixture.run();
    assert.equal(second.exitCode, 0);
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  it("is used for a session that lasts 15 minutes and more than the jitter", async () => {
    fixture.clouds.sessionSeconds = 15 * 60 + 60 + 30;
    await fixture.run();
    await fixture.run();
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("is used for the first half of a session that was asked to be short", async () => {
    fixture.clouds.sessionSeconds = 900;
    const args = ["--duration", "900"];
    const first = await fixture.run({ args });
    const second = await fixture.run({ args, times: { clock: 400 } });
    assert.equal(second.stdout, first.stdout);
    assert.equal(fixture.clouds.sts.seen.length, 1);
    await fixture.run({ args, times: { clock: 500 } });
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  describe("damaged or foreign, is a miss and gets replaced", () => {
    const damages: Record<string, (text: string) => string> = {
      empty: () => "",
      cut: (text) => text.slice(0, -20),
      "with one letter changed": (text) => text.replace("ASIAEXAMPLE", "ASIAEXAMPLF"),
      "of another version": (text) => text.replace("session 1", "session 2"),
      "of another question": (text) => text.replace("DevTeam", "ProdTeam"),
      "with times that are no numbers": (text) => text.replace(/^\d+ \d+/m, "a b"),
      "with times after the end of the calendar": (text) =>
        text.replace(/^(\d+) \d+ \d+/m, `$1 ${"9".repeat(20)} ${"9".repeat(20)}`),
      "fresh for longer than it lasts": (text) => text.replace(/^(\d+) (\d+) \d+/m, "$1 $2 $1"),
      "of no text at all": () => "\0".repeat(500),
    };
    for (const [name, damage] of Object.entries(damages)) {
      it(name, async () => {
        const first = await fixture.run();
        const file = sessionFile(fixture.cacheFolder);
        writeFileSync(file, damage(readFileSync(file, "utf8")));
        const second = await fixture.run();
        assert.equal(second.exitCode, 0, second.stderr);
        assert.equal(fixture.clouds.sts.seen.length, 2);
        const third = await fixture.run();
        assert.deepEqual(third, second);
        assert.equal(first.exitCode, 0);
        assert.equal(fixture.clouds.sts.seen.length, 2);
      });
    }
  });

  it("takes no file that others can read", async () => {
    await fixture.run();
    const file = sessionFile(fixture.cacheFolder);
    chmodSync(file, 0o644);
    await fixture.run();
    assert.equal(fixture.clouds.sts.seen.length, 2);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it("survives a clock that was set back", async () => {
    await fixture.run({ times: { clock: 3000 } });
    const run = await fixture.run();
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  it("survives a clock that was set forward", async () => {
    await fixture.run();
    fixture.clouds.sessionSeconds = 7200;
    const run = await fixture.run({ times: { clock: 3600 } });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  it("does not take a session for longer than it is where the clock is behind", async () => {
    await fixture.run({ times: { clock: -7200 } });
    await fixture.run({ times: { clock: -7200 + 2000 } });
    assert.equal(fixture.clouds.sts.seen.length, 1);
    await fixture.run({ times: { clock: -7200 + 3600 } });
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  it("is not filled where the clock is ahead of the session's end", async () => {
    const run = await fixture.run({ times: { clock: 7200 } });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
    assert.match(
      run.stderr,
      new RegExp(`^azure-to-aws: ${saidLike("sts-clock", { expires: String.raw`\d\S+Z` })}\n$`),
    );
  });

  it("is swept of what crashed callers and old questions left", async () => {
    mkdirSync(fixture.cacheFolder, { mode: 0o700 });
    const session = "azure-to-aws-session 1\n";
    const notes = "azure-to-aws-notes 1\n";
    plant({
      "session-00000001": [3, session],
      "session-00000002": [0.04, session],
      "session-00000003.7.new": [0.08, ""],
      "session-00000004.8.new": [0.001, ""],
      "session-00000005.lock": [9, ""],
      "notes-00000006": [31, notes],
      "notes-00000007": [29, notes],
    });
    await fixture.run();
    assert.deepEqual(left(), [
      "notes-00000007",
      "session-00000002",
      "session-00000004.8.new",
      "session-00000005.lock",
    ]);
  });

  it("keeps every file that the helper did not write, whatever its name", async () => {
    mkdirSync(fixture.cacheFolder, { mode: 0o700 });
    const theirs = {
      "session-notes.txt": [9, "precious"],
      "session-2024.csv": [9, "precious"],
      "session-": [9, "precious"],
      // Eight hexadecimal digits, as the helper has them.
      "session-20240101": [9, "precious"],
      "notes-20240101": [99, "precious"],
      "session-00000001.old": [9, "azure-to-aws-session 1\n"],
      "session-0000000A": [9, "azure-to-aws-session 1\n"],
      "session-000000010": [9, "azure-to-aws-session 1\n"],
      "session-00000003.new": [9, ""],
      "session-00000003.7.8.new": [9, ""],
      "session-00000003.x.new": [9, ""],
      "x-session-00000001": [9, "azure-to-aws-session 1\n"],
      "somebody's own": [9, ""],
    } as const;
    plant(theirs);
    symlinkSync("session-00000001.old", join(fixture.cacheFolder, "session-0000000b"));
    mkdirSync(join(fixture.cacheFolder, "session-0000000c"));
    await fixture.run();
    assert.deepEqual(left(), [...Object.keys(theirs), "session-0000000b", "session-0000000c"].sort());
  });

  /** Puts files there by name: their age in days and their text. */
  function plant(files: Readonly<Record<string, readonly [days: number, text: string]>>): void {
    for (const [name, [days, text]] of Object.entries(files)) {
      const path = join(fixture.cacheFolder, name);
      writeFileSync(path, text, { mode: 0o600 });
      const time = Date.now() / 1000 - days * 86400;
      utimesSync(path, time, time);
    }
  }

  /** The names in the folder, without those of the call itself. */
  function left(): string[] {
    const [own] = readdirSync(fixture.cacheFolder)
      .filter((name) => /^session-[0-9a-f]{8}\.lock$/.test(name) && !name.startsWith("session-0000000"))
      .map((name) => name.replace(".lock", ""));
    assert.ok(own !== undefined);
    return readdirSync(fixture.cacheFolder)
      .filter((name) => name !== own && name !== `${own}.lock`)
      .sort();
  }
});
