import semver from "semver";
import type { Commit } from "./commits";

/** Which part of a version a release raises. */
export type ReleaseKind = "major" | "minor" | "patch";

/** Types of commits that users notice, and what each raises. All others need no release. */
const RAISES: Readonly<Record<string, ReleaseKind>> = {
  feat: "minor",
  fix: "patch",
  perf: "patch",
  revert: "patch",
};

/**
 * What commits raise. In 0.x, a breaking change raises the minor version, as docs/reference/stability.md promises.
 *
 * @param current - The version before.
 * @returns `undefined` if users would notice nothing.
 */
export function releaseKind(current: string, commits: readonly Commit[]): ReleaseKind | undefined {
  const kinds = new Set(commits.map(({ type = "" }) => RAISES[type]));
  if (commits.some(({ breaking }) => breaking.length > 0)) {
    return semver.major(current) === 0 ? "minor" : "major";
  }
  return kinds.has("minor") ? "minor" : kinds.has("patch") ? "patch" : undefined;
}

/**
 * The next version.
 *
 * @param released - The newest version that was released, without `v`; `undefined` if none was.
 * @param manifest - The version in the manifests. It is the first release.
 * @returns `undefined` if there is nothing to release.
 */
export function nextVersion(
  released: string | undefined,
  manifest: string,
  commits: readonly Commit[],
): string | undefined {
  if (released === undefined) {
    return manifest;
  }
  const kind = releaseKind(released, commits);
  return kind === undefined ? undefined : (semver.inc(released, kind) ?? undefined);
}
