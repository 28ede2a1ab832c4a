import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { answerQuestions, type QuestionTargets } from "../../../../tools/acceptance/answer-questions";

describe("the files of the questions of a run", () => {
  it("are deleted after Ctrl-C, too", async () => {
    const parent = await mkdtemp(path.join(tmpdir(), "azure-to-aws-questions-"));
    try {
      await writeFile(path.join(parent, "state"), "");
      const directory = path.join(parent, "questions");
      const seen: boolean[] = [];
      const controller = new AbortController();
      const report = (): void => {
        seen.push(existsSync(directory));
        controller.abort(new Error("interrupted"));
      };
      const targets = { directory, accounts: {}, outputs: {} } as unknown as QuestionTargets;
      await assert.rejects(
        answerQuestions(targets, { report, signal: controller.signal }),
        /^Error: interrupted$/,
      );
      assert.deepEqual(
        [seen, existsSync(directory), existsSync(path.join(parent, "state"))],
        [[true], false, true],
      );
    } finally {
      await rm(parent, { recursive: true });
    }
  });
});
