import assert from "node:assert/strict";
import { plainTable } from "../../../../tools/assurance/print-table";

describe("a table for a terminal", () => {
  it("has each row's first cell, and the others below it with their columns' names", () => {
    const rows = [
      ["first fault", "agree", "nothing"],
      ["second fault", "differ", "all"],
    ];
    assert.equal(
      plainTable("faults", ["Fault", "State", "Leaves"], rows),
      "faults: 2\nfirst fault\n  State: agree\n  Leaves: nothing\nsecond fault\n  State: differ\n  Leaves: all\n",
    );
  });

  it("has no line above 80 characters, and loses no word", () => {
    const long = Array.from({ length: 40 }, (_, index) => `word${index}`).join(" ");
    const table = plainTable("long", ["A", "B"], [[long, long]]);
    const lines = table.split("\n");
    assert.ok(lines.every((line) => line.length <= 80));
    assert.ok(lines.some((line) => line.length > 70));
    assert.equal(table.replaceAll(/\s+/g, " "), `long: 1 ${long} B: ${long} `);
  });
});
