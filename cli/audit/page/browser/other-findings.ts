/** Findings that are about no role, findings that are accepted, and findings that are gone. */
import { numeral } from "../../../report/counted";
import type { AuditFinding } from "../../audit-report";
import type { PageData } from "../page-data";
import { button, h } from "./dom";
import { findingView } from "./role-details";

/** How many findings of a section are shown at first. */
const FIRST = 20;

/** One section for each kind that there is. */
export function otherFindings({ report }: PageData): HTMLElement[] {
  const accepted = [...report.roles.flatMap(({ findings }) => findings), ...report.findings].filter(
    (finding) => finding.accepted !== undefined,
  );
  const other = report.findings.filter((finding) => finding.accepted === undefined);
  return [
    ...section("other", "Other findings", "Dead configuration, and what is about no single role.", other),
    ...section("accepted", "Accepted findings", "They do not count until the date passes.", accepted),
    ...section(
      "gone",
      "Gone since the last audit",
      "The earlier report had these findings.",
      report.gone ?? [],
    ),
    ...section(
      "unchecked",
      "Not seen this time",
      "The earlier report had these findings. The input lacks a section that shows them, so they may still be there.",
      report.notSeenThisTime ?? [],
    ),
  ];
}

function section(id: string, title: string, note: string, findings: readonly AuditFinding[]): HTMLElement[] {
  if (findings.length === 0) {
    return [];
  }
  const entry = (finding: AuditFinding): HTMLElement =>
    h("li", {}, h("p", { class: "subject" }, h("code", {}, finding.subject)), findingView(finding));
  const items = h("ul", { class: "findings" }, ...findings.slice(0, FIRST).map(entry));
  const rest = findings.slice(FIRST);
  const more = button(
    {},
    () => {
      const [first, ...others] = rest.map(entry);
      more.remove();
      if (first !== undefined) {
        first.tabIndex = -1;
        items.append(first, ...others);
        first.focus();
      }
    },
    `Show all ${numeral(findings.length)}`,
  );
  return [
    h(
      "section",
      { class: "other", "aria-labelledby": id },
      h("h2", { id }, `${title} (${numeral(findings.length)})`),
      h("p", { class: "note" }, note),
      items,
      rest.length === 0 ? undefined : more,
    ),
  ];
}
