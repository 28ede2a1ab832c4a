/**
 * What the first release changes on the pages. Until then, a page says how to build a package; from then on, how to install it from a
 * registry. A page has both texts, one after the other, and shows the first one: the second one is a comment.
 *
 *     <!-- until the first release -->
 *
 *     Build the package.
 *
 *     <!-- since the first release
 *
 *     Install the package from the registry.
 *
 *     -->
 *
 * With the first release, only the second text stays. In it, OWNER/REPOSITORY becomes the repository's name on GitHub. If nothing takes
 * the place of the first text, one line ends it: `<!-- since the first release -->`.
 */

/** The file that says whether the project is published. */
export const STATE_FILE = "messages/project.ts";

const STATE = /^( {2}isPublished: )(true|false),$/m;

const UNTIL = "<!-- until the first release -->";
const SINCE = "<!-- since the first release";

const PAIR = new RegExp(String.raw`^${UNTIL}\n([^]*?)^${SINCE}(?: -->\n|\n([^]*?)^-->\n)(\n?)`, "gm");

const GITHUB = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)$/;

/**
 * Whether a state file says that the project is published.
 *
 * @throws Error if it does not say
 */
export function isPublished(state: string): boolean {
  const [, , value] = STATE.exec(state) ?? [];
  if (value === undefined) {
    throw new Error(`${STATE_FILE}: no line matches ${STATE.source}. Correct tools/release/first-release.ts`);
  }
  return value === "true";
}

/** A state file that says that the project is published. */
export function publishedState(state: string): string {
  return state.replace(STATE, "$1true,");
}

/** Whether a file is a page that can have such texts. The changelog and the decisions speak of the past. */
export function isPage(file: string): boolean {
  return file.endsWith(".md") && !/^(?:CHANGELOG\.md|docs\/decisions\/|test\/)/.test(file);
}

/**
 * A page as it is from the first release on.
 *
 * @param file - Its path, for errors.
 * @param repository - The project's address. Without one on GitHub, OWNER/REPOSITORY stays.
 * @throws Error if one text is without the other
 */
export function publishedPage(text: string, file: string, repository: string | undefined): string {
  const name = repository === undefined ? undefined : GITHUB.exec(repository)?.[1];
  const resolved = text.replace(PAIR, (_pair, _until: string, since: string | undefined, gap: string) => {
    const shown = (since ?? "").trim().replaceAll("OWNER/REPOSITORY", name ?? "OWNER/REPOSITORY");
    return shown === "" ? "" : `${shown}\n${gap}`;
  });
  const lone = [UNTIL, SINCE].find((marker) => resolved.includes(marker));
  if (lone !== undefined) {
    throw new Error(
      `${file}: "${lone}" without its counterpart. Expected ${UNTIL}, then ${SINCE}, and then --> in lines of their own`,
    );
  }
  return resolved;
}

/** A page as users see it before the first release: without the second texts and the markers. */
export function unpublishedPage(text: string): string {
  return text.replace(PAIR, (_pair, until: string, _since: string | undefined, gap: string) =>
    until.trim() === "" ? "" : `${until.trim()}\n${gap}`,
  );
}
