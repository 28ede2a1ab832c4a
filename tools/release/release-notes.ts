import type { Commit } from "./commits";

/** The sections of release notes, by types of commits. Other types are left out. */
const SECTIONS: readonly (readonly [title: string, type: string])[] = [
  ["Added", "feat"],
  ["Fixed", "fix"],
  ["Faster", "perf"],
  ["Reverted", "revert"],
];

/**
 * The notes of a release in Markdown, from its commits: what breaks first, then a section per type. Empty if no commit is of
 * such a type.
 */
export function releaseNotes(commits: readonly Commit[]): string {
  const breaking = commits.flatMap((commit) => commit.breaking.map((text) => ({ ...commit, subject: text })));
  const sections = [
    section("Breaking changes", breaking),
    ...SECTIONS.map(([title, type]) =>
      section(
        title,
        commits.filter((commit) => commit.type === type),
      ),
    ),
  ];
  return sections.filter((text) => text !== "").join("\n");
}

function section(title: string, commits: readonly Commit[]): string {
  const lines = commits.map(({ scope, subject, hash }) => {
    const about = scope === undefined ? "" : `**${inert(scope)}:** `;
    return `- ${about}${inert(subject)} (${hash})\n`;
  });
  return lines.length === 0 ? "" : `### ${title}\n\n${lines.join("")}`;
}

/** Text without markup, mentions, and links to issues of whatever repository shows it. */
function inert(text: string): string {
  return text.replace(/[\\`*_{}[\]<>]/g, "\\$&").replace(/([@#])(?=\w)/g, "$1\u200b");
}

/**
 * The changelog with a section for a new version. People write the entries under Unreleased. If they wrote none, the notes
 * from the commits take their place.
 *
 * @param date - The day of the release, as in `2026-11-28`.
 * @throws Error if the changelog has no heading Unreleased, or the version already
 */
export function releasedChangelog(changelog: string, version: string, date: string, notes: string): string {
  const heading = "## Unreleased\n";
  const start = changelog.indexOf(heading);
  if (start < 0) {
    throw new Error(
      'CHANGELOG.md: no heading "## Unreleased". Expected the entries of this release below it',
    );
  }
  if (changelog.includes(`\n## ${version} - `)) {
    throw new Error(`CHANGELOG.md: it already has a section for ${version}. Release another version`);
  }
  const body = start + heading.length;
  const next = changelog.indexOf("\n## ", body);
  const end = next < 0 ? changelog.length : next;
  const written = changelog.slice(body, end).trim();
  const entries = written === "" ? notes.trim() : written;
  return `${changelog.slice(0, body)}\n## ${version} - ${date}\n\n${entries}\n${changelog.slice(end)}`;
}

/** The section of a version in a changelog, without its heading; `undefined` if it has none. */
export function sectionOf(changelog: string, version: string): string | undefined {
  const start = changelog.indexOf(`\n## ${version} - `);
  if (start < 0) {
    return undefined;
  }
  const body = changelog.indexOf("\n", start + 1) + 1;
  const next = changelog.indexOf("\n## ", body);
  return changelog.slice(body, next < 0 ? changelog.length : next).trim();
}

/** A release page is one page: the most lines of its text. Longer sections of the changelog begin with a summary. */
const PAGE = 60;

/**
 * The text of the release page: the section of the changelog, with its commits if both fit on a page. Of a section that is longer than a
 * page, the text before its first heading, with the counts of its entries.
 *
 * @param repository - The project's address; `undefined` if it is not known.
 * @throws Error if the section is longer than a page, and nothing or more than a page is before its first heading
 */
export function announcement(section: string, version: string, notes: string, repository?: string): string {
  const whole = `${section}\n${notes === "" ? "" : `\n## Commits\n\n${notes}`}`;
  if (linesOf(section) <= PAGE) {
    return linesOf(whole) <= PAGE ? whole : `${section}\n`;
  }
  const [summary = "", ...parts] = `\n${section}`.split(/\n(?=### )/);
  const lines = linesOf(summary);
  if (lines === 0 || lines > PAGE) {
    throw new Error(
      `CHANGELOG.md: the section of the release has ${linesOf(section)} lines, and ${lines} before its first heading "###". A release page has at most ${PAGE}. Summarize the release before the first heading`,
    );
  }
  const counts = parts.map((part) => {
    const [, title = ""] = /^### (.*)$/m.exec(part) ?? [];
    return `${title}: ${part.match(/^- /gm)?.length ?? 0}`;
  });
  const page = repository === undefined ? "CHANGELOG.md" : `${repository}/blob/v${version}/CHANGELOG.md`;
  return `${summary.trim()}\n\n[All changes](${page}). ${counts.join(", ")}.\n`;
}

function linesOf(text: string): number {
  const trimmed = text.trim();
  return trimmed === "" ? 0 : trimmed.split("\n").length;
}
