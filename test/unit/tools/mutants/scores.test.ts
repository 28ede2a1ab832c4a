import assert from "node:assert/strict";
import type { Mutant } from "../../../../tools/mutants/run-stryker";
import { codeAt, lower, scoresOf, totals } from "../../../../tools/mutants/scores";

const FILE = "trust/a.ts";
const SOURCE = "const one = 1;\nif (one > 0) {\n  say(one);\n}\n";

const mutant = (range: string, replacement: string, isKilled: boolean, file = FILE): Mutant => ({
  place: `${file}:${range}`,
  replacement,
  isKilled,
});

const RUNS = {
  all: [
    mutant("2:4-2:11", "true", false),
    mutant("2:4-2:11", "one >= 0", true),
    mutant("2:13-4:1", "{}", true),
    mutant("1:0-1:1", "{}", false, "trust/b.ts"),
  ],
  verdicts: [
    mutant("2:4-2:11", "true", false),
    mutant("2:4-2:11", "one >= 0", true),
    mutant("2:13-4:1", "{}", true),
  ],
  // A run tries all mutants of a place, also those that change no verdict.
  model: [
    mutant("2:4-2:11", "true", true),
    mutant("2:4-2:11", "one >= 0", false),
    mutant("2:13-4:1", "{}", true),
  ],
};

describe("the scores of mutants", () => {
  it("count what each run notices in a file, and list what none does", () => {
    assert.deepEqual(scoresOf(FILE, SOURCE, RUNS), {
      mutants: 3,
      killed: 2,
      changing: 2,
      killedByModel: 1,
      survivors: [{ place: "2:4-2:11", code: "one > 0", replacement: "true", reason: "" }],
      missedByModel: [{ place: "2:4-2:11", code: "one > 0", replacement: "one >= 0", reason: "" }],
    });
  });

  it("keep the reason of a survivor that has moved, and of no other one", () => {
    const kept = scoresOf(FILE, SOURCE, RUNS);
    const [survivor] = kept.survivors;
    assert.ok(survivor !== undefined);
    const explained = { ...kept, survivors: [{ ...survivor, place: "9:0-9:7", reason: "always so" }] };
    const { survivors, missedByModel } = scoresOf(FILE, SOURCE, RUNS, explained);
    assert.deepEqual(
      [...survivors, ...missedByModel].map(({ reason }) => reason),
      ["always so", ""],
    );
  });

  it("show the code of a mutant in one line, cut after 120 characters", () => {
    assert.equal(codeAt(SOURCE, "2:13-4:1"), "{ say(one); }");
    assert.equal(codeAt(SOURCE, "1:6-1:9"), "one");
    const long = "x".repeat(200);
    assert.equal(codeAt(long, "1:0-1:120"), long.slice(0, 120));
    assert.equal(codeAt(long, "1:0-1:121"), `${long.slice(0, 119)}…`);
  });

  it("are shares of all files together, and 100 % of nothing", () => {
    const file = scoresOf(FILE, SOURCE, RUNS);
    const better = { ...file, killed: 3, killedByModel: 2 };
    assert.deepEqual(totals({}), { all: 100, model: 100 });
    assert.deepEqual(totals({ one: file, two: better }), { all: (100 * 5) / 6, model: 75 });
  });

  it("have fallen for a file of which a smaller share is noticed by either, nothing was tried, or nothing is kept", () => {
    const file = scoresOf(FILE, SOURCE, RUNS);
    assert.deepEqual(lower({ [FILE]: file }, { [FILE]: file }), []);
    assert.deepEqual(lower({ [FILE]: file }, {}), [FILE]);
    const nothing = { ...file, mutants: 0, killed: 0, changing: 0, killedByModel: 0 };
    assert.deepEqual(lower({ [FILE]: nothing }, { [FILE]: file }), [FILE]);
    assert.deepEqual(lower({ [FILE]: nothing }, { [FILE]: nothing }), []);
    assert.deepEqual(lower({ [FILE]: { ...file, killed: 1 } }, { [FILE]: file }), [FILE]);
    assert.deepEqual(lower({ [FILE]: { ...file, killedByModel: 0 } }, { [FILE]: file }), [FILE]);
    assert.deepEqual(lower({ [FILE]: { ...file, killed: 3, killedByModel: 2 } }, { [FILE]: file }), []);
  });
});
