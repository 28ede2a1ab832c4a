/** The outcome of a `judge` run. */
import { compareReach, type Reach } from "../../trust";
import { EXIT } from "../command";
import type { ComparedAcceptance } from "../judged-files/accept-findings";
import type { JudgedFile, JudgedRole, UnreadableFile } from "../judged-files/judge-file";
import type { SkippedFile } from "../judged-files/judge-files";

/** Everything that one run judged, in the order of the command line. */
export interface Run {
  readonly files: readonly (JudgedFile | UnreadableFile)[];
  /** Files that were skipped because they are of other kinds. Default is none. */
  readonly skipped?: readonly SkippedFile[];
  /** Whether a role with unknown parts passes. */
  readonly allowUnknown: boolean;
  /** The least bad reach of a finding that makes the run fail. */
  readonly failOn: Reach;
  /** What became of accepted findings; `undefined` if there are none. */
  readonly acceptance?: ComparedAcceptance | undefined;
}

/** Whether a file could not be judged. */
export function isUnreadable(file: JudgedFile | UnreadableFile): file is UnreadableFile {
  return "reason" in file;
}

/**
 * Whether no trust policy of a file could be read although there may be some: parts of it are elsewhere. Such a file is
 * not one without roles.
 */
export function isNothingRead({ roles, notSeen }: JudgedFile): boolean {
  return roles.length === 0 && notSeen.length > 0;
}

/** Whether no OpenID Connect identity can assume a role: there is nothing in it to judge. */
export function isWithoutOidc({ verdict, judgment }: JudgedRole): boolean {
  return verdict === "accepted" && judgment.grants.length === 0;
}

/** How many roles of a run have each verdict, and how many of the others no OpenID Connect identity can assume. */
export function countVerdicts({ files }: Run): Record<JudgedRole["verdict"] | "withoutOidc", number> {
  const counts = { accepted: 0, rejected: 0, unknown: 0, tolerated: 0, withoutOidc: 0 };
  for (const role of files.flatMap((file) => (isUnreadable(file) ? [] : file.roles))) {
    counts[isWithoutOidc(role) ? "withoutOidc" : role.verdict]++;
  }
  return counts;
}

/** Whether a role is rejected for a finding that makes the run fail. A finding without a reach opens nothing. */
export function isFailure({ verdict, worst }: JudgedRole, failOn: Reach): boolean {
  return verdict === "rejected" && compareReach(worst ?? "nobody", failOn) <= 0;
}

/** The exit code of a run. */
export function exitCodeOf(run: Run): number {
  if (run.files.some(isUnreadable)) {
    return EXIT.unreadable;
  }
  const judged = run.files.flatMap((file) => (isUnreadable(file) ? [] : [file]));
  const roles = judged.flatMap((file) => file.roles);
  const fails = (role: JudgedRole): boolean =>
    isFailure(role, run.failOn) || (role.verdict === "unknown" && !run.allowUnknown);
  const isUnseen =
    (judged.some(isNothingRead) || run.skipped?.some(({ mayHaveRole }) => mayHaveRole) === true) &&
    !run.allowUnknown;
  return isUnseen || roles.some(fails) ? EXIT.rejected : EXIT.accepted;
}
