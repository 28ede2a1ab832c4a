import type { AcceptanceTerms } from "../../policypack/configuration";

/** A finding as the formats for other tools have it, whichever command reports it. */
export interface ReportedFinding {
  readonly rule: string;
  readonly fingerprint: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "note";
  /** What it is about: a URN, an ARN, an ID, or a name. */
  readonly resource: string;
  readonly message: string;
  readonly remedy: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether it counts for the exit code: it is no note, and nobody accepts it. */
  readonly counts: boolean;
  readonly accepted?: AcceptanceTerms | undefined;
}

/** Writes findings in a format of other tools. */
export type FindingsWriter = (findings: readonly ReportedFinding[], command: string) => string;
