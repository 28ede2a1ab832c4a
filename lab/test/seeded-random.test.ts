import assert from "node:assert/strict";
import { seededRandom } from "../seeded-random";

describe("seededRandom", () => {
  const draw = (seed: number, count: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, random);
  };

  it("gives the same numbers for the same seed, and others for another", () => {
    assert.deepEqual(draw(1, 5), draw(1, 5));
    assert.notDeepEqual(draw(1, 5), draw(2, 5));
  });

  it("gives numbers from 0 to 1, evenly", () => {
    const drawn = draw(20, 10_000);
    assert.ok(drawn.every((number) => number >= 0 && number < 1));
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = drawn.filter((number) => Math.floor(number * 10) === tenth).length;
      assert.ok(share > 850 && share < 1150, `${share} of 10000`);
    }
  });
});
