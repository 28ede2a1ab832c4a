/** The answers of a run next to the lab's, and the questions that remain. */
import type { Finding } from "./findings";
import { LAB_ANSWERS } from "./lab-answers";
import { type Answers, OPEN_QUESTIONS, type OpenQuestion, type QuestionId } from "./open-questions";
import type { ReportRedactor } from "./report-redactor";

/** What a run did, as far as it answers questions. */
interface Asked {
  /** Absent if the run did not come to the step. */
  readonly answers?: Answers;
  readonly steps: readonly { readonly title: string; readonly outcome: string }[];
}

/** An answer, without what identifies anybody. */
export interface SeenAnswer {
  readonly question: string;
  /** The command or the request. */
  readonly asked: string;
  readonly came: string;
  /** The lab's answer; absent if the lab gives none. */
  readonly lab?: string;
  /** Whether both are the same; absent if the lab gives none. */
  readonly same?: boolean;
  /** What else came. */
  readonly note?: string;
}

/** A question that the run did not answer, and how a person does. */
export interface RemainingQuestion extends OpenQuestion {
  /** Why, if the run asked it. */
  readonly reason?: string;
}

/** Questions that a step answers when it passes, by the beginning of its title. */
const ANSWERED_BY_STEP: Readonly<Partial<Record<QuestionId, string>>> = {
  plugins: "Run pulumi up again",
  "run-command-size": "Deploy and verify",
};

/** The answers, with those of the lab. */
export function seenAnswers(
  { answers }: Pick<Asked, "answers">,
  redactor: ReportRedactor,
): readonly SeenAnswer[] {
  const shown = (value: string): string => redactor.redact(value);
  return (answers?.answers ?? []).map(({ id, asked, came, note }) => {
    const lab = LAB_ANSWERS[id];
    return {
      question: OPEN_QUESTIONS[id].question,
      asked: shown(asked),
      came: shown(came),
      // A name that is a word in the lab's answer is replaced in what came, so the comparison replaces it in both.
      ...(lab === undefined ? {} : { lab, same: shown(came) === shown(lab) }),
      ...(note === undefined ? {} : { note: shown(note) }),
    };
  });
}

/** The answers that differ from the lab's. */
export function answerFindings(answers: readonly SeenAnswer[]): readonly Finding[] {
  return answers.flatMap(({ question, asked, came, lab = "", same }) =>
    same === false ? [{ title: question, service: asked, real: came, lab }] : [],
  );
}

/** The questions that the run did not answer. */
export function remainingQuestions(
  { answers, steps }: Asked,
  redactor: ReportRedactor,
): readonly RemainingQuestion[] {
  const answered = new Set<string>(answers?.answers.map(({ id }) => id));
  const passed = steps.filter(({ outcome }) => outcome === "held").map(({ title }) => title);
  return (Object.entries(OPEN_QUESTIONS) as [QuestionId, OpenQuestion][]).flatMap(([id, question]) => {
    const step = ANSWERED_BY_STEP[id];
    if (answered.has(id) || (step !== undefined && passed.some((title) => title.startsWith(step)))) {
      return [];
    }
    const reason = answers?.unanswered[id]?.split("\n", 1)[0];
    return [{ ...question, ...(reason === undefined ? {} : { reason: redactor.redact(reason) }) }];
  });
}
