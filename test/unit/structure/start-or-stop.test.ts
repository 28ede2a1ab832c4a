import assert from "node:assert/strict";
import { startOrStop, stoppedBy } from "../../../lab/testing/start-or-stop";

describe("startOrStop", () => {
  let stopped: string[];
  const part = (name: string) =>
    stoppedBy(() => {
      stopped.push(name);
    });

  beforeEach(() => {
    stopped = [];
  });

  it("stops what it started, the newest first, when a later part fails", async () => {
    const failure = new Error("the third part does not start");
    await assert.rejects(
      startOrStop(async (keep) => {
        keep(part("first"));
        keep(part("second"));
        await Promise.reject(failure);
      }),
      failure,
    );
    assert.deepEqual(stopped, ["second", "first"]);
  });

  it("reports the start's failure, and stops the others, when a part cannot be stopped", async () => {
    const failure = new Error("the start failed");
    await assert.rejects(
      startOrStop(async (keep) => {
        keep(part("first"));
        keep(stoppedBy(() => Promise.reject(new Error("it cannot be stopped"))));
        await Promise.reject(failure);
      }),
      failure,
    );
    assert.deepEqual(stopped, ["first"]);
  });

  it("leaves everything running when the start succeeds", async () => {
    const started = await startOrStop((keep) => {
      keep(part("first"));
      return Promise.resolve("started");
    });
    assert.deepEqual([started, stopped], ["started", []]);
  });
});
