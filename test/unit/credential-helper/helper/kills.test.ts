import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { sessionDocument } from "./cache-folder";
import { useFixture } from "./fixture";
import { commandOf, ending, start } from "./run-helper";

describe("When the credential helper is killed, its cache stays whole:", () => {
  const fixture = useFixture();

  /** Starts the helper without waiting for its end. */
  function launch(options: Parameters<typeof fixture.options>[0] = {}) {
    const all = fixture.options(options);
    return start(commandOf(all), all.env);
  }

  it("at every step of keeping a session", async () => {
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

  it("a hundred times at random moments", async function () {
    this.timeout(120_000);
    const random = seeded(20240920);
    // No session stays fresh, so that every call writes a new one.
    fixture.clouds.sessionSeconds = 600;
    const began = performance.now();
    const documents = new Set([(await fixture.run()).stdout]);
    let whole = performance.now() - began;
    let killed = 0;
    for (let call = 1; call <= 100; call += 1) {
      fixture.clouds.sessionSeconds = 600 + call;
      const started = performance.now();
      const child = launch();
      const ended = once(child, "close");
      const timer = setTimeout(() => child.kill("SIGKILL"), random() * whole * 1.2);
      await ended;
      clearTimeout(timer);
      if (child.signalCode === "SIGKILL") {
        killed += 1;
      } else {
        // The machine may have become faster since.
        whole = Math.min(whole, performance.now() - started);
      }
      assert.ok(existsSync(fixture.cacheFolder));
      const document = sessionDocument(fixture.cacheFolder);
      assert.doesNotThrow(() => JSON.parse(document) as unknown, `after call ${call}`);
      documents.add(document);
    }
    assert.ok(killed >= 30, `${killed} were killed`);
    assert.ok(documents.size >= 2, `${documents.size} sessions`);
    fixture.clouds.sessionSeconds = 3600;
    const [first, second] = [await fixture.run(), await fixture.run()];
    assert.deepEqual([first.exitCode, first.stderr], [0, ""]);
    assert.deepEqual(second, first);
  });
});

/** The same numbers from 0 to 1 each time, of the generator known as mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
