/**
 * The pages that the Pulumi Registry reads from this repository, and the schema that it reads beside them, against the
 * rules of pulumi/registry as of August 2026. Each test names the file of that repository with its rule. What only a
 * published package can meet (a release, packages that can be downloaded, a name in publisher-names.json) is not tested.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Configuration } from "markdownlint";
import semver from "semver";
import { parse } from "yaml";
import { PROJECT, PUBLICATION } from "../../../messages";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { publishedPage, unpublishedPage } from "../../../tools/release/first-release";
import { LANGUAGES } from "../../../tools/schema/languages";
import { renderRegistryPage } from "../../../tools/schema/registry-page";
import { committedSchema } from "../tools/schema/committed-schema";

const INDEX = "docs/_index.md";
const INSTALLATION = "docs/installation-configuration.md";

/** scripts/lint/lint-markdown.js: markdownFileOpts, all rules but these. */
const OFF = [
  ..."MD004 MD007 MD009 MD010 MD012 MD013 MD014 MD022 MD023 MD024 MD026 MD028 MD031 MD032 MD033 MD034".split(
    " ",
  ),
  ..."MD036 MD040 MD045 MD046 MD047 MD055 MD058 MD059 MD060".split(" "),
];

/** scripts/lint/lint-markdown.js: indexFileOpts turns these off too, for packages' first pages. */
const OFF_FOR_INDEX = ["MD001", "MD025", "MD029", "MD038"];

/** scripts/ci/community-package/doc_lint.py: _PATTERNS, what breaks where the Registry shows a page. */
const BREAKS = {
  "relative image": /<img[^>]+src=["'](\.|\/|[^hH])|!\[[^\]]*\]\((\.|\/)/,
  "relative link in HTML": /<a[^>]+href="(\.|\/)/,
  "link to a file with .md": /\]\((?!https?:\/\/)[^)]*\.md[)#]/,
};

/** tools/resourcedocsgen/pkg/lookup.go: CategoryNameMap. */
const CATEGORIES = ["cloud", "database", "infrastructure", "monitoring", "network", "utility", "vcs"];

const read = (file: string) => readFile(path.join(PROJECT_ROOT, file), "utf8");

/** The front matter of a page, and the text after it. */
function parted(page: string): { front: Record<string, unknown>; body: string } {
  const match = /^---\n(.*?)^---\n(.*)$/ms.exec(page);
  assert.ok(match);
  return { front: parse(match[1] ?? "") as Record<string, unknown>, body: match[2] ?? "" };
}

async function lintProblems(content: string, off: readonly string[]): Promise<string[]> {
  const { lint } = await import("markdownlint/promise");
  const config: Configuration = Object.fromEntries(off.map((rule) => [rule, false]));
  const { page = [] } = await lint({ strings: { page: content }, config });
  return page.map(({ lineNumber, ruleNames }) => `${lineNumber} ${ruleNames[0] ?? ""}`);
}

function breaks(content: string): string[] {
  return content
    .split("\n")
    .flatMap((line) =>
      Object.entries(BREAKS).flatMap(([kind, pattern]) => (pattern.test(line) ? [kind] : [])),
    );
}

describe("the pages for the Pulumi Registry", () => {
  for (const file of [INDEX, INSTALLATION]) {
    describe(file, () => {
      let page = "";
      before(async () => {
        page = await read(file);
      });

      // tools/resourcedocsgen/cmd/metadata.go: "expected file %s to start with YAML front-matter".
      // scripts/lint/lint-markdown.js, checkPageTitle and checkPageMetaDescription: texts that are not empty. They name 60
      // characters for a title and only in a comment; longer descriptions are cut by search engines.
      it("begins with front matter that has a title, a description, and the layout of a package", () => {
        assert.ok(page.startsWith("---\n"));
        const { front } = parted(page);
        assert.deepEqual(Object.keys(front), ["title", "meta_desc", "layout"]);
        assert.equal(front.layout, "package");
        assert.ok(typeof front.title === "string" && front.title.trim() !== "" && front.title.length <= 60);
        assert.ok(typeof front.meta_desc === "string" && front.meta_desc.trim() !== "");
        assert.ok(front.meta_desc.length <= 160, `${front.meta_desc.length} characters`);
      });

      // The layout shows the title of the front matter as the first heading.
      it("has no first heading of its own", () => {
        assert.doesNotMatch(parted(page).body.replaceAll(/^```.*?^```$/gms, ""), /^# /m);
      });

      it("passes the Registry's markdownlint", async () => {
        const off = file === INDEX ? [...OFF, ...OFF_FOR_INDEX] : OFF;
        assert.deepEqual(await lintProblems(page, off), []);
        assert.deepEqual(await lintProblems(page.replace("## ", "##"), off), [
          `${page.split("\n").findIndex((line) => line.startsWith("## ")) + 1} MD018`,
        ]);
      });

      it("has nothing that breaks where it is shown", () => {
        assert.deepEqual(breaks(page), []);
      });

      // scripts/lint/check-shortcode-delimiters.js: a space in a delimiter aborts the build of the whole site.
      it("has shortcodes without a space in their delimiters, and closes each", () => {
        assert.doesNotMatch(page, /\{\{[\t\p{Zs}]+[<%]/u);
        const names = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, name]) => name);
        const opened = names(/\{\{[<%] (\w+)/g);
        assert.deepEqual(opened.sort(), names(/\{\{[<%] \/(\w+)/g).sort());
        assert.equal(opened.length, file === INDEX ? 7 : 0);
      });
    });
  }

  it("would be refused with each thing that breaks a page", () => {
    assert.deepEqual(breaks("![logo](./logo.svg)"), ["relative image"]);
    assert.deepEqual(breaks("<img src='logo.svg'>"), ["relative image"]);
    assert.deepEqual(breaks('<a href="/x">x</a>'), ["relative link in HTML"]);
    assert.deepEqual(breaks("[x](how-to/README.md#y)"), ["link to a file with .md"]);
  });

  // docs/adding-a-new-package.md: a minimal example in every supported language, and what the package does.
  it("has the schema's example in every language on the first page", async () => {
    assert.equal(await read(INDEX), renderRegistryPage(committedSchema()));
  });

  // docs/adding-a-new-package.md: links to the published SDK in each language, and the command for the plugin.
  for (const isPublished of [false, true]) {
    const when = isPublished
      ? "with a link since the first release"
      : "without a link until the first release";
    it(`names the package of each language, ${when}`, async function () {
      if (PUBLICATION.isPublished && !isPublished) {
        this.skip();
      }
      const text = await read(INSTALLATION);
      const page = isPublished
        ? publishedPage(text, INSTALLATION, PROJECT.repository)
        : unpublishedPage(text);
      const { nodejs, python, go } = LANGUAGES;
      for (const name of [nodejs.packageName, python.packageName, go.modulePath, "AzureToAws.Federation"]) {
        assert.ok(page.includes(`\`${name}\``), name);
      }
      assert.match(page, /^pulumi plugin install resource azure-to-aws-federation \S+ --server \S/m);
      const links = ["https://www.npmjs.com/package/", "https://pypi.org/project/", "https://pkg.go.dev/"];
      assert.deepEqual(
        links.filter((link) => page.includes(link)),
        isPublished ? links : [],
      );
      assert.equal(page.includes("None of these packages is published yet."), !isPublished);
      assert.deepEqual([await lintProblems(page, OFF), breaks(page)], [[], []]);
    });
  }

  // tools/resourcedocsgen/cmd/metadata.go, writePackageMetadata and getCategoryFromKeywords.
  it("come with a schema that has a name, a version, a publisher, one category, and the kind of a component", () => {
    const { name, version, publisher, keywords, displayName, description } = committedSchema();
    assert.equal(name, "azure-to-aws-federation");
    assert.equal(semver.valid(version), version);
    assert.ok(publisher !== "" && displayName !== "" && description !== "");
    const tags = (kind: string) => keywords.filter((keyword) => keyword.startsWith(`${kind}/`));
    assert.deepEqual(tags("kind"), ["kind/component"]);
    const [category, ...others] = tags("category");
    assert.deepEqual(others, []);
    assert.ok(CATEGORIES.includes(category?.replace("category/", "") ?? ""), category);
  });

  // scripts/ci/community-package/sdk_install_probe.py: SAFE_NAME and SAFE_VERSION, which commands are made of.
  it("come with names that the Registry's probes take", () => {
    const { name, version } = committedSchema();
    for (const text of [
      name,
      LANGUAGES.nodejs.packageName,
      LANGUAGES.python.packageName,
      LANGUAGES.go.importBasePath,
    ]) {
      assert.match(text, /^[A-Za-z0-9._@/-]+$/);
    }
    assert.match(`v${version}`, /^[A-Za-z0-9._+-]+$/);
  });

  // docs/adding-a-new-package.md: "The registry renders a valid logo". It is shown on any page, so it loads nothing.
  it("come with a logo that is a drawing of its own, without scripts and without other files", async () => {
    const logo = await read("docs/logo.svg");
    assert.match(logo, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 128 128" role="img"/);
    assert.doesNotMatch(logo, /<script|<image|<use|href|url\(|on\w+=|@import/i);
    assert.ok(logo.length < 2000);
  });
});
