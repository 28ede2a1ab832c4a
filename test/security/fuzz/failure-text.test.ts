import assert from "node:assert/strict";
import { failureText } from "./failure-text";

const AGAIN = "npm test -- fuzz trust-documents --seed 7 --path 3:1";
const failure = {
  reason: "Error: unsound: accepted",
  frames: ["    at check (worker.ts:1:1)"],
  input: '["a"]',
};

describe("what is printed of a failed input", () => {
  it("is reason, place, the command that shows it again and the input", () => {
    assert.equal(
      failureText(failure, { again: AGAIN }),
      `Error: unsound: accepted\n    at check (worker.ts:1:1)\nagain: ${AGAIN}\ninput: ["a"]`,
    );
  });

  it("stays short however long reason, stack and input are, and says what was cut", () => {
    const long = {
      reason: `Error: ${"r".repeat(400_000)} at last`,
      frames: Array.from({ length: 50 }, (_, index) => `    at frame${index}`),
      input: `[${"i".repeat(1_004)}]`,
    };
    const [reason = "", ...lines] = failureText(long, { again: AGAIN }).split("\n");
    assert.match(reason, /^Error: r{743}… \(399,015 characters cut; --whole shows them\) …r{242} at last$/);
    assert.deepEqual(lines.slice(0, 8), long.frames.slice(0, 8));
    assert.equal(lines[8], `again: ${AGAIN}`);
    assert.match(lines[9] ?? "", /^input: \[i{749}… \(6 characters cut; --whole shows them\) …i{249}\]$/);
    assert.equal(lines.length, 10);
  });

  it("is uncut where that was asked for", () => {
    const long = { ...failure, input: "i".repeat(5_000) };
    assert.ok(failureText(long, { again: AGAIN, whole: true }).endsWith(`input: ${long.input}`));
  });

  it("shows the characters that a terminal does not", () => {
    const marked = { ...failure, frames: [], reason: "Error: \u001b[31m", input: '"\ue0000\ue001 ü"' };
    assert.equal(
      failureText(marked, { again: AGAIN }),
      `Error: \\u001b[31m\nagain: ${AGAIN}\ninput: "\\ue0000\\ue001 \\u00fc"`,
    );
  });
});
