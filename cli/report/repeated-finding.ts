/** Keeps the reports of `judge` from printing the same consequence and fix twice in a row. */
import type { PlacedFinding } from "../judged-files/judge-file";

/** A finding, and whether the one before it has shown its consequence, its place, and its fix. */
export interface FindingInTurn {
  readonly placed: PlacedFinding;
  readonly isRepeated: boolean;
}

/**
 * Marks the findings that repeat most of the one before. If a statement pins neither claim, it has two findings: who can
 * assume the role and the change to make are the same for both.
 */
export function findingsInTurn(findings: readonly PlacedFinding[]): readonly FindingInTurn[] {
  return findings.map((placed, index) => {
    const before = findings[index - 1];
    return { placed, isRepeated: before !== undefined && sharedText(before) === sharedText(placed) };
  });
}

/** What two findings must have in common, as one string; different for every finding without a fix. */
function sharedText({ finding, own, accepted, hints }: PlacedFinding): string {
  const { severity, statement, provider, consequence, detail, fix, key } = finding;
  return JSON.stringify([
    severity,
    statement,
    provider,
    consequence,
    detail,
    own,
    accepted?.until,
    hints,
    fix ?? { without: key },
  ]);
}
