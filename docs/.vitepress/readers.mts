/** Which pages are for users, and which are only for people who work on the project or check its evidence. */

const EVIDENCE = [
  "assurance",
  "changelog",
  "explanation/laws",
  "explanation/why-the-lab-can-be-trusted",
  "found",
  "reference/lab-evidence",
  "reference/performance",
  "security-baseline",
];

const CONTRIBUTORS = ["architecture", "contributing"];

const FOLDERS = ["decisions/", "maintaining/"];

/**
 * Whether a page is for users: not evidence, a decision, or a page for contributors and maintainers.
 *
 * @param page - The page's address below the site's root, without `.html`.
 */
export function isForUsers(page: string): boolean {
  return (
    !FOLDERS.some((folder) => page.startsWith(folder)) &&
    !EVIDENCE.includes(page) &&
    !CONTRIBUTORS.includes(page)
  );
}
