import assert from "node:assert/strict";
import { mock } from "node:test";
import { heartbeat, withHeartbeat } from "../../../pulumi/toolchain/provisioning";

describe("work that takes long", () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ["setInterval", "Date"] });
  });

  afterEach(() => {
    mock.timers.reset();
  });

  for (const [place, isTerminal, seconds] of [
    ["a terminal", true, 3],
    ["a log", false, 30],
  ] as const) {
    it(`reports at its start and every ${seconds} s to ${place}, until it ends`, async () => {
      const lines: string[] = [];
      let end: (value: string) => void = () => undefined;
      const done = withHeartbeat(
        (line) => lines.push(line),
        (passed) => `building, ${passed} s`,
        () => new Promise<string>((resolve) => (end = resolve)),
        heartbeat(isTerminal),
      );
      mock.timers.tick(seconds * 1000 - 1);
      assert.deepEqual(lines, ["building, 0 s"]);
      mock.timers.tick(1);
      mock.timers.tick(seconds * 1000);
      assert.deepEqual(lines, ["building, 0 s", `building, ${seconds} s`, `building, ${2 * seconds} s`]);
      end("built");
      assert.equal(await done, "built");
      mock.timers.tick(seconds * 10_000);
      assert.equal(lines.length, 3);
    });
  }
});
