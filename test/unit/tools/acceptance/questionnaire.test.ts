import assert from "node:assert/strict";
import { Questionnaire } from "../../../../tools/acceptance/questionnaire";

describe("the questions of a run", () => {
  it("are asked on after one that has no answer, with its reason", async () => {
    const reported: string[] = [];
    const report = (line: string): void => void reported.push(line);
    const questions = new Questionnaire({ report, signal: new AbortController().signal });
    await questions.ask("collect", "collect", () => Promise.reject(new Error("no SDK")));
    await questions.ask("suspend", "suspend --dry-run", () => Promise.resolve({ came: "so", note: "more" }));
    assert.deepEqual(reported, ["collect", "suspend --dry-run"]);
    assert.deepEqual(questions.unanswered, { collect: "no SDK" });
    assert.deepEqual(questions.answers, [
      { id: "suspend", asked: "suspend --dry-run", came: "so", note: "more" },
    ]);
  });

  it("end with Ctrl-C", async () => {
    const controller = new AbortController();
    const questions = new Questionnaire({ report: () => undefined, signal: controller.signal });
    const asked = questions.ask("collect", "collect", () => {
      controller.abort(new Error("interrupted"));
      return Promise.reject(new Error("killed"));
    });
    await assert.rejects(asked, /^Error: interrupted$/);
    assert.deepEqual(questions.unanswered, {});
  });
});
