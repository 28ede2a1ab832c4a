import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { notesIn } from "./cache-folder";
import { useFixture } from "./fixture";
import { commandOf, ending, type Run, start } from "./run-helper";
import { saidLike } from "./said";

describe("On a bad disk the credential helper works without a cache, with a note of it:", () => {
  const fixture = useFixture();

  before(function () {
    // A file system of one's own needs a mount namespace, which some machines forbid.
    if (spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "t", "/tmp"]).status !== 0) {
      this.skip();
    }
  });

  /** Runs the helper with its cache folder on a file system that a shell command has prepared there. */
  async function onDisk(prepare: string): Promise<Run> {
    mkdirSync(fixture.cacheFolder, { mode: 0o700 });
    const options = fixture.options();
    const [file, args] = commandOf(options);
    const script = `cache=$1; shift; ${prepare}; "$@"; status=$?; ls -A "$cache" >&2; exit $status`;
    const command = ["-rm", "sh", "-ec", script, "sh", fixture.cacheFolder, file, ...args];
    return await ending(start(["unshare", command], options.env));
  }

  const mount = (options: string) => `mount -t tmpfs -o mode=700,${options} t "$cache"`;
  const problems: Record<string, [prepare: string, left: RegExp, note: RegExp]> = {
    "that is full": [
      `${mount("size=8k")}; head -c 8192 /dev/zero >"$cache/fill"`,
      /^fill\nsession-[0-9a-f]+\.lock\n$/,
      new RegExp(`^${saidLike("cache-not-written", { reason: "No space left on device" })}$`),
    ],
    "that has no room for another file": [
      mount("nr_inodes=2"),
      /^session-[0-9a-f]+\.lock\n$/,
      new RegExp(`^${saidLike("cache-not-written", { reason: "No space left on device" })}$`),
    ],
    "that has no room for any file": [
      mount("nr_inodes=1"),
      /^$/,
      new RegExp(`^${saidLike("cache-unusable", { path: "'.*'", reason: "No space left on device" })}$`),
    ],
    "that is read-only": [
      mount("ro"),
      /^$/,
      new RegExp(`^${saidLike("cache-unusable", { path: "'.*'", reason: "Read-only file system" })}$`),
    ],
  };
  for (const [name, [prepare, left, note]] of Object.entries(problems)) {
    it(`one ${name}`, async () => {
      const run = await onDisk(prepare);
      assert.equal(run.exitCode, 0, run.stderr);
      assert.match(run.stdout, /^\{"Version": ?1,.*\}\n$/);
      assert.match(run.stderr, left);
      const [noted, ...more] = notesIn(fixture.folder);
      assert.deepEqual([noted?.kind, more], ["warning", []]);
      assert.match(String(noted?.text), note);
    });
  }

  it("and serves later calls from the folder for temporary files, if the disk is full", async () => {
    const prepare = `${mount("size=8k")}; head -c 8192 /dev/zero >"$cache/fill"; "$@"`;
    const run = await onDisk(prepare);
    assert.equal(run.exitCode, 0, run.stderr);
    const [first, second, ...more] = run.stdout.split(/(?<=\n)/);
    assert.equal(first, second);
    assert.deepEqual(more, []);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("but uses a fresh session that is on a read-only one", async () => {
    const prepare = `${mount("size=64k")}; "$@"; mount -o remount,bind,ro "$cache"`;
    const run = await onDisk(prepare);
    assert.equal(run.exitCode, 0, run.stderr);
    const [first, second, ...more] = run.stdout.split(/(?<=\n)/);
    assert.equal(first, second);
    assert.deepEqual(more, []);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });
});
