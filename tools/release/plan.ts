import type { Commit } from "./commits";
import type { Maker } from "./makers";
import { releaseKind } from "./next-version";

/** What a release would do. */
export interface ReleasePlan {
  /** The newest released version; `undefined` before the first release. */
  readonly released: string | undefined;
  /** The version in the manifests. */
  readonly manifest: string;
  /** The version to release; `undefined` if there is nothing to release. */
  readonly version: string | undefined;
  readonly commits: readonly Commit[];
  /** Files that get another version. */
  readonly changed: readonly string[];
  /** Files that say from now on that the project is published. Only the first release has any. */
  readonly published: readonly string[];
  readonly makers: readonly Maker[];
}

/** The plan as text. It is printed before anything is written. */
export function renderPlan({
  released,
  manifest,
  version,
  commits,
  changed,
  published,
  makers,
}: ReleasePlan): string {
  const breaking = commits.filter((commit) => commit.breaking.length > 0).length;
  const count = (type: string): number => commits.filter((commit) => commit.type === type).length;
  const kind = released === undefined ? "the first release" : (releaseKind(released, commits) ?? "none");
  return [
    `Last release:  ${released ?? "none"}`,
    `Manifests:     ${manifest}`,
    `Commits since: ${commits.length} (${breaking} breaking, ${count("feat")} feat, ${count("fix")} fix, ${count("perf")} perf)`,
    `Next release:  ${version === undefined ? "nothing to release" : `${version} (${kind})`}`,
    ...(version === undefined
      ? []
      : [
          "Files with another version:",
          ...(changed.length === 0 ? ["  none"] : changed.map((file) => `  ${file}`)),
          ...(published.length === 0
            ? []
            : ["Files that name the registries from now on:", ...published.map((file) => `  ${file}`)]),
          "Makes:",
          ...makers.map(
            ({ makes, script, fills }) =>
              `  ${makes} (npm run ${script}) in ${fills.map(({ to }) => `dist/release/${to}`).join(" and ")}`,
          ),
          "  the software bill of materials (CycloneDX) in dist/release/sbom.cdx.json",
          "  the release notes in dist/release/NOTES.md",
          "  the checksums in dist/release/SHA256SUMS",
        ]),
    "",
  ].join("\n");
}
