import type { StepTools } from "../demo/step-runner";
import type { Answer, Answers, QuestionId } from "./open-questions";

/** Asks questions one after the other. A question without an answer does not end the rest. */
export class Questionnaire implements Answers {
  readonly answers: Answer[] = [];
  readonly unanswered: Partial<Record<QuestionId, string>> = {};

  constructor(private readonly tools: StepTools) {}

  get signal(): AbortSignal {
    return this.tools.signal;
  }

  /**
   * Asks one question.
   *
   * @param asked - the command or the request, for the reader
   * @throws the signal's reason if the run was interrupted
   */
  async ask(
    id: QuestionId,
    asked: string,
    work: () => Promise<Pick<Answer, "came" | "note">>,
  ): Promise<void> {
    this.tools.report(asked);
    try {
      this.answers.push({ id, asked, ...(await work()) });
    } catch (error) {
      this.tools.signal.throwIfAborted();
      this.unanswered[id] = error instanceof Error ? error.message : String(error);
    }
  }
}
