/** The members of the schema that are addresses. They follow from the project's own, which are not known yet. */
import type { PROJECT } from "../../messages";

/** Addresses of a package in the schema. */
export interface Addresses {
  /** The manual, or the repository if the manual has no address. */
  readonly homepage?: string;
  readonly repository?: string;
  /** `docs/logo.svg` at the version's tag. Generators of SDKs download it. */
  readonly logoUrl?: string;
  /** Where the engine finds the plugin of a version: among the files of a release. */
  readonly pluginDownloadURL?: string;
}

const GITHUB = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)$/;

/**
 * What the schema can say of addresses. Without an address of the project, it says nothing: a made-up one would lead to
 * someone else.
 *
 * Source for `github://`: pulumi/pulumi, sdk/go/common/workspace/plugins.go.
 */
export function addresses({ repository, site }: typeof PROJECT, version: string): Addresses {
  const homepage = site ?? repository;
  const slug = repository === undefined ? undefined : GITHUB.exec(repository)?.[1];
  return {
    ...(homepage === undefined ? {} : { homepage }),
    ...(repository === undefined ? {} : { repository }),
    ...(slug === undefined
      ? {}
      : {
          logoUrl: `https://raw.githubusercontent.com/${slug}/v${version}/docs/logo.svg`,
          pluginDownloadURL: `github://api.github.com/${slug}`,
        }),
  };
}
