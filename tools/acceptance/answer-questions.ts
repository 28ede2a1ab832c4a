/** Answers the questions that a run can answer without a change in either cloud. */
import { mkdir, rm } from "node:fs/promises";
import type { Machine } from "../demo/machine";
import type { StepTools } from "../demo/step-runner";
import { type AccountTargets, askAccount } from "./ask-account";
import { askCommands, type CommandTargets } from "./ask-commands";
import { askMachine } from "./ask-machine";
import type { Answers } from "./open-questions";
import { Questionnaire } from "./questionnaire";

/** What {@link answerQuestions} reads. */
export type QuestionTargets = CommandTargets &
  Omit<AccountTargets, "roleArn"> & {
    /** The deployed VM. */
    readonly machine: Machine;
  };

/**
 * Asks all questions. Files with names of the accounts are deleted in any case.
 *
 * @throws the signal's reason if the run was interrupted
 */
export async function answerQuestions(targets: QuestionTargets, tools: StepTools): Promise<Answers> {
  const { directory, machine, outputs } = targets;
  const questions = new Questionnaire(tools);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    await askCommands(questions, targets);
    await askMachine(questions, machine, outputs);
    // Last: CloudTrail takes minutes to show an event.
    await askAccount(questions, { ...targets, roleArn: outputs.roleArn });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const { answers, unanswered } = questions;
  return { answers, unanswered };
}
