import assert from "node:assert/strict";
import { stsError } from "./clouds";
import { sessionDocument } from "./cache-folder";
import { useFixture } from "./fixture";
import { commandOf, ending, start } from "./run-helper";

describe("Among many callers of the credential helper", () => {
  const fixture = useFixture();

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

  it("one refreshes for twenty, and only that one loads TLS", async () => {
    const first = asked("imds");
    const children = Array.from({ length: 20 }, () => launch({ python: ["-X", "importtime"] }));
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

  it("those who waited share a failure too", async () => {
    let answer: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      fixture.clouds.sts.always = () => (_, response) => {
        answer = () => response.writeHead(403).end(denied.body);
        resolve();
      };
    });
    const denied = stsError(403, "AccessDenied", "no") as { body: string };
    const children = Array.from({ length: 8 }, () => launch({ python: ["-X", "importtime"] }));
    // Whoever has loaded the store is on its way to the lock.
    const waiting = children.map((child) => seen(child, "azure_to_aws.store"));
    await Promise.all([first, ...waiting]);
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

  it("a caller may be killed at every step of keeping a session: the cache stays whole", async () => {
    fixture.clouds.sessionSeconds = 600;
    const documents = new Set([(await fixture.run()).stdout]);
    let deaths = 0;
    for (let step = 1; ; step += 1) {
      fixture.clouds.sessionSeconds = 600 + step;
      const child = launch({ times: { die: step } });
      const run = await ending(child);
      if (child.signalCode === null) {
        assert.equal(run.exitCode, 0, run.stderr);
        break;
      }
      deaths += 1;
      const document = sessionDocument(fixture.cacheFolder);
      documents.add(document);
      assert.doesNotThrow(() => JSON.parse(document) as unknown);
    }
    assert.ok(deaths >= 10, `${deaths} deaths`);
    assert.ok(documents.size >= 2);
    const run = await fixture.run();
    assert.equal(run.exitCode, 0, run.stderr);
  });

  /** Ends when a process has told on stderr that it imported a module (`-X importtime`). */
  function seen(child: ReturnType<typeof launch>, module: string): Promise<void> {
    return new Promise((resolve) => {
      let text = "";
      child.stderr?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes(module)) {
          resolve();
        }
      });
    });
  }
});
