/** The project's addresses. Both are `undefined` until they are known; nothing else holds them. */
export const PROJECT: { readonly repository: string | undefined; readonly site: string | undefined } = {
  /** The repository's page on its code host, without a slash at the end. */
  repository: undefined,
  /** The root of the published manual, without a slash at the end. */
  site: undefined,
};

/** Whether the registries have the packages. Nothing else says it. */
export const PUBLICATION: { readonly isPublished: boolean } = {
  /** `npm run generate -- release --prepare` makes it `true` for the first release, together with the pages: see tools/release/first-release.ts. */
  isPublished: false,
};
