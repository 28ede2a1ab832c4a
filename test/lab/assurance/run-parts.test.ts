import assert from "node:assert/strict";
import { type Part, runParts } from "../../../lab/assurance/run-parts";

function part(name: string, exitCode: number): Part {
  return { name, command: [process.execPath, "-e", `process.exitCode = ${exitCode}`] };
}

describe("parts that run one after the other", () => {
  it("are told of with their times, and held together when each held", async () => {
    const lines: string[] = [];
    assert.equal(await runParts([part("attacks", 0), part("fuzz", 0)], (line) => lines.push(line)), 0);
    const outcomes = lines.map((line) => line.replace(/\d+ min \d\d s/, "TIME"));
    assert.deepEqual(
      outcomes.map((line) => line.replaceAll(/ +/g, " ")),
      ["attacks TIME held", "fuzz TIME held", "together TIME held"],
    );
  });

  it("run to the last, although one fails, and fail then", async () => {
    const lines: string[] = [];
    assert.equal(await runParts([part("attacks", 3), part("fuzz", 0)], (line) => lines.push(line)), 1);
    assert.deepEqual(
      lines.map((line) => line.trim().split(/ +/).at(-1)),
      ["FAILED", "held", "FAILED"],
    );
  });
});
