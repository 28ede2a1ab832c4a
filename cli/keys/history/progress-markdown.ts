/** `keys report --format markdown`, the default: key counts over time and by owner, and the current keys. */
import { codeSpan, markdownTable } from "../../report/markdown-text";
import { ORIGINS, STATES } from "./key-words";
import type { Progress } from "./progress";
import { factsOf, momentOf, resultOf } from "./progress-words";

/** The report as Markdown. */
export function renderProgressMarkdown(progress: Progress, version: string): string {
  const { steps, owners, keys } = progress;
  const parts = [
    "# AWS access keys over time",
    resultOf(progress),
    factsOf(progress, version),
    markdownTable(
      ["Time", "Keys", "Active", "Inactive", "Unknown", "Used from Azure", "New", "Gone"],
      steps.map((step) => [
        momentOf(step.at),
        String(step.total),
        String(step.active),
        String(step.inactive),
        String(step.unknown),
        String(step.fromAzure),
        String(step.added.length),
        String(step.gone.length),
      ]),
    ),
    "## By owner",
    markdownTable(
      ["Owner", "At first", "Now", "Active", "Used from Azure"],
      owners.map(({ owner, before, now, active, fromAzure }) => [
        codeSpan(owner),
        String(before),
        String(now),
        String(active),
        String(fromAzure),
      ]),
    ),
    "## Keys now",
    keys.length === 0
      ? "There is none."
      : markdownTable(
          ["Key", "User", "Account", "Owner", "State", "Used"],
          keys.map(({ keyId, user, account, owner, status, origin }) => [
            codeSpan(keyId),
            codeSpan(user),
            codeSpan(account),
            codeSpan(owner),
            STATES[status],
            ORIGINS[origin],
          ]),
        ),
  ];
  return `${parts.join("\n\n")}\n`;
}
