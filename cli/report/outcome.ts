import type { JudgedFile, JudgedRole, UnreadableFile } from "../judged-files/judge-file";

/** Everything that one run judged, in the order of the command line. */
export interface Run {
  readonly files: readonly (JudgedFile | UnreadableFile)[];
  /** Whether roles of which it is not known whether they are right are let pass. */
  readonly allowUnknown: boolean;
  /** Whether findings were compared with a baseline. */
  readonly hasBaseline: boolean;
}

/** Exit codes of commands that judge. An unreadable file counts most: not all was judged. */
export const EXIT = { accepted: 0, rejected: 1, unreadable: 2 } as const;

/** Whether a file could not be judged. */
export function isUnreadable(file: JudgedFile | UnreadableFile): file is UnreadableFile {
  return "reason" in file;
}

/** How many roles of a run have each verdict. */
export function countVerdicts({ files }: Run): Record<JudgedRole["verdict"], number> {
  const counts = { accepted: 0, rejected: 0, unknown: 0, known: 0 };
  for (const { verdict } of files.flatMap((file) => (isUnreadable(file) ? [] : file.roles))) {
    counts[verdict]++;
  }
  return counts;
}

/** The exit code of a run. */
export function exitCodeOf(run: Run): number {
  const { rejected, unknown } = countVerdicts(run);
  if (run.files.some(isUnreadable)) {
    return EXIT.unreadable;
  }
  return rejected > 0 || (unknown > 0 && !run.allowUnknown) ? EXIT.rejected : EXIT.accepted;
}
