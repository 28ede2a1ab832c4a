import assert from "node:assert/strict";
import { excerpt } from "../../../../cli/report/excerpt";
import { Lines } from "../../../../policy-sources/positions/lines";

function shown(text: string, meant: string): string[] {
  const start = text.indexOf(meant);
  return excerpt(text, new Lines(text), { start, end: start + meant.length }).map(
    ({ number, text: line }) => `${number ?? "-"}|${line}`,
  );
}

describe("an excerpt", () => {
  it("underlines what is meant in its line", () => {
    assert.deepEqual(shown('{\n  "a": 1,\n  "b": 2\n}', '"b": 2'), ['3|  "b": 2', "-|  ^^^^^^"]);
  });

  it("counts lines that end with a carriage return as well", () => {
    assert.deepEqual(shown("{\r\n  x\r\n}", "x"), ["2|  x", "-|  ^"]);
  });

  it("shows a tab as one space, so that the carets stay below", () => {
    assert.deepEqual(shown("{\n\t\tx\n}", "x"), ["2|  x", "-|  ^"]);
  });

  it("underlines each line of what takes several", () => {
    assert.deepEqual(shown('{\n  "a": [\n    1\n  ]\n}', '"a": [\n    1\n  ]'), [
      '2|  "a": [',
      "-|  ^^^^^^",
      "3|    1",
      "-|    ^",
      "4|  ]",
      "-|  ^",
    ]);
  });

  it("shows the first lines only of what takes many", () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n");
    const lines = shown(text, text);
    assert.equal(lines.length, 13);
    assert.equal(lines.at(-1), "-|(14 more lines)");
  });

  it("cuts a long line to what is around the carets", () => {
    const text = `${"a".repeat(500)}MEANT${"b".repeat(500)}`;
    assert.deepEqual(shown(text, "MEANT"), [
      `1|…${"a".repeat(23)}MEANT${"b".repeat(80)}…`,
      `-|${" ".repeat(24)}^^^^^`,
    ]);
  });

  it("leaves the line breaks at the end of what is meant away", () => {
    assert.deepEqual(shown("a:\n  - x\n\nb", "- x\n\n"), ["2|  - x", "-|    ^^^".replace("    ", "  ")]);
  });
});
