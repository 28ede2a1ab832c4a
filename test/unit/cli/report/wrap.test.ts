import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { renderText } from "../../../../cli/report/text-report";
import { wrapAt } from "../../../../cli/report/wrap";
import { OPEN } from "../entra-policy";

const LINE = "  one two three four five six seven eight nine ten";

describe("a sentence of a report", () => {
  it("is broken at spaces, with further lines indented within the width", () => {
    const text = wrapAt(40)(LINE, "    ");
    assert.equal(text, "  one two three four five six seven\n    eight nine ten");
    assert.equal(wrapAt(LINE.length)(LINE, "    "), LINE);
  });

  it("keeps a word whole that is wider than the terminal", () => {
    const word = "x".repeat(60);
    assert.equal(wrapAt(40)(`  a ${word} b`, "  "), `  a\n  ${word}\n  b`);
    assert.equal(wrapAt(40)(`  ${word}`, "  "), `  ${word}`);
  });

  it("stays as it is without a terminal, and on one that is too narrow", () => {
    assert.equal(wrapAt(undefined)(LINE, ""), LINE);
    assert.equal(wrapAt(39)(LINE, ""), LINE);
  });

  it("loses no word of a report, and leaves what is to be pasted in one line", () => {
    const run = {
      files: [judgeText("trust.json", JSON.stringify(OPEN))],
      allowUnknown: false,
      failOn: "nobody",
    } as const;
    const plain = renderText(run, (_, text) => text);
    const narrow = renderText(run, (_, text) => text, 60);
    // An excerpt is cut to the width instead.
    const words = (text: string): string[] => text.replace(/^ +\d* \|.*$/gm, "").split(/\s+/);
    assert.deepEqual(words(narrow), words(plain));
    const fix = (text: string) => text.split("\n").filter((line) => line.startsWith("      "));
    assert.deepEqual(fix(narrow), fix(plain));
    assert.notEqual(narrow, plain);
  });
});
