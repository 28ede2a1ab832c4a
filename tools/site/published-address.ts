/**
 * The address of a page on the published site; `undefined` while the site has none, since an invented one would lead to someone else.
 *
 * @param page - The page's path on the site, with `.md`, such as `how-to/index.md`.
 * @param project - The project's addresses.
 */
export function publishedAddress(
  page: string,
  { site }: { readonly site: string | undefined },
): string | undefined {
  return site === undefined
    ? undefined
    : `${site}/${page.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html")}`;
}
