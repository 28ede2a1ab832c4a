import { cp } from "node:fs/promises";
import path from "node:path";
import GithubSlugger from "github-slugger";
import { type DefaultTheme, defineConfig } from "vitepress";
import { PROJECT } from "../../messages/project";
import { repositoryLinks } from "./links.mts";
import { writeRedirects } from "./redirects.mts";
import { pages, REPOSITORY, titleOf } from "./pages.mts";

const files = pages();
const VUE = path.join(REPOSITORY, "docs/node_modules/vue");

/** The four kinds of page, and those for contributors, with the pages that come first. The rest follow by title. */
const SECTIONS: readonly (readonly [text: string, prefix: string, first: readonly string[]])[] = [
  ["Tutorials", "docs/tutorials/", ["lab.md", "first-run.md"]],
  ["How-to guides", "docs/how-to/", []],
  ["Reference", "docs/reference/", ["component.md", "arguments.md", "command-line.md", "errors.md"]],
  ["Rules of the policy pack", "docs/reference/rules/", ["README.md"]],
  ["Explanation", "docs/explanation/", []],
  ["Examples", "examples/", ["README.md"]],
  ["Project", "", ["README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md"]],
  ["For contributors", "docs/", []],
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
        .map((file) => ({ file, text: titleOf(file) }))
        .sort((a, b) => place(a.file) - place(b.file) || a.text.localeCompare(b.text, "en"));
      return [text, sorted.map((page) => ({ text: page.text, link: link(page.file) }))] as const;
    }),
  );
  return SECTIONS.map(([text]) => ({ text, collapsed: true, items: items.get(text) ?? [] })).filter(
    ({ items }) => items.length > 0,
  );
}

function link(file: string): string {
  return `/${(files[file] ?? "").replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}`;
}

export default defineConfig({
  title: "Azure to AWS federation",
  description: "Keyless access from Azure workloads to AWS: one Pulumi component, and a policy pack.",
  lang: "en-US",
  srcDir: "..",
  srcExclude: [
    "**/node_modules/**",
    "**/dist/**",
    "**/bin/**",
    "{cli,components,credential-helper,lab,messages,policy-sources,policypack,templates,test,tools,trust}/**",
  ],
  rewrites: files,
  cleanUrls: false,
  // Pages outside docs/ find no Vue in the folders above them.
  vite: {
    resolve: {
      alias: [
        { find: /^vue\/server-renderer$/, replacement: `${VUE}/server-renderer/index.mjs` },
        { find: /^vue$/, replacement: `${VUE}/dist/vue.runtime.esm-bundler.js` },
      ],
    },
  },
  markdown: {
    anchor: { slugify: (text) => new GithubSlugger().slug(text) },
    config: repositoryLinks,
  },
  buildEnd: async ({ outDir }) => {
    await cp(
      path.join(REPOSITORY, "docs/reference/permissions"),
      path.join(outDir, "reference/permissions"),
      { recursive: true },
    );
    await writeRedirects(outDir);
  },
  themeConfig: {
    search: { provider: "local" },
    outline: { level: [2, 3] },
    nav: [
      { text: "Tutorials", link: "/tutorials/first-run" },
      { text: "How-to", link: "/how-to/roll-out-the-pack" },
      { text: "Reference", link: "/reference/component" },
      { text: "Errors", link: "/reference/errors" },
    ],
    sidebar: sidebar(),
    ...(PROJECT.repository === undefined
      ? {}
      : { socialLinks: [{ icon: "github", link: PROJECT.repository }] }),
  },
});
