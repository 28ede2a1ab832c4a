import assert from "node:assert/strict";
import { costsTable } from "../../../../tools/costs/costs-table";

const lines = (...texts: readonly string[]) => `${texts.join("\n")}\n`;

/** A line of the table: its name, and what is in its two columns. */
function row(name: string, now: string, change = ""): string {
  return `${name.padEnd(56)}${now.padStart(12)}${change.padStart(12)}`.trimEnd();
}

describe("the table of costs", () => {
  it("has each figure below its groups, with the difference to the kept ones", () => {
    const costs = { files: 2, tokens: { cli: { code: 1238, data: 7 }, lab: { code: 3 } } };
    const kept = { files: 2, tokens: { cli: { code: 1240, data: 6 }, old: { code: 1500 } } };
    assert.equal(
      costsTable(costs, kept),
      lines(
        row("", "now", "to kept"),
        row("files", "2", "="),
        "tokens",
        "  cli",
        row("    code", "1,238", "-2"),
        row("    data", "7", "+1"),
        "  lab",
        row("    code", "3", "new"),
        "gone: tokens / old / code (1,500)",
      ),
    );
  });

  it("has no differences if nothing was kept", () => {
    assert.equal(costsTable({ a: 1234567 }, undefined), lines(row("", "now"), row("a", "1,234,567")));
  });

  it("leaves out a figure that is 0 and was not another one", () => {
    const costs = { a: { b: 0, c: 0, d: 0 }, e: { f: 0 } };
    const kept = { a: { b: 0, c: 5 } };
    assert.equal(costsTable(costs, kept), lines(row("", "now", "to kept"), "a", row("  c", "0", "-5")));
  });

  it("has no line above 80 characters, and keeps the end of a long name", () => {
    const name = `policy-sources/${"folder/".repeat(20)}file.ts`;
    const [, heading, figure, gone] = costsTable({ a: { [name]: 1000 } }, { b: { [name]: 1 } }).split("\n");
    assert.equal(heading, "a");
    assert.equal(figure, row(`  …${name.slice(-52)}`, "1,000", "new"));
    assert.equal(figure.length, 80);
    assert.equal(gone, `gone: b / ${name}`.slice(0, 80));
  });
});
