import type { AuditRule } from "../../cli/audit/rules/audit-rule";
import { table } from "../markdown/table";

/** A page of the manual: its file name and its text. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

const NOTICE = "<!-- Generated from the rules' metadata by `npm run generate -- audit-pages`. -->";

/** Renders the list of the audit's rules, and a page for each. */
export function renderAuditPages(rules: readonly AuditRule[]): readonly Page[] {
  return [
    { name: "README.md", text: renderList(rules) },
    ...rules.map((rule) => ({ name: `${rule.id}.md`, text: renderRule(rule) })),
  ];
}

function renderList(rules: readonly AuditRule[]): string {
  return `${NOTICE}

# Rules of the audit

[\`azure-to-aws audit\`](../command-line.md#audit) has these rules. Each page says why the rule matters, how to fix a finding, and what the rule
cannot see. The severity is the usual one. Some findings are milder or worse, and the report says so.

${table([
  ["Rule", "Severity", "What is right"],
  ...rules.map(({ id, severity, title }) => [`[${id}](${id}.md)`, severity, title]),
])}
`;
}

function renderRule({ id, severity, title, why, fix, limits }: AuditRule): string {
  return `${NOTICE}

# \`${id}\`

${title} Severity: ${severity}.

## Why

${why}

## Fix

${fix}

## Limits

${limits}

[All rules of the audit](README.md)
`;
}
