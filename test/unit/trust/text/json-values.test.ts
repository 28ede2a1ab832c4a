import assert from "node:assert/strict";
import { asList, isObject, itemsOf, stringsIn } from "../../../../trust";

describe("values of JSON", () => {
  const rows: [value: unknown, isObject: boolean, items: unknown[], list: unknown[], strings: string[]][] = [
    [undefined, false, [], [], []],
    [null, false, [], [], []],
    ["a", false, [], ["a"], ["a"]],
    [0, false, [], [0], []],
    [{ a: 1 }, true, [], [{ a: 1 }], []],
    [["a", 1, "b", null], false, ["a", 1, "b", null], ["a", 1, "b", null], ["a", "b"]],
    [[["a"]], false, [["a"]], [["a"]], []],
  ];
  for (const [value, object, items, list, strings] of rows) {
    it(`are read as an object, a list, and strings: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(
        [isObject(value), itemsOf(value), asList(value), stringsIn(value)],
        [object, items, list, strings],
      );
    });
  }
});
