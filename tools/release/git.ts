/** What a release reads from git. */
import { execa } from "execa";
import semver from "semver";
import { type Commit, LOG_FORMAT, parseCommits } from "./commits";

/** The newest release whose tag the checked-out commit contains, without `v`; `undefined` if there is none. */
export async function lastRelease(root: string, before?: string): Promise<string | undefined> {
  const { stdout } = await execa("git", ["tag", "--merged", "HEAD", "--list", "v*"], { cwd: root });
  const versions = stdout
    .split("\n")
    .map((tag) => tag.replace(/^v/, ""))
    .filter((version) => semver.valid(version) !== null && version !== before);
  return semver.rsort(versions)[0];
}

/** The commits since a release, the newest first; all of them without one. */
export async function commitsSince(root: string, version: string | undefined): Promise<Commit[]> {
  const range = version === undefined ? ["HEAD"] : [`v${version}..HEAD`];
  const { stdout } = await execa("git", ["log", `--format=${LOG_FORMAT}`, ...range], { cwd: root });
  return parseCommits(stdout);
}

/** All files that git knows, relative to the root. */
export async function trackedFiles(root: string): Promise<string[]> {
  const { stdout } = await execa("git", ["ls-files", "-z"], { cwd: root });
  return stdout.split("\0").filter((file) => file !== "");
}
