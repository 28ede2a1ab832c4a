/** The project's addresses. Both are `undefined` until the project is published; nothing else holds them. */
export const PROJECT: { readonly repository: string | undefined; readonly site: string | undefined } = {
  /** The repository's page on its code host, without a slash at the end. */
  repository: undefined,
  /** The root of the published manual, without a slash at the end. */
  site: undefined,
};
