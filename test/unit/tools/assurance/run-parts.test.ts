import assert from "node:assert/strict";
import { type Part, runParts } from "../../../../tools/assurance/run-parts";

function part(name: string, exitCode: number): Part {
  return { name, command: [process.execPath, "-e", `process.exitCode = ${exitCode}`] };
}

const allowance = { minutes: 12, changedBy: "ASSURANCE_MINUTES" };

/** Each look at the clock is so many milliseconds after the one before. */
function clock(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

describe("parts that run one after the other", () => {
  it("are told of with their times, and held together when each held", async () => {
    const lines: string[] = [];
    const parts = [part("attacks", 0), part("fuzz", 0)];
    assert.equal(await runParts(parts, allowance, (line) => lines.push(line)), 0);
    const outcomes = lines.map((line) => line.replace(/\d+ min \d\d s/, "TIME"));
    assert.deepEqual(
      outcomes.map((line) => line.replaceAll(/ +/g, " ")),
      ["attacks TIME held", "fuzz TIME held", "together TIME held"],
    );
  });

  it("run to the last, although one fails, and fail then", async () => {
    const lines: string[] = [];
    const parts = [part("attacks", 3), part("fuzz", 0)];
    assert.equal(await runParts(parts, allowance, (line) => lines.push(line)), 1);
    assert.deepEqual(
      lines.map((line) => line.trim().split(/ +/).at(-1)),
      ["FAILED", "held", "FAILED"],
    );
  });

  it("hold when they take all of the time that is allowed", async () => {
    const lines: string[] = [];
    const exactly = { ...allowance, clock: clock(4 * 60_000) };
    assert.equal(await runParts([part("attacks", 0)], exactly, (line) => lines.push(line)), 0);
    assert.deepEqual(lines, ["attacks     4 min 00 s  held", "together   12 min 00 s  held"]);
  });

  it("fail when they take longer, although each held, and say what was allowed", async () => {
    const lines: string[] = [];
    const longer = { ...allowance, clock: clock(4 * 60_000 + 1) };
    assert.equal(await runParts([part("attacks", 0)], longer, (line) => lines.push(line)), 1);
    assert.deepEqual(lines, [
      "attacks     4 min 01 s  held",
      "together   12 min 01 s  held",
      "FAILED: it took 12 min 01 s, more than the 12 min 00 s that it may take; " +
        "ASSURANCE_MINUTES allows a slower machine more",
    ]);
  });
});
