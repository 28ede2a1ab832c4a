import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { notesIn, sessionFile } from "./cache-folder";
import { useFixture } from "./fixture";
import { stsError } from "./replies";
import { commandOf, ending, folderName, runHelper, start } from "./run-helper";
import { said, saidLike } from "./said";

describe("The credential helper's cache", () => {
  const fixture = useFixture();

  describe("is done without, with a note of it and with credentials,", () => {
    async function warning(args: readonly string[] = [], own = false): Promise<string> {
      const options = fixture.options({ args });
      const run = await runHelper(own ? { ...options, args } : options);
      assert.equal(run.exitCode, 0, run.stderr);
      assert.match(run.stdout, /^\{"Version": ?1,/);
      assert.equal(run.stderr, "");
      const { kind, text } = notesIn(fixture.folder).at(-1) ?? {};
      assert.equal(kind, "warning");
      return String(text);
    }

    it("where the folder is a symbolic link", async () => {
      const target = join(fixture.folder, "target");
      mkdirSync(target, { mode: 0o700 });
      symlinkSync(target, fixture.cacheFolder);
      assert.equal(await warning(), said("cache-symbolic-link", { path: fixture.cacheFolder }));
      assert.deepEqual(readdirSync(target), []);
    });

    it("where the folder is a symbolic link and its name ends with a slash", async () => {
      const target = join(fixture.folder, "target");
      const link = join(fixture.folder, "link");
      mkdirSync(target, { mode: 0o700 });
      symlinkSync(target, link);
      assert.equal(
        await warning(["--cache-dir", `${link}/`], true),
        said("cache-symbolic-link", { path: link }),
      );
      assert.deepEqual(readdirSync(target), []);
    });

    it("where others can write to the folder", async () => {
      mkdirSync(fixture.cacheFolder);
      chmodSync(fixture.cacheFolder, 0o770);
      assert.equal(await warning(), said("cache-writable", { path: fixture.cacheFolder }));
      assert.deepEqual(readdirSync(fixture.cacheFolder), []);
    });

    it("where the folder cannot be made", async () => {
      writeFileSync(fixture.cacheFolder, "");
      assert.match(
        await warning(),
        new RegExp(`^${saidLike("cache-unusable", { path: "'.*'", reason: "Not a directory" })}$`),
      );
    });

    it("where the lock is a symbolic link", async () => {
      await fixture.run();
      const file = sessionFile(fixture.cacheFolder);
      const victim = join(fixture.folder, "victim");
      writeFileSync(victim, "precious");
      unlinkSync(file);
      unlinkSync(`${file}.lock`);
      symlinkSync(victim, `${file}.lock`);
      assert.match(
        await warning(),
        new RegExp(`^${saidLike("cache-unusable", { path: "'.*'", reason: ".*symbolic links.*" })}$`),
      );
      assert.equal(readFileSync(victim, "utf8"), "precious");
      assert.ok(!existsSync(file));
    });

    it("where the disk is full", async () => {
      const options = fixture.options();
      const [file, args] = commandOf(options);
      const limited: [string, string[]] = ["sh", ["-c", 'ulimit -f 0; exec "$@"', "sh", file, ...args]];
      const run = await ending(start(limited, options.env));
      assert.equal(run.exitCode, 0, run.stderr);
      assert.match(run.stdout, /^\{"Version": ?1,/);
      assert.equal(run.stderr, "");
      // Nothing at all can be written here, so that the warning is lost as well.
      assert.deepEqual(notesIn(fixture.folder), []);
      assert.deepEqual(
        readdirSync(fixture.cacheFolder).filter((name) => !name.endsWith(".lock")),
        [],
      );
    });

    if (process.getuid?.() === 0) {
      it("where the folder, or the one above it, belongs to another user", async () => {
        chownSync(fixture.folder, 65534, 65534);
        assert.match(
          await warning(),
          new RegExp(`^${saidLike("cache-other-owner", { path: String.raw`\S+` })}$`),
        );
        chownSync(fixture.folder, 0, 0);
        mkdirSync(fixture.cacheFolder, { mode: 0o700 });
        chownSync(fixture.cacheFolder, 65534, 65534);
        assert.match(
          await warning(),
          new RegExp(`^${saidLike("cache-other-owner", { path: String.raw`\S+` })}$`),
        );
      });
    }
  });

  describe("in the folder for temporary files", () => {
    const fallback = (): string => join(fixture.folder, `${folderName}-${process.getuid?.() ?? 0}`);

    /** The helper's calls without a usable cache folder. */
    async function withoutCache(): Promise<string> {
      const run = await fixture.run();
      assert.equal(run.exitCode, 0, run.stderr);
      return run.stdout;
    }

    beforeEach(() => {
      writeFileSync(fixture.cacheFolder, "");
    });

    it("is private to its user", async () => {
      await withoutCache();
      assert.equal(lstatSync(fallback()).mode & 0o777, 0o700);
      assert.equal(lstatSync(sessionFile(fallback())).mode & 0o777, 0o600);
    });

    it("is not used if another user could write to it or leads it elsewhere", async () => {
      mkdirSync(fallback());
      chmodSync(fallback(), 0o777);
      await withoutCache();
      assert.deepEqual(readdirSync(fallback()), []);
      chmodSync(fallback(), 0o700);
      renameSync(fallback(), join(fixture.folder, "elsewhere"));
      symlinkSync(join(fixture.folder, "elsewhere"), fallback());
      await withoutCache();
      assert.deepEqual(readdirSync(join(fixture.folder, "elsewhere")), []);
    });

    it("loses a session that AWS refuses to renew", async () => {
      fixture.clouds.sessionSeconds = 600;
      await withoutCache();
      fixture.clouds.sts.always = () => stsError(403, "AccessDenied", "no");
      assert.equal((await fixture.run()).exitCode, 1);
      assert.deepEqual(
        readdirSync(fallback()).filter((name) => /^session-[0-9a-f]+$/.test(name)),
        [],
      );
    });
  });

  it("replaces a symbolic link in the place of its file, and leaves alone where it points", async () => {
    await fixture.run();
    const file = sessionFile(fixture.cacheFolder);
    const elsewhere = join(dirname(fixture.cacheFolder), "elsewhere");
    renameSync(file, elsewhere);
    const kept = readFileSync(elsewhere);
    symlinkSync(elsewhere, file);
    const run = await fixture.run();
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.sts.seen.length, 2);
    assert.ok(lstatSync(file).isFile());
    assert.deepEqual(readFileSync(elsewhere), kept);
  });

  it("replaces a pipe in the place of its file, and does not wait for a writer", async () => {
    await fixture.run();
    const file = sessionFile(fixture.cacheFolder);
    unlinkSync(file);
    execFileSync("mkfifo", ["-m", "600", file]);
    const options = fixture.options();
    const child = start(commandOf(options), options.env);
    const waitsForever = setTimeout(() => child.kill("SIGKILL"), 15_000);
    const run = await ending(child);
    clearTimeout(waitsForever);
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.sts.seen.length, 2);
    assert.ok(lstatSync(file).isFile());
  });
});
