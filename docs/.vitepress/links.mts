/**
 * Links of the manual are relative paths of the repository, so that its pages can be read on a code host. On the site, a link to a page
 * gets the page's address; a link to any other file leads to the repository, or is plain text while the repository has no address.
 */
import path from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { PROJECT } from "../../messages/project";
import { addressOf, downloads, isInRepository, REPOSITORY } from "./pages.mts";

/** Adds the rules to VitePress's renderer. */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  // Vue would take two braces in a page's text for an expression.
  const { text, code_inline: code } = markdown.renderer.rules;
  markdown.renderer.rules.text = (...given) => withoutExpressions(text?.(...given) ?? "");
  markdown.renderer.rules.code_inline = (...given) => withoutExpressions(code?.(...given) ?? "");
  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    // The index of the search has the page's own path in `path`; a page has its address there.
    const { realPath, path: place } = env as { realPath?: string; path: string };
    const source = path.relative(REPOSITORY, realPath ?? place);
    for (const { children } of tokens) {
      const opened: boolean[] = [];
      for (const token of children ?? []) {
        if (token.type === "link_open") {
          const href = token.attrGet("href") ?? "";
          const target = targetOf(source, href);
          opened.push(target !== undefined);
          if (target === undefined) {
            token.tag = "span";
            token.attrs = [["title", "in the repository"]];
          } else {
            token.attrSet("href", target);
          }
        } else if (token.type === "link_close" && opened.pop() === false) {
          token.tag = "span";
        }
      }
    }
  });
}

/** Where a link leads on the site; `undefined` for a file of the repository while that has no address. */
function targetOf(source: string, href: string): string | undefined {
  if (href === "" || href.startsWith("#") || /^[a-z]+:/.test(href)) {
    return href;
  }
  const [file = "", fragment] = href.split("#", 2);
  const wanted = path.posix.normalize(path.posix.join(path.posix.dirname(source), decodeURI(file)));
  const suffix = fragment === undefined ? "" : `#${fragment}`;
  const page = [wanted, path.posix.join(wanted, "README.md")]
    .filter(isInRepository)
    .map(addressOf)
    .find((address) => address !== undefined);
  if (page !== undefined) {
    return `/${page.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}${suffix}`;
  }
  if (downloads().includes(wanted)) {
    return `/${wanted.slice("docs/".length)}`;
  }
  if (!isInRepository(wanted)) {
    throw new Error(`${source}: the link ${href} leads to ${wanted}, which does not exist.`);
  }
  return PROJECT.repository === undefined ? undefined : `${PROJECT.repository}/blob/main/${wanted}${suffix}`;
}

function withoutExpressions(html: string): string {
  return html.replace(/\{\{/g, "&#123;&#123;");
}
