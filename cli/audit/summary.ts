/** Counts the roles and findings of an audit, and decides whether the findings make it fail. */
import { compareReach, type Reach, REACHES } from "../../trust";
import type { AuditedRole, AuditFinding, AuditReport } from "./audit-report";
import { trustAdmitsStranger } from "./rules/trust-admits-stranger";

/** Severities, the worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low", "note"] as const;

/** All findings of a report: those of roles in the roles' order, then the others. */
export function allFindings({ roles, findings }: AuditReport): readonly AuditFinding[] {
  return [...roles.flatMap((role) => role.findings), ...findings];
}

/** Whether a finding counts: it is not accepted. */
export function counts({ accepted }: AuditFinding): boolean {
  return accepted === undefined;
}

/** The numbers that every format shows. They are the same in all of them. */
export interface Summary {
  /** How many roles each reach admits; `exact` for those that only named identities can assume. */
  readonly reaches: Readonly<Record<Reach | "exact" | "unknown", number>>;
  /** Findings that count, by severity. */
  readonly severities: Readonly<Record<AuditFinding["severity"], number>>;
  readonly accepted: number;
  /** With `--since`. */
  readonly since?: {
    readonly new: number;
    readonly known: number;
    readonly gone: number;
    readonly notSeen: number;
  };
}

/** Counts what a report says. */
export function summaryOf(report: AuditReport): Summary {
  const all = allFindings(report);
  const counting = all.filter(counts);
  const reachOf = ({ verdict, reach }: AuditedRole): keyof Summary["reaches"] =>
    verdict === "unknown" ? "unknown" : (reach ?? "exact");
  const count = <Key extends string>(keys: readonly Key[], values: readonly string[]): Record<Key, number> =>
    Object.fromEntries(keys.map((key) => [key, values.filter((value) => value === key).length])) as Record<
      Key,
      number
    >;
  return {
    reaches: count([...REACHES, "exact", "unknown"], report.roles.map(reachOf)),
    severities: count(
      SEVERITIES,
      counting.map(({ severity }) => severity),
    ),
    accepted: all.length - counting.length,
    ...(report.gone === undefined
      ? {}
      : {
          since: {
            new: counting.filter(({ since }) => since === "new").length,
            known: counting.filter(({ since }) => since === "known").length,
            gone: report.gone.length,
            notSeen: report.notSeenThisTime?.length ?? 0,
          },
        }),
  };
}

/** Whether a finding counts for the exit code: nobody accepts it, and it is new, or its acceptance has ended. */
export function isCounting(finding: AuditFinding): boolean {
  return counts(finding) && (finding.since !== "known" || finding.acceptanceEnded !== undefined);
}

/**
 * Whether a report has a finding that makes the command fail: one that counts, and is new if the report was compared. One
 * whose acceptance has ended counts again, however long it is known.
 *
 * @param failOn - If given, only findings with a reach at least this bad, and strangers: however few they are, nobody here decides
 * who they are.
 */
export function isFailing(report: AuditReport, failOn: Reach | undefined): boolean {
  return allFindings(report).some(
    (finding) =>
      isCounting(finding) &&
      (failOn === undefined
        ? finding.severity !== "note"
        : finding.rule === trustAdmitsStranger.id ||
          (finding.reach !== undefined && compareReach(finding.reach, failOn) <= 0)),
  );
}
