import assert from "node:assert/strict";
import { growthFigures, growthPower } from "../growth";
import { isUnmeasured } from "../unmeasured";

/** Costs of 1, 10, 100 and 500 by a formula. */
function points(cost: (count: number) => number): (readonly [number, number])[] {
  return [1, 10, 100, 500].map((count) => [count, cost(count)] as const);
}

const BY_ROLE = { what: "milliseconds", one: "role", unit: "ms", limit: 1.1 };

/** The verdict on the growth of such costs. */
function isLinear(cost: (count: number) => number): boolean | undefined {
  const [, power] = growthFigures(points(cost), BY_ROLE);
  return isUnmeasured(power) ? undefined : power.goal?.met;
}

/** The power of the growth of such costs, rounded, or why there is none. */
function powerOf(cost: (count: number) => number): string {
  const power = growthPower(points(cost));
  return "notMeasured" in power ? power.notMeasured : power[0].toFixed(6);
}

describe("growth of a cost", () => {
  it("has the power 1 where it is linear, however large the constant in it", () => {
    assert.equal(
      powerOf((count) => 3 * count),
      "1.000000",
    );
    assert.equal(
      powerOf((count) => 9000 + 3 * count),
      "1.000000",
    );
  });

  it("is refused for n to the power of 1.3 and for n squared, also behind a large constant", () => {
    assert.equal(
      isLinear((count) => 2500 + count),
      true,
    );
    assert.equal(
      isLinear((count) => 2500 + count ** 1.3),
      false,
    );
    assert.equal(
      isLinear((count) => 2500 + count ** 2),
      false,
    );
  });

  it("is refused where a quadratic part makes a fifth of the whole at the end, beside a linear one", () => {
    // 60 ms each, as an update takes, and at 500 workloads a quarter as much again by their square.
    assert.equal(
      isLinear((count) => 2500 + 60 * count + 0.03 * count ** 2),
      false,
    );
    assert.equal(
      isLinear((count) => 2500 + 60 * count + 0.005 * count ** 2),
      true,
    );
  });

  it("is told with the cost of one more", () => {
    const [slope] = growthFigures(
      points((count) => 5 + 2 * count),
      BY_ROLE,
    );
    assert.equal(slope.label, "milliseconds a role, by the slope");
    assert.equal(slope.ours.median.toFixed(6), "2.000000");
  });

  it("is told for as many as nobody measured, where that is asked for", () => {
    const [, , beyond, ...others] = growthFigures(
      points((count) => 5 + 2 * count),
      { ...BY_ROLE, towards: 10_000 },
    );
    assert.equal(beyond?.label, "milliseconds, 10,000 roles by the slope");
    assert.equal(beyond.ours.median.toFixed(6), "20005.000000");
    assert.deepEqual(others, []);
  });

  it("is unknown without a point at a quarter of the last, and its row says so beside the goal", () => {
    const near = [1, 400, 500].map((count) => [count, count] as const);
    assert.deepEqual(growthFigures(near, BY_ROLE)[1], {
      label: "milliseconds: power of the growth by roles",
      unit: "",
      notMeasured: "too few sizes",
      goal: { text: "at most 1.1 (1 is linear)" },
    });
  });

  it("is unknown where nothing grows, rather than no number", () => {
    assert.equal(
      powerOf(() => 7),
      "more cost no more",
    );
    assert.equal(
      powerOf((count) => 600 - count),
      "more cost no more",
    );
  });
});
