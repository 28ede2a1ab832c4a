/** Writes the audit report for `--format json`, in the form that `audit --since` reads again. */
import type { AuditReport } from "../audit-report";

/** Lists that are written one item per line: large reports stay readable, and never are one string. */
const LISTS: readonly string[] = [
  "roles",
  "findings",
  "identities",
  "applications",
  "providers",
  "gone",
  "notSeenThisTime",
];

/** Renders a report as JSON: the report itself. docs/reference/audit-report.schema.json describes it. */
export function* renderAuditJson(report: AuditReport): Iterable<string> {
  const members = Object.entries(report).filter(([, value]) => value !== undefined);
  yield "{\n";
  for (const [position, [name, value]] of members.entries()) {
    const end = position === members.length - 1 ? "\n" : ",\n";
    if (LISTS.includes(name) && Array.isArray(value) && value.length > 0) {
      yield `  ${JSON.stringify(name)}: [\n`;
      for (const [at, item] of value.entries()) {
        yield `    ${JSON.stringify(item)}${at === value.length - 1 ? "\n" : ",\n"}`;
      }
      yield `  ]${end}`;
    } else {
      yield `  ${JSON.stringify(name)}: ${JSON.stringify(value)}${end}`;
    }
  }
  yield "}\n";
}
