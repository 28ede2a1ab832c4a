import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { shellWord } from "../../../lab/shell-word";

describe("shellWord", () => {
  it("leaves a plain word as it is", () => {
    assert.equal(shellWord("/opt/azure-to-aws/run.py"), "/opt/azure-to-aws/run.py");
  });

  for (const word of ["", "a b", "it's", '"', "$HOME", "`id`", "a\nb", "*", "~", "\\", "!", "#"]) {
    it(`comes out of a shell as it went in: ${JSON.stringify(word)}`, () => {
      assert.equal(
        execFileSync("/bin/sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" }),
        word,
      );
    });
  }
});
