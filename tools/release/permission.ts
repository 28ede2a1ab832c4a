/**
 * Why a release may not be made here; `undefined` if it may. Only the workflow of a tag makes one: no machine of a person has what
 * signs it, and its files are built from a clean checkout.
 *
 * Source: GitHub, "Variables reference" (`GITHUB_ACTIONS`, `GITHUB_REF_TYPE`, …).
 *
 * @param version - The version in the manifests.
 * @param repository - The project's address, which npm demands for provenance.
 */
export function whyNotHere(
  env: Readonly<NodeJS.ProcessEnv>,
  version: string,
  repository: string | undefined,
): string | undefined {
  if (env.CI !== "true" || env.GITHUB_ACTIONS !== "true") {
    return "Releases are made in CI only. Add --dry-run to make the files without a release";
  }
  if (env.GITHUB_REF_TYPE !== "tag") {
    return `Expected a tag; got ${env.GITHUB_REF_TYPE ?? "no"} ${env.GITHUB_REF_NAME ?? "reference"}. Push the tag v${version}`;
  }
  if (env.GITHUB_REF_NAME !== `v${version}`) {
    return `Expected the tag v${version}, the version of the manifests; got ${env.GITHUB_REF_NAME ?? ""}. Run npm run generate -- release --prepare, and tag its commit`;
  }
  if (repository !== `${env.GITHUB_SERVER_URL ?? ""}/${env.GITHUB_REPOSITORY ?? ""}`) {
    return `messages/project.ts: expected this repository, ${env.GITHUB_SERVER_URL ?? ""}/${env.GITHUB_REPOSITORY ?? ""}; got ${repository ?? "none"}. npm compares it with where a package was built`;
  }
  return undefined;
}
