/** The report of `suspend` and `resume`, as text and as JSON. */
import { withCode } from "../../messages";
import { printable } from "../report/printable";
import type { RoleOutcome, RoleState } from "./role-outcome";

/** Version of the JSON report. It grows when a member changes its meaning or goes. */
const FORMAT = 2;

/** Whether a command did all that it was asked to do. */
export function isSuccess(outcomes: readonly RoleOutcome[]): boolean {
  return outcomes.every(({ problems }) => problems.length === 0);
}

/**
 * The report for people.
 *
 * @param advice - What to do next, in sentences.
 */
export function renderRoles(outcomes: readonly RoleOutcome[], advice: readonly string[]): string {
  const blocks = outcomes.map(({ role, arn, state, notes, warnings, problems }) =>
    [
      `${inWords(state)}: ${arn ?? role}`,
      ...notes.map((note) => `  ${note}`),
      ...warnings.map((warning) => `  warning: ${withCode(warning)}`),
      ...problems.map((problem) => `  problem: ${withCode(problem)}`),
    ]
      .map((line) => `${printable(line)}\n`)
      .join(""),
  );
  const counts = new Map<RoleState, number>();
  for (const { state } of outcomes) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const counted = [...counts].map(([state, count]) => `${count} ${inWords(state)}`).join(", ");
  const roles = outcomes.length === 1 ? "1 role" : `${outcomes.length} roles`;
  return [...blocks, `${roles}: ${counted}.\n`, ...advice.map((sentence) => `${sentence}\n`)].join("\n");
}

function inWords(state: RoleState): string {
  return state.replaceAll("-", " ");
}

/** The report for programs. */
export function renderRolesJson(outcomes: readonly RoleOutcome[]): string {
  const roles = outcomes.map((outcome) => ({
    ...outcome,
    warnings: outcome.warnings.map(withCode),
    problems: outcome.problems.map(withCode),
  }));
  return `${JSON.stringify({ format: FORMAT, success: isSuccess(outcomes), roles }, undefined, 2)}\n`;
}
