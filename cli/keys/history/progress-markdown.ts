/** `keys report --format markdown`, the default: key counts over time and by owner, and the current keys. */
import { codeSpan, markdownTable } from "../../report/markdown-text";
import type { Progress } from "./progress";

/** The report as Markdown. */
export function renderProgressMarkdown({ steps, owners, keys }: Progress): string {
  const parts = [
    "# AWS access keys over time",
    markdownTable(
      ["Time", "Keys", "Active", "Inactive", "Unknown", "Used from Azure", "New", "Gone"],
      steps.map((step) => [
        codeSpan(step.at),
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
            codeSpan(status),
            codeSpan(origin),
          ]),
        ),
  ];
  return `${parts.join("\n\n")}\n`;
}
