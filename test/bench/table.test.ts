import assert from "node:assert/strict";
import { atLeast, atMost, compared, single, timesFaster } from "../../bench/figure";
import { renderPlot } from "../../bench/plot";
import { renderTable } from "../../bench/table";

const met = compared(
  { label: "parse", unit: "ms", against: "JSON.parse", goal: atMost(8) },
  { ours: [4, 4, 4], against: [2, 2, 2] },
);
const missed = single({ label: "fit", unit: "", goal: atLeast(0.99) }, [0.5]);
const result = { name: "judge", title: "judging", figures: [met, missed], date: "2026-01-01", seconds: 1 };

describe("figures of benchmarks", () => {
  it("say whether a goal is met and how much of it is used", () => {
    assert.deepEqual(met.goal, { text: "at most 8 times", met: true, used: 0.25 });
    assert.equal(missed.goal?.met, false);
    assert.deepEqual(timesFaster(100)(0.02), { text: "at least 100 times faster", met: false, used: 2 });
  });

  it("are shown with median, spread, ratio and goal", () => {
    const text = renderTable(result);
    assert.match(text, /^judge: judging$/m);
    assert.match(text, /parse, against JSON.parse +4 ± 0 ms +2 ± 0 ms +× 2 +met: at most 8 times/);
    assert.match(text, /fit +0.5 +MISSED: at least 0.99/);
  });

  it("are drawn with one bar a goal, in another colour where it is missed", () => {
    const bars = [...renderPlot([result]).matchAll(/<rect x="540"[^>]*>/g)].map(([bar]) => bar);
    assert.equal(bars.length, 2);
    assert.match(bars[0] ?? "", /#175cd3/);
    assert.match(bars[1] ?? "", /#b42318/);
  });
});
