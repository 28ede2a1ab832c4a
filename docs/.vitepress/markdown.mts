/** What the site makes of Markdown that a code host shows as it is. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { unpublishedPage } from "../../tools/release/first-release";

/** A picture with a source for dark mode. It follows the system; on the site, there is a switch. */
const PICTURE =
  /<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)"\s*\/?>\s*<img ([^>]*?)src="([^"]+)"([^>]*?)\/?>\s*<\/picture>/g;

/** Search engines cut longer descriptions. */
const LONGEST_DESCRIPTION = 160;

/** Adds the rules to VitePress's renderer. */
export function siteMarkdown(markdown: MarkdownRenderer): void {
  leaveOutLaterTexts(markdown);
  describePages(markdown);
  groupCode(markdown);
  dropEmptyHeaders(markdown);
  wrapTables(markdown);
  followSwitch(markdown);
}

/** What a page says since the first release is a comment until then. */
function leaveOutLaterTexts(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before("normalize", "later-texts", (state) => {
    state.src = unpublishedPage(state.src);
  });
}

/** Search engines and previews of links show how a page begins. A page that begins with sections is described by their names. */
function describePages(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("describe-pages", ({ tokens, env }) => {
    const { frontmatter } = env as { frontmatter?: Record<string, unknown> };
    const texts = tokens.flatMap(({ type, children }, at) =>
      type === "inline" ? [{ tag: tokens[at - 1]?.tag ?? "", text: plain(children ?? []) }] : [],
    );
    const [title, ...rest] = texts.filter(({ text }) => text !== "");
    if (frontmatter === undefined || title === undefined) {
      return;
    }
    const first = rest.find(({ tag }) => tag === "p" || tag === "h2");
    const sections = rest.filter(({ tag }) => tag === "h2").map(({ text }) => text);
    frontmatter.description ??= shortened(
      first === undefined || first.tag === "h2"
        ? `${title.text}: ${sections.join(", ")}`
        : first.text.replace(/:$/, "."),
    );
  });
}

function plain(tokens: readonly { readonly type: string; readonly content: string }[]): string {
  return tokens
    .map(({ type, content }) =>
      type === "text" || type === "code_inline" ? content : type === "softbreak" ? " " : "",
    )
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

/** The whole sentences that fit in a description, or the words of the first one that do. */
function shortened(text: string): string {
  if (text.length <= LONGEST_DESCRIPTION) {
    return text;
  }
  const fitting = text.slice(0, LONGEST_DESCRIPTION);
  const sentences = /^.*[.!?](?= )/.exec(fitting)?.[0];
  return sentences ?? `${fitting.slice(0, fitting.lastIndexOf(" ", LONGEST_DESCRIPTION - 2))} …`;
}

/** Code blocks one after the other, each with a title in brackets, become tabs: ```` ```ts [TypeScript] ````. */
function groupCode(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("group-code", (state) => {
    const isTab = (at: number): boolean => {
      const token = state.tokens[at];
      return token?.type === "fence" && token.level === 0 && /\[.+\]/.test(token.info);
    };
    const { tokens } = state;
    state.tokens = tokens.flatMap((token, at) => {
      if (!isTab(at) || (!isTab(at - 1) && !isTab(at + 1))) {
        return [token];
      }
      const open = new state.Token("container_code-group_open", "div", 1);
      const close = new state.Token("container_code-group_close", "div", -1);
      open.info = "code-group";
      return [...(isTab(at - 1) ? [] : [open]), token, ...(isTab(at + 1) ? [] : [close])];
    });
  });
}

/** Markdown has no table without a header, so some pages leave the header's cells empty. */
function dropEmptyHeaders(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("drop-empty-headers", (state) => {
    const { tokens } = state;
    const isEmpty = (from: number): boolean => {
      const to = tokens.findIndex(({ type }, at) => at > from && type === "thead_close");
      return tokens.slice(from, to).every(({ type, content }) => type !== "inline" || content.trim() === "");
    };
    let isDropped = false;
    state.tokens = tokens.filter(({ type }, at) => {
      isDropped ||= type === "thead_open" && isEmpty(at);
      const isKept = !isDropped;
      isDropped &&= type !== "thead_close";
      return isKept;
    });
  });
}

/** A region that scrolls must be reachable by keyboard, and have a name. */
function wrapTables(markdown: MarkdownRenderer): void {
  markdown.renderer.rules.table_open = (tokens, at) => {
    const heading = tokens.slice(0, at).findLastIndex(({ type }) => type === "heading_open");
    const about = tokens[heading + 1]?.content.replace(/[`*_]/g, "") ?? "";
    const earlier = tokens.slice(heading + 1, at).filter(({ type }) => type === "table_open").length;
    const label = markdown.utils.escapeHtml(`Table ${earlier + 1} of ${about}`);
    return `<div class="table-scroll" role="region" tabindex="0" aria-label="${label}"><table>\n`;
  };
  markdown.renderer.rules.table_close = () => "</table></div>\n";
}

function followSwitch(markdown: MarkdownRenderer): void {
  const relative = (file: string): string => (/^(?:\.|\/|[a-z]+:)/.test(file) ? file : `./${file}`);
  const { html_block: block } = markdown.renderer.rules;
  markdown.renderer.rules.html_block = (tokens, at, options, env, self) => {
    const { realPath, path: place } = env as { realPath?: string; path: string };
    return (block?.(tokens, at, options, env, self) ?? "").replace(
      PICTURE,
      (_, dark: string, before: string, light: string, after: string) =>
        `<figure class="diagram" tabindex="0"${readableWidth(path.resolve(path.dirname(realPath ?? place), light))}>` +
        `<img class="only-light" ${before}src="${relative(light)}"${after}>` +
        `<img class="only-dark" ${before}src="${relative(dark)}"${after}></figure>`,
    );
  };
}

/** How narrow a diagram may get on a phone until it scrolls: the text of a diagram at about half its size can still be read. */
function readableWidth(file: string): string {
  const points = file.endsWith(".svg")
    ? /<svg width="(\d+)pt"/.exec(readFileSync(file, "utf8"))?.[1]
    : undefined;
  return points === undefined ? "" : ` style="--readable: ${Math.floor((Number(points) * 4 * 0.54) / 3)}px"`;
}
