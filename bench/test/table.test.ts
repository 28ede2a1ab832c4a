import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../tools/project-root";
import { atLeast, atMost, compared, single, timesFaster } from "../figure";
import type { Results } from "../kept-results";
import { renderFigures } from "../page";
import { renderPictures } from "../plot";
import { renderTable } from "../table";
import { comparedWhereMeasured, unmeasured } from "../unmeasured";

const met = compared(
  { label: "parse", unit: "ms", against: "JSON.parse", goal: atMost(8) },
  { ours: [4, 4, 4], against: [2, 2, 2] },
);
const missed = single({ label: "fit", unit: "", goal: atLeast(0.99) }, [0.5]);
const result = {
  name: "judge",
  title: "judging",
  figures: [met, missed],
  run: "2026-01-01T08:00:00.000Z",
  commit: "abc1234",
  date: "2026-01-01T08:01:00.000Z",
  seconds: 1,
};

const JQ = { notMeasured: "jq is missing" };
const AGAINST_SCRIPT = { unit: "ms", against: "the script", goal: timesFaster(3) };
const open = {
  ...result,
  figures: [
    unmeasured({ ...AGAINST_SCRIPT, label: "warm" }, JQ),
    comparedWhereMeasured({ ...AGAINST_SCRIPT, label: "cold" }, [5, 5, 5], JQ),
    unmeasured({ label: "start", unit: "ms" }, { notMeasured: "Checkov cannot be installed" }),
  ],
};

describe("figures of benchmarks", () => {
  it("say whether a goal is met and how much of it is used", () => {
    assert.deepEqual(met.goal, { text: "at most 8 times", met: true, used: 0.25 });
    assert.equal(missed.goal?.met, false);
    assert.deepEqual(timesFaster(100)(0.02), { text: "at least 100 times faster", met: false, used: 2 });
  });

  it("are none where the other took no time, of which a ratio would be no number", () => {
    for (const against of [[2, 0], [2, -1], [2]]) {
      assert.throws(
        () => compared({ label: "parse", unit: "ms", against: "JSON.parse" }, { ours: [1, 1], against }),
        against.length === 1
          ? /2 samples of ours, 1 of JSON.parse/
          : /^RangeError: parse: JSON.parse took (0|-1) ms/,
      );
    }
  });

  it("are shown with median, spread, ratio and goal", () => {
    assert.deepEqual(renderTable(result).split("\n"), [
      "judge: judging",
      "                                                        ours     ratio  goal",
      "  parse                                             4 ± 0 ms       × 2  met",
      "    JSON.parse: 2 ± 0 ms; goal: at most 8 times",
      "  fit                                                    0.5            MISSED",
      "    goal: at least 0.99",
      "",
    ]);
  });

  it("keep their row and their goal where they could not be measured, with the reason", () => {
    assert.deepEqual(renderTable(open).split("\n"), [
      "judge: judging",
      "                                                        ours     ratio  goal",
      "  warm                                                                  UNKNOWN",
      "    the script: not measured: jq is missing; goal: at least 3 times faster",
      "  cold                                              5 ± 0 ms            UNKNOWN",
      "    the script: not measured: jq is missing; goal: at least 3 times faster",
      "  start",
      "    not measured: Checkov cannot be installed",
      "",
    ]);
    const machine = { processor: "P", cores: 2, memory: 8, system: "S", node: "v20" };
    const rows = renderFigures({ machine, benchmarks: [open] })
      .split("\n")
      .slice(-4, -1);
    assert.deepEqual(rows, [
      "| warm |  | the script: not measured: jq is missing |  | at least 3 times faster | **not measured** |",
      "| cold | 5 ± 0 ms | the script: not measured: jq is missing |  | at least 3 times faster | **not measured** |",
      "| start |  | not measured: Checkov cannot be installed |  |  |  |",
    ]);
  });

  it("are no less than what was measured where both were", () => {
    assert.deepEqual(
      comparedWhereMeasured({ ...AGAINST_SCRIPT, label: "cold" }, [5], [50]),
      compared({ ...AGAINST_SCRIPT, label: "cold" }, { ours: [5], against: [50] }),
    );
  });

  it("are shown within 80 columns, however long the words are", async () => {
    const text = await readFile(path.join(PROJECT_ROOT, "bench/results.json"), "utf8");
    const { benchmarks } = JSON.parse(text) as Results;
    assert.ok(benchmarks.length > 0);
    const lines = benchmarks.flatMap((kept) => renderTable(kept).split("\n"));
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
  });

  it("are put on the page with the run, the commit and the day", () => {
    const machine = { processor: "P", cores: 2, memory: 8, system: "S", node: "v20" };
    const later = { ...result, run: "2026-01-03T08:00:00.000Z", commit: "def5678-dirty" };
    assert.match(renderFigures({ machine, benchmarks: [result] }), /; one run, 2026-01-01\.$/m);
    const page = renderFigures({ machine, benchmarks: [result, later] });
    assert.match(page, /; 2 runs, 2026-01-01 to 2026-01-03\.$/m);
    assert.match(page, /^Judging\. Measured at commit `abc1234` on 2026-01-01 in 1 s\.$/m);
    assert.match(page, /`def5678-dirty`/);
  });

  it("are drawn with the tightest goal of each benchmark, in another color where it is missed", () => {
    const pictures = renderPictures([result]);
    assert.deepEqual(
      pictures.map(({ file }) => file),
      ["performance.svg"],
    );
    const overview = pictures[0]?.svg ?? "";
    const bars: readonly string[] = overview.match(/<rect x=[^>]*>/g) ?? [];
    assert.equal(bars.length, 1);
    assert.match(bars[0] ?? "", /#b42318/);
    assert.match(overview, />judge: fit</);
    assert.match(overview, />0.5; goal at least 0.99</);
    const fine = renderPictures([{ ...result, figures: [met] }])[0]?.svg ?? "";
    assert.match(fine, />judge: parse \/ JSON.parse<[^]*>× 2; goal at most 8 times<[^]*#175cd3/);
  });

  it("are drawn with the reason in place of the bar where there is a goal and no figure", () => {
    const overview = renderPictures([open])[0]?.svg ?? "";
    assert.doesNotMatch(overview, /<rect x=/);
    assert.match(overview, />not measured: jq is missing; goal at least 3 times faster</);
  });

  it("are drawn beside what users would run otherwise, with values and their unit, and no wider than a phone", async () => {
    const text = await readFile(path.join(PROJECT_ROOT, "bench/results.json"), "utf8");
    const pictures = renderPictures((JSON.parse(text) as Results).benchmarks);
    assert.deepEqual(
      pictures.map(({ file }) => file),
      ["performance.svg", "performance-credentials.svg", "performance-judge.svg", "performance-audit.svg"],
    );
    for (const { file, title, svg } of pictures) {
      assert.ok(svg.includes(`<title>${title}</title>`), file);
      assert.match(svg, /^<svg [^>]*width="400"/, file);
      assert.ok(
        [...svg.matchAll(/<text [^>]*>([^<]*)</g)].every(([, line = ""]) => line.length <= 62),
        file,
      );
      assert.equal(await readFile(path.join(PROJECT_ROOT, "docs/reference", file), "utf8"), svg, file);
    }
    const labels = pictures
      .slice(1)
      .map(({ svg }) => [...svg.matchAll(/>([^<]*): [\d.,]+ /g)].map(([, each]) => each));
    assert.deepEqual(labels, [
      ["this project", "the post's script", "an empty Python, for comparison"],
      ["judge", "Checkov's rule"],
      ["audit", "Cloudsplaining", "Parliament"],
    ]);
  });
});
