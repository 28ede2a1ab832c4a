/** Commits in the form of Conventional Commits 1.0.0. */

/** What a release has to know about a commit. */
export interface Commit {
  /** Its hash, abbreviated to eight digits. */
  readonly hash: string;
  /** `feat`, `fix`, and so on; `undefined` for a merge, or a header of another form. */
  readonly type: string | undefined;
  readonly scope: string | undefined;
  readonly subject: string;
  /** What it breaks, one sentence or more each. Empty if it breaks nothing. */
  readonly breaking: readonly string[];
}

/** Between two commits in the log, and between a commit's hash and its message. */
const SEPARATORS = { commit: "\0", hash: "\n" } as const;

/** The format of `git log` that {@link parseCommits} reads. */
export const LOG_FORMAT = "%H%n%B%x00";

const HEADER = /^(\w+)(?:\(([^()]*)\))?!?: (.*)$/;

/**
 * Reads what `git log --format=${LOG_FORMAT}` prints.
 *
 * Source: Conventional Commits 1.0.0, https://www.conventionalcommits.org/en/v1.0.0/.
 */
export async function parseCommits(log: string): Promise<Commit[]> {
  const { CommitParser } = await import("conventional-commits-parser");
  const parser = new CommitParser({
    headerPattern: HEADER,
    headerCorrespondence: ["type", "scope", "subject"],
    breakingHeaderPattern: /^(\w+)(?:\(([^()]*)\))?!: (.*)$/,
    noteKeywords: ["BREAKING CHANGE", "BREAKING-CHANGE"],
  });
  return log
    .split(SEPARATORS.commit)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const end = entry.indexOf(SEPARATORS.hash);
      const [hash, message] = end < 0 ? [entry, ""] : [entry.slice(0, end), entry.slice(end + 1)];
      const { type, scope, subject, header, notes } = parser.parse(
        message.trim() === "" ? "(none)" : message,
      );
      return {
        hash: hash.slice(0, 8),
        type: type ?? undefined,
        scope: scope ?? undefined,
        subject: (subject ?? header ?? "").trim(),
        breaking: notes.map(({ text }) => text.replace(/\s+/g, " ").trim()),
      };
    });
}
