import assert from "node:assert/strict";
import { alignTable } from "../../../../cli/report/table";

const ROWS = [
  ["Verdict", "Role", "Account"],
  ["rejected", "orders-importer-of-the-night", "111122223333"],
  ["accepted", "b", ""],
];

describe("the table of the text report", () => {
  it("aligns its columns and leaves no space at the end of a line", () => {
    assert.deepEqual(alignTable(ROWS, undefined), [
      "Verdict   Role                          Account",
      "rejected  orders-importer-of-the-night  111122223333",
      "accepted  b",
    ]);
  });

  it("breaks the widest column if the terminal is too narrow, and loses no character", () => {
    assert.deepEqual(alignTable(ROWS, 40), [
      "Verdict   Role              Account",
      "rejected  orders-importer-  111122223333",
      "          of-the-night",
      "accepted  b",
    ]);
  });

  it("is empty without rows", () => {
    assert.deepEqual(alignTable([], 80), []);
  });
});
