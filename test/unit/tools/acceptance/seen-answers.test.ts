import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { LAB_ANSWERS } from "../../../../tools/acceptance/lab-answers";
import { type Answers, OPEN_QUESTIONS } from "../../../../tools/acceptance/open-questions";
import { ReportRedactor } from "../../../../tools/acceptance/report-redactor";
import { answerFindings, remainingQuestions, seenAnswers } from "../../../../tools/acceptance/seen-answers";
import { PROJECT_ROOT } from "../../../../tools/project-root";

const REDACTOR = new ReportRedactor([{ value: "web", placeholder: "<user>", isWord: true }]);

function seen(answers: Answers["answers"]) {
  return seenAnswers({ answers: { answers, unanswered: {} } }, REDACTOR);
}

describe("the answers of a run", () => {
  it("are next to the lab's, and only one that differs is a finding", () => {
    const found = seen([
      { id: "suspend", asked: "suspend web", came: "would-be-suspended", note: "of web" },
      { id: "refusals-in-cloudtrail", asked: "lookup-events", came: "AccessDenied, InvalidIdentityToken" },
      { id: "last-use-delay", asked: "get", came: "240 seconds behind" },
    ]);
    const differs = {
      question: "Which refused requests for a session does CloudTrail show?",
      asked: "lookup-events",
      came: "AccessDenied, InvalidIdentityToken",
      lab: "AccessDenied",
      same: false,
    };
    assert.deepEqual(found, [
      {
        question: "Does suspend find the run's role and its policies?",
        asked: "suspend <user>",
        came: "would-be-suspended",
        lab: "would-be-suspended",
        same: true,
        note: "of <user>",
      },
      differs,
      {
        question: "How far behind is the last use of an access key?",
        asked: "get",
        came: "240 seconds behind",
      },
    ]);
    assert.deepEqual(answerFindings(found), [
      { title: differs.question, service: differs.asked, real: differs.came, lab: differs.lab },
    ]);
  });

  it("do not differ by a name that is a word of the lab's answer", () => {
    const came = LAB_ANSWERS["unknown-signing-key"] ?? "";
    assert.match(came, /AssumeRoleWithWebIdentity/);
    const redactor = new ReportRedactor([{ value: "identity", placeholder: "<user>", isWord: true }]);
    const [answer] = seenAnswers(
      { answers: { answers: [{ id: "unknown-signing-key", asked: "STS", came }], unanswered: {} } },
      redactor,
    );
    assert.match(answer?.came ?? "", /from your <user> provider/);
    assert.deepEqual([answer?.lab, answer?.same], [came, true]);
  });
});

describe("the questions that remain after a run", () => {
  const step = (title: string, outcome: "held" | "failed") => ({ title, outcome });

  it("are all of them if it did not come to the step", () => {
    assert.deepEqual(remainingQuestions({ steps: [] }, REDACTOR), Object.values(OPEN_QUESTIONS));
  });

  it("lack those with an answer, and have the reason of those without", () => {
    const answers: Answers = {
      answers: [{ id: "collect", asked: "", came: "" }],
      unanswered: { audit: "no file of web\nmore" },
    };
    const { collect, audit, ...rest } = OPEN_QUESTIONS;
    const remaining = remainingQuestions({ answers, steps: [] }, REDACTOR);
    assert.ok(!remaining.some(({ question }) => question === collect.question));
    assert.deepEqual(
      remaining.find(({ question }) => question === audit.question),
      { ...audit, reason: "no file of <user>" },
    );
    assert.equal(remaining.length, Object.keys(rest).length + 1);
  });

  it("lack those that a step answered by passing", () => {
    const titles = [
      "Deploy and verify: pulumi up --policy-pack policypack",
      "Run pulumi up again, then pulumi destroy",
    ];
    const questions = [OPEN_QUESTIONS["run-command-size"], OPEN_QUESTIONS.plugins].map(
      ({ question }) => question,
    );
    for (const [outcome, expected] of [
      ["held", []],
      ["failed", questions],
    ] as const) {
      const remaining = remainingQuestions({ steps: titles.map((title) => step(title, outcome)) }, REDACTOR);
      assert.deepEqual(
        questions.filter((one) => remaining.some(({ question }) => question === one)),
        expected,
      );
    }
  });

  it("are counted by the pages", async () => {
    assert.equal(Object.keys(LAB_ANSWERS).length, 11);
    for (const page of ["maintaining/acceptance-run.md", "reference/lab.md"]) {
      const text = await readFile(path.join(PROJECT_ROOT, "docs", page), "utf8");
      assert.match(text, /eleven\s+answers/, page);
    }
  });
});
