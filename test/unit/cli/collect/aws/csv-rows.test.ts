import assert from "node:assert/strict";
import { csvRows } from "../../../../../cli/collect/aws/csv-rows";

describe("the rows of a credential report", () => {
  for (const [text, rows] of [
    [
      "user,arn\nada,arn:1\n",
      [
        ["user", "arn"],
        ["ada", "arn:1"],
      ],
    ],
    [
      "user,arn\r\nada,",
      [
        ["user", "arn"],
        ["ada", ""],
      ],
    ],
    ['"ada,=+@","say ""x"""\n', [["ada,=+@", 'say "x"']]],
    ['"two\nlines",b', [["two\nlines", "b"]]],
    ["", []],
    ["\n\n", []],
    ["a", [["a"]]],
  ] as const) {
    it(`of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(csvRows(text), rows);
    });
  }
});
