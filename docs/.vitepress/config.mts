import { readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import GithubSlugger from "github-slugger";
import { type DefaultTheme, defineConfig } from "vitepress";
import { PROJECT } from "../../messages/project";
import { publishedAddress } from "../../tools/site/published-address";
import { repositoryLinks } from "./links.mts";
import { siteMarkdown } from "./markdown.mts";
import { writeRedirects } from "./redirects.mts";
import { downloads, FOR_THE_REGISTRY, OTHER_WAYS, pages, REPOSITORY, titleOf, WHICH_WAY } from "./pages.mts";
import { INDEX, sectionsOf } from "./search.mts";

const files = pages();

/** Where the site lies on its host, with slashes at both ends. `DOCS_BASE` is for a host other than the published one. */
const BASE = `${process.env.DOCS_BASE ?? (PROJECT.site === undefined ? "" : new URL(PROJECT.site).pathname)}/`
  .replace(/^\/*/, "/")
  .replace(/\/+$/, "/");

const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8")) as {
  version: string;
};

const ICON =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='16' height='32' fill='#1a5fb4'/><rect x='16' width='16' height='32' fill='#e5892b'/><path d='M7 16h16m-6-6 6 6-6 6' fill='none' stroke='#fff' stroke-width='3'/></svg>";

const VUE = path.join(REPOSITORY, "docs/node_modules/vue");

/** VitePress's components that are replaced, as its guide for themes allows. Each of ours says why. */
const REPLACED: Readonly<Record<string, string>> = {
  VPHome: "HomePage",
  VPLocalSearchBox: "SearchBox",
  VPNavBarSearchButton: "SearchButton",
};

/** The four kinds of page, and those for contributors, with the pages that come first. The rest follow by title. */
const SECTIONS: readonly (readonly [text: string, prefix: string, first: readonly string[]])[] = [
  ["Tutorials", "docs/tutorials/", ["the-lab-in-five-minutes.md", "your-own-stack.md", "first-run.md"]],
  ["How-to guides", "docs/how-to/", []],
  ["Reference", "docs/reference/", ["component.md", "arguments.md", "outputs.md", "command-line.md"]],
  ["Errors", "docs/errors/", ["component-arguments.md"]],
  ["Rules of the policy pack", "docs/reference/rules/", []],
  ["Rules of the audit", "docs/reference/audit-rules/", []],
  ["Explanation", "docs/explanation/", ["who-trusts-whom.md"]],
  ["Examples", "examples/", []],
  ["Project", "", ["README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md"]],
  ["For contributors", "docs/", ["architecture.md"]],
  ["For maintainers", "docs/maintaining/", []],
];

function sidebar(): DefaultTheme.SidebarItem[] {
  const taken = new Set<string>(["docs/index.md"]);
  // A folder within another one is listed by itself, so the longest prefix takes its pages first.
  const longestFirst = [...SECTIONS].sort(([, a], [, b]) => b.length - a.length);
  const items = new Map(
    longestFirst.map(([text, prefix, first]) => {
      const mine = Object.keys(files).filter((file) => file.startsWith(prefix) && !taken.has(file));
      mine.forEach((file) => taken.add(file));
      const place = (file: string) => {
        const found = first.indexOf(file.slice(prefix.length));
        return found === -1 ? first.length : found;
      };
      const sorted = mine
        .filter((file) => prefix === "" || file !== `${prefix}README.md`)
        .map((file) => ({ file, text: titleOf(file) }))
        .sort((a, b) => place(a.file) - place(b.file) || a.text.localeCompare(b.text, "en"));
      const item = (page: { readonly file: string; readonly text: string }) => ({
        text: page.text,
        link: link(page.file),
      });
      const other = sorted.filter(({ file }) => OTHER_WAYS.includes(file));
      const own = sorted.filter(({ file }) => !OTHER_WAYS.includes(file) && file !== WHICH_WAY).map(item);
      return [text, other.length === 0 ? own : [...own, otherWays(other.map(item))]] as const;
    }),
  );
  return SECTIONS.map(([text, prefix, [first = ""]]) => ({
    text,
    collapsed: true,
    // Without a link, VitePress nests the button that unfolds a section in a second button.
    link: link(files[`${prefix}README.md`] === undefined ? `${prefix}${first}` : `${prefix}README.md`),
    items: items.get(text) ?? [],
  })).filter(({ items }) => items.length > 0);
}

/** The group of {@link OTHER_WAYS}, below the page that leads to them. */
function otherWays(items: DefaultTheme.SidebarItem[]): DefaultTheme.SidebarItem {
  return {
    text: "Other ways between Azure and AWS",
    collapsed: true,
    link: link(WHICH_WAY),
    items,
  };
}

function link(file: string): string {
  return `/${(files[file] ?? "").replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}`;
}

export default defineConfig({
  title: "Azure to AWS federation",
  description: "Azure workloads use AWS without stored keys: one Pulumi component, a policy pack, and a CLI.",
  lang: "en-US",
  base: BASE,
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }]],
  srcDir: "..",
  srcExclude: [
    "**/node_modules/**",
    "**/dist/**",
    "**/bin/**",
    ...FOR_THE_REGISTRY,
    "{cli,components,credential-helper,lab,messages,policy-sources,policypack,templates,test,tools,trust}/**",
  ],
  rewrites: files,
  cleanUrls: false,
  ...(PROJECT.site === undefined ? {} : { sitemap: { hostname: `${PROJECT.site}/` } }),
  transformHead: ({ pageData }) => {
    const address = pageData.isNotFound ? undefined : publishedAddress(pageData.relativePath, PROJECT);
    return address === undefined ? [] : [["link", { rel: "canonical", href: address }]];
  },
  vite: {
    resolve: {
      alias: [
        ...Object.entries(REPLACED).map(([theirs, ours]) => ({
          find: new RegExp(`^.*/${theirs}\\.vue$`),
          replacement: path.join(import.meta.dirname, `theme/${ours}.vue`),
        })),
        // Pages outside docs/ find no Vue in the folders above them.
        { find: /^vue\/server-renderer$/, replacement: `${VUE}/server-renderer/index.mjs` },
        { find: /^vue$/, replacement: `${VUE}/dist/vue.runtime.esm-bundler.js` },
      ],
    },
  },
  markdown: {
    // Ordinary themes have comments and keywords that are too pale to read.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: (text) => new GithubSlugger().slug(text) },
    config: (markdown) => {
      siteMarkdown(markdown);
      repositoryLinks(markdown);
    },
  },
  buildEnd: async ({ outDir }) => {
    for (const file of downloads()) {
      await cp(path.join(REPOSITORY, file), path.join(outDir, path.relative("docs", file)));
    }
    await writeRedirects(outDir);
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        miniSearch: { options: INDEX, _splitIntoSections: (_page, html) => sectionsOf(html) },
      },
    },
    outline: { level: [2, 3] },
    nav: [
      { text: "Tutorials", link: "/tutorials/", activeMatch: "/tutorials/" },
      { text: "How-to", link: "/how-to/", activeMatch: "/how-to/" },
      { text: "Reference", link: "/reference/", activeMatch: "/reference/(?!errors)" },
      { text: "Explanation", link: "/explanation/", activeMatch: "/explanation/" },
      { text: "Errors", link: "/errors/" },
      { text: `Version ${version}`, link: "/changelog" },
    ],
    sidebar: sidebar(),
    ...(PROJECT.repository === undefined
      ? {}
      : { socialLinks: [{ icon: "github", link: PROJECT.repository }] }),
  },
});
