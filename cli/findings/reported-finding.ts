/** The common form of judge's and audit's findings, from which the formats for other tools are written. */
import type { Lines } from "../../policy-sources";
import type { AcceptanceTerms } from "../../policypack/configuration";
import type { Reach } from "../../trust";

/** A range of a file, in lines and columns from 1. */
export type TextPlace = ReturnType<Lines["placeOf"]>;

/** A finding as the formats for other tools have it, whichever command reports it. */
export interface ReportedFinding {
  readonly rule: string;
  readonly fingerprint: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "note";
  /** What it is about: a URN, an ARN, an ID, or a name. */
  readonly resource: string;
  /** The role's name in the file, if the message does not name it. */
  readonly name?: string;
  readonly message: string;
  /** Empty if there is none. */
  readonly remedy: string;
  /** As the command line names it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The whole range, if it is known. */
  readonly place?: TextPlace;
  /** Whether it counts for the exit code: it is no note, and nobody accepts it. */
  readonly counts: boolean;
  readonly accepted?: (AcceptanceTerms & { readonly isInSource?: boolean }) | undefined;
  /** Who can assume the role, if a violation says so. */
  readonly reach?: Reach | undefined;
  /** Compared with an earlier report. */
  readonly since?: "new" | "unchanged" | "absent" | undefined;
  /** What is known in addition, by name. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** The hash by which GitHub recognizes the line. */
  readonly lineHash?: () => string | undefined;
  /** The changes of the file that fix it. */
  readonly edits?: () => readonly { readonly place: TextPlace; readonly text: string }[] | undefined;
}

/** Writes findings in a format of other tools. */
export type FindingsWriter = (findings: readonly ReportedFinding[], command: string) => string;
