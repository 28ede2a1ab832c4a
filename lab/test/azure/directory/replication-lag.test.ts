import assert from "node:assert/strict";
import { Directory } from "../../../azure/directory/directory";
import { LaggingObjects, ReplicationLag } from "../../../azure/directory/replication-lag";

interface Thing {
  readonly id: string;
  name: string;
}

/** In how many requests each of five things that are written one after the other is seen. */
function lags(seed: number, requests: number): number[] {
  const lag = new ReplicationLag({ seed, requests }, () => 0);
  return [1, 2, 3, 4, 5].map(() => lag.draw());
}

describe("ReplicationLag", () => {
  it("draws the same lags from the same seed, within the bounds", () => {
    assert.deepEqual(lags(7, 3), lags(7, 3));
    assert.notDeepEqual(lags(7, 1000), lags(8, 1000));
    for (const seen of Array.from({ length: 50 }, (_, seed) => lags(seed, 3)).flat()) {
      assert.ok(seen >= 1 && seen <= 4, String(seen));
    }
    assert.equal(new Set(Array.from({ length: 50 }, (_, seed) => lags(seed, 3)).flat()).size, 4);
  });

  it("is none when no request may pass", () => {
    assert.deepEqual(lags(7, 0), [1, 1, 1, 1, 1]);
  });

  it("in time does not end by requests, but when the time is over", () => {
    let now = 500;
    const lag = new ReplicationLag({ milliseconds: 1000 }, () => now);
    const seen = lag.draw();
    assert.equal(seen, 1500);
    for (let request = 0; request < 5000; request++) {
      lag.count();
    }
    now = 1499;
    assert.equal(lag.isBefore(seen), true);
    now = 1500;
    assert.equal(lag.isBefore(seen), false);
  });
});

describe("LaggingObjects", () => {
  let lag: ReplicationLag;
  let things: LaggingObjects<Thing>;

  beforeEach(() => {
    // What is written is seen by the next request.
    lag = new ReplicationLag({ seed: 1, requests: 0 }, () => 0);
    things = new LaggingObjects(lag);
  });

  it("lacks what was created, then has it", () => {
    const live = [{ id: "a", name: "one" }];
    things.wrote("a", undefined);
    assert.deepEqual(things.show(live), []);
    lag.count();
    assert.deepEqual(things.show(live), live);
  });

  it("shows what was changed or removed as it was before the first write", () => {
    const thing = { id: "a", name: "one" };
    things.wrote("a", thing);
    thing.name = "two";
    things.wrote("a", thing);
    thing.name = "three";
    assert.deepEqual(things.show([thing]), [{ id: "a", name: "one" }]);
    assert.deepEqual(things.show([]), [{ id: "a", name: "one" }]);
    lag.count();
    assert.deepEqual(things.show([thing]), [{ id: "a", name: "three" }]);
    assert.deepEqual(things.show([]), []);
  });
});

describe("Directory", () => {
  it("shows a write in its replica once the time of the lag is over", () => {
    let now = 0;
    const directory = new Directory("tenant", () => now);
    directory.lagBehind({ milliseconds: 1000 });
    const application = directory.createApplication({ displayName: "app" });
    assert.deepEqual(directory.replica.applications(), []);
    now = 1000;
    assert.deepEqual(directory.replica.applications(), [application]);
  });

  it("answers Graph itself until it is told to lag behind", () => {
    const directory = new Directory("tenant", () => 0);
    const application = directory.createApplication({ displayName: "app" });
    assert.deepEqual(directory.replica.applications(), [application]);
  });

  it("sees at once what it has written, while its replica is behind", () => {
    const directory = new Directory("tenant", () => 0);
    const before = directory.createApplication({ displayName: "before" });
    directory.lagBehind({ seed: 1, requests: 1000 });
    const after = directory.createApplication({ displayName: "after" });
    directory.updateApplication(before, { displayName: "changed" });
    assert.deepEqual(directory.applications(), [before, after]);
    assert.deepEqual(
      directory.replica.applications().map(({ displayName }) => displayName),
      ["before"],
    );
  });
});
