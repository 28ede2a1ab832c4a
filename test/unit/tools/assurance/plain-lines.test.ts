import assert from "node:assert/strict";
import { inPlainLines } from "../../../../tools/assurance/plain-lines";

describe("a table on a terminal", () => {
  it("has a paragraph for each first cell, and the other cells under the names of their columns", () => {
    const table = {
      name: "things",
      columns: ["Against", "Attack", "Refused with"],
      rows: [
        ["[the token](token.md)", "one", "`A` `no`"],
        ["[the token](token.md)", "two", "`B`"],
        ["the machine", "three", "`C`"],
      ],
    };
    assert.equal(
      inPlainLines(table),
      [
        "things: 3 rows",
        "",
        "the token",
        "  Attack: one",
        "    Refused with: A no",
        "  Attack: two",
        "    Refused with: B",
        "",
        "the machine",
        "  Attack: three",
        "    Refused with: C",
      ].join("\n"),
    );
  });

  it("breaks lines before the eighty-first character", () => {
    const words = Array.from({ length: 40 }, () => "word");
    const text = inPlainLines({ name: "t", columns: ["a", "b"], rows: [["first", words.join(" ")]] });
    const lines = text.split("\n").slice(3);
    assert.ok(lines.every((line) => line.length <= 80));
    assert.equal(lines[0]?.length, 79);
    assert.deepEqual(lines.join(" ").match(/word/g)?.length, 40);
  });
});
