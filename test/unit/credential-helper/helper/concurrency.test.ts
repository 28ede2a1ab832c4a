import assert from "node:assert/strict";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useFixture } from "./fixture";
import { stsError } from "./replies";
import { commandOf, ending, start } from "./run-helper";

describe("Among many callers of the credential helper", () => {
  const fixture = useFixture();
  /** On a busy machine, the one that asks gets no processor for seconds, and must not be taken for dead. */
  const times = { "lock.PATIENCE_SECONDS": 60 };

  /** Starts the helper without waiting for its end. */
  function launch(options: Parameters<typeof fixture.options>[0] = {}) {
    const all = fixture.options(options);
    return start(commandOf(all), all.env);
  }

  /** Ends when a side has been asked. */
  function asked(side: "imds" | "sts"): Promise<() => void> {
    const { always } = fixture.clouds[side];
    return new Promise((resolve) => {
      fixture.clouds[side].always = () => (_, response) => {
        fixture.clouds[side].always = always;
        resolve(() => {
          const reply = always();
          assert.ok(typeof reply !== "function");
          response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
        });
      };
    });
  }

  it("one refreshes for fifty, and only that one loads TLS", async () => {
    const first = asked("imds");
    const children = Array.from({ length: 50 }, () => launch({ times, python: ["-X", "importtime"] }));
    (await first)();
    const runs = await Promise.all(children.map(ending));
    assert.deepEqual(
      runs.map((run) => run.exitCode),
      runs.map(() => 0),
    );
    assert.equal(new Set(runs.map((run) => run.stdout)).size, 1);
    assert.equal(fixture.clouds.imds.seen.length, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
    assert.equal(runs.filter((run) => /\| +_?ssl$/m.test(run.stderr)).length, 1);
  });

  it("one asks for fifty without a usable cache too, and later callers use its session", async () => {
    writeFileSync(fixture.cacheFolder, "");
    const first = asked("imds");
    const children = Array.from({ length: 50 }, () => launch({ times }));
    (await first)();
    const runs = [...(await Promise.all(children.map(ending))), await fixture.run()];
    assert.deepEqual(
      runs.map((run) => run.exitCode),
      runs.map(() => 0),
    );
    assert.equal(new Set(runs.map((run) => run.stdout)).size, 1);
    assert.equal(fixture.clouds.imds.seen.length, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("those who waited share a failure too", async () => {
    let answer: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      fixture.clouds.sts.always = () => (_, response) => {
        answer = () => response.writeHead(403).end(denied.body);
        resolve();
      };
    });
    const denied = stsError(403, "AccessDenied", "no") as { body: string };
    const children = Array.from({ length: 8 }, () => launch({ times: { tell: true } }));
    await Promise.all([first, haveToWait(children, 7)]);
    fixture.clouds.sts.always = () => denied;
    answer();
    const runs = await Promise.all(children.map(ending));
    assert.deepEqual(
      runs.map((run) => [run.exitCode, run.stdout]),
      runs.map(() => [1, ""]),
    );
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("a caller that is killed blocks nobody", async () => {
    const hanging = asked("imds");
    const killed = launch();
    await hanging;
    const waiting = launch();
    killed.kill("SIGKILL");
    const run = await ending(waiting);
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.imds.seen.length, 2);
  });

  it("one of those who waited for a caller that is killed takes its place for all", async () => {
    const hanging = asked("imds");
    const killed = launch();
    await hanging;
    const children = Array.from({ length: 8 }, () => launch({ times: { tell: true } }));
    await haveToWait(children, 8);
    killed.kill("SIGKILL");
    const runs = await Promise.all(children.map(ending));
    assert.deepEqual(
      runs.map((run) => run.exitCode),
      runs.map(() => 0),
    );
    assert.equal(new Set(runs.map((run) => run.stdout)).size, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  describe("a caller that is stopped", () => {
    const patience = 1.5;
    const times = { "lock.LIFE_SECONDS": 0.05, "lock.PATIENCE_SECONDS": patience };

    it("is replaced by one of those who wait, and may go on later", async () => {
      const hanging = asked("imds");
      const stopped = launch({ times });
      const answer = await hanging;
      stopped.kill("SIGSTOP");
      const waiting = Array.from({ length: 5 }, () => launch({ times }));
      const runs = await Promise.all(waiting.map(ending));
      assert.deepEqual(
        runs.map((run) => [run.exitCode, run.stderr]),
        runs.map(() => [0, ""]),
      );
      assert.equal(new Set(runs.map((run) => run.stdout)).size, 1);
      assert.equal(fixture.clouds.sts.seen.length, 1);
      stopped.kill("SIGCONT");
      answer();
      const late = await ending(stopped);
      assert.equal(late.exitCode, 0, late.stderr);
      assert.equal((await fixture.run()).stdout, late.stdout);
    });

    it("is told from one that only waits for Azure, whom nobody overtakes", async () => {
      const hanging = asked("imds");
      const slow = launch({ times });
      const answer = await hanging;
      const waiting = launch({ times });
      const lock = join(fixture.cacheFolder, readdirSync(fixture.cacheFolder)[0] ?? "");
      const life = () => statSync(lock).mtimeMs;
      for (const begin = life(); life() - begin < 2000 * patience;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(fixture.clouds.imds.seen.length, 1);
      answer();
      const runs = await Promise.all([slow, waiting].map(ending));
      assert.deepEqual(
        runs.map((run) => run.exitCode),
        [0, 0],
      );
      assert.equal(fixture.clouds.sts.seen.length, 1);
    });
  });

  it("one refreshes for all even where the session is too short to stay fresh", async () => {
    fixture.clouds.sessionSeconds = 600;
    const first = asked("imds");
    const children = Array.from({ length: 8 }, () => launch({ times: { tell: true } }));
    const answer = await first;
    await haveToWait(children, 7);
    answer();
    const runs = await Promise.all(children.map(ending));
    assert.deepEqual(
      runs.map((run) => run.exitCode),
      runs.map(() => 0),
    );
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  /** Ends when so many of the callers have found that another one has the lock. */
  function haveToWait(children: readonly ReturnType<typeof launch>[], count: number): Promise<void> {
    return new Promise((resolve) => {
      const found = new Set<unknown>();
      for (const child of children) {
        child.stderr?.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes("waits") && found.add(child).size === count) {
            resolve();
          }
        });
      }
    });
  }
});
