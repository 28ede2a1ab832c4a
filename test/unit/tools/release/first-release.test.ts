/** What pages say about registries before the first release and since. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PUBLICATION } from "../../../../messages";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { copyCheckout } from "../../../../tools/release/checkout";
import {
  isPage,
  isPublished,
  publishedPage,
  publishedState,
  STATE_FILE,
  unpublishedPage,
} from "../../../../tools/release/first-release";
import { trackedFiles } from "../../../../tools/release/git";

const REPOSITORY = "https://github.com/acme/app";

const PAGE = `# Install

<!-- until the first release -->

Build it.

<!-- since the first release

Get it from OWNER/REPOSITORY:

\`\`\`sh
npm install it
\`\`\`

-->

<!-- until the first release -->

Nothing is published yet.

<!-- since the first release -->

OWNER/REPOSITORY is a name.
`;

/** What only the pages of a published project say: that a registry has its packages. */
const PROMISES = [
  /npm install (?:--save-dev )?@azure-to-aws\//,
  /pip install azure_to_aws_federation$/m,
  /npmjs\.com\/package\/@azure-to-aws/,
  /pypi\.org\/project\/azure/,
  /pkg\.go\.dev\/\S*sdk\/go/,
  /--server github:/,
];

/** Where a checkout has the packages. Contributors build them also afterwards. */
const BUILT = /dist\/(?:packages|plugins|sdks)/;

/** What only the pages of an unpublished project say. */
const DENIALS = [
  /registry yet/,
  /published yet/,
  /They are not there yet/,
  /never been compiled/,
  /Nobody has run that workflow/,
  /azure-to-aws[\w{},-]*-\d+\.\d+\.\d+\.tgz/,
  BUILT,
  /No page has one yet/,
  /This workflow has not run yet/,
  /(?:until|since) the first release(?: -->)?$/m,
];

describe("the first release on a page", () => {
  it("takes the second text of each pair, with the repository's name in it", () => {
    const expected =
      "# Install\n\nGet it from acme/app:\n\n```sh\nnpm install it\n```\n\nOWNER/REPOSITORY is a name.\n";
    assert.equal(publishedPage(PAGE, "a.md", REPOSITORY), expected);
    assert.equal(publishedPage(expected, "a.md", REPOSITORY), expected);
    const unnamed = expected.replace("acme/app", "OWNER/REPOSITORY");
    assert.equal(publishedPage(PAGE, "a.md", undefined), unnamed);
    assert.equal(publishedPage(PAGE, "a.md", "https://git.example.com/acme/app"), unnamed);
  });

  it("leaves the first text of each pair before", () => {
    assert.equal(
      unpublishedPage(PAGE),
      "# Install\n\nBuild it.\n\nNothing is published yet.\n\nOWNER/REPOSITORY is a name.\n",
    );
  });

  for (const marker of ["<!-- until the first release -->", "<!-- since the first release"]) {
    it(`refuses ${marker} alone`, () => {
      assert.throws(() => publishedPage(`${marker}\n\na\n`, "a.md", undefined), {
        message: `a.md: "${marker}" without its counterpart. Expected <!-- until the first release -->, then <!-- since the first release, and then --> in lines of their own`,
      });
    });
  }

  it("is on every page but those that speak of the past, and those of tests", () => {
    const files = [
      "README.md",
      "docs/reference/stability.md",
      "CHANGELOG.md",
      "docs/decisions/README.md",
      "test/README.md",
      "messages/project.ts",
    ];
    assert.deepEqual(files.filter(isPage), files.slice(0, 2));
  });

  it("changes the state, and refuses one that says nothing", async () => {
    const state = await readFile(path.join(PROJECT_ROOT, STATE_FILE), "utf8");
    assert.equal(isPublished(state), PUBLICATION.isPublished);
    assert.equal(isPublished(publishedState(state)), true);
    assert.equal(publishedState(state), state.replace("  isPublished: false,\n", "  isPublished: true,\n"));
    assert.throws(() => isPublished("export const PROJECT = {};"), {
      message: /^messages\/project\.ts: no line /,
    });
  });
});

describe("the pages of this project", function () {
  this.timeout(60_000);
  let pages: readonly { readonly file: string; readonly text: string }[] = [];
  const since = () => pages.map(({ file, text }) => ({ file, text: publishedPage(text, file, undefined) }));
  const found = (texts: typeof pages, patterns: readonly RegExp[]): string[] =>
    texts.flatMap(({ file, text }) =>
      patterns
        .filter((pattern) => pattern.test(text) && !(file === "CONTRIBUTING.md" && pattern === BUILT))
        .map((pattern) => `${file}: ${pattern.source}`),
    );

  before(async () => {
    const files = (await trackedFiles(PROJECT_ROOT)).filter(isPage);
    pages = await Promise.all(
      files.map(async (file) => ({ file, text: await readFile(path.join(PROJECT_ROOT, file), "utf8") })),
    );
    assert.ok(pages.length > 50);
  });

  it("promise no registry before the first release, and each says how to do without", function () {
    if (PUBLICATION.isPublished) {
      this.skip();
    }
    const shown = pages.map(({ file, text }) => ({ file, text: unpublishedPage(text) }));
    assert.deepEqual(found(shown, PROMISES), []);
    for (const pattern of DENIALS.slice(0, -1)) {
      assert.notDeepEqual(found(shown, [pattern]), [], pattern.source);
    }
  });

  it("name the registries since then, and none says that something is not there yet", () => {
    assert.deepEqual(found(since(), DENIALS), []);
    for (const pattern of PROMISES) {
      assert.notDeepEqual(found(since(), [pattern]), [], pattern.source);
    }
  });

  it("pass the formatter since then, as they do before", async () => {
    const changed = since().filter(({ text }, index) => text !== pages[index]?.text);
    assert.equal(changed.length > 0, !PUBLICATION.isPublished);
    const { format, resolveConfig } = await import("prettier");
    for (const { file, text } of changed) {
      const filepath = path.join(PROJECT_ROOT, file);
      assert.equal(await format(text, { ...(await resolveConfig(filepath)), filepath }), text, file);
    }
  });

  it("have every heading of a link within the page since then", () => {
    for (const { file, text } of since()) {
      const prose = text.replace(/^```[^]*?^```/gm, "");
      const headings = new Set(
        [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
          title
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\s_-]/gu, "")
            .replaceAll(" ", "-"),
        ),
      );
      const anchors = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, anchor = ""]) => anchor);
      const missing = [...prose.matchAll(/\]\(#([^)]+)\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !headings.has(target) && !anchors.includes(target));
      assert.deepEqual(missing, [], file);
    }
  });
});

describe("npm run generate -- release --prepare, before the first release", function () {
  this.timeout(120_000);
  let copy = "";
  const git = async (...args: readonly string[]): Promise<string> => {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    return (await execa("git", [...identity, ...args], { cwd: copy })).stdout;
  };
  const read = async (file: string): Promise<string> => readFile(path.join(copy, file), "utf8");
  const prepare = async () =>
    execa("npm", ["run", "--silent", "generate", "--", "release", "--prepare"], { cwd: copy, reject: false });

  before(async function () {
    if (PUBLICATION.isPublished) {
      this.skip();
    }
    copy = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-first-release-")));
    await copyCheckout(PROJECT_ROOT, copy);
    await git("init", "--quiet");
    const state = await read(STATE_FILE);
    await writeFile(
      path.join(copy, STATE_FILE),
      state.replaceAll(/^( {2}(?:repository|site): ).*,$/gm, "$1undefined,"),
    );
    await git("add", ".");
    await git("commit", "--quiet", "--message", "feat: everything");
  });

  after(async () => {
    if (copy !== "") {
      await rm(copy, { recursive: true, force: true });
    }
  });

  it("is refused without the addresses, which the pages get", async () => {
    const { exitCode, stderr } = await prepare();
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      "release: messages/project.ts: expected the addresses of the repository and the site, which the first release writes on the pages. docs/maintaining/first-release.md says how to set them",
    );
    assert.equal(await git("status", "--porcelain"), "");
  });

  it("makes the project a published one everywhere, and changes nothing the second time", async () => {
    const state = (await read(STATE_FILE))
      .replace("repository: undefined", `repository: "${REPOSITORY}"`)
      .replace("site: undefined", 'site: "https://acme.example"');
    await writeFile(path.join(copy, STATE_FILE), state);
    await git("commit", "--quiet", "--all", "--message", "feat: addresses");
    const { exitCode, stdout, stderr } = await prepare();
    assert.equal(exitCode, 0, stderr);
    assert.match(
      stdout,
      /^Files that name the registries from now on:\n {2}messages\/project\.ts\n {2}CONTRIBUTING\.md\n {2}README\.md\n/m,
    );
    assert.equal(await read(STATE_FILE), state.replace("isPublished: false", "isPublished: true"));
    const columns = (text: string): string => text.replace(/-{3,}/g, "---").replace(/ +/g, " ");
    for (const file of (await trackedFiles(copy)).filter(isPage)) {
      const before = await readFile(path.join(PROJECT_ROOT, file), "utf8");
      assert.equal(columns(await read(file)), columns(publishedPage(before, file, REPOSITORY)), file);
    }
    const changed = (await git("diff", "--name-only")).split("\n");
    await execa("npx", ["--no", "--", "prettier", "--check", ...changed], { cwd: copy });
    assert.ok(
      (await read("docs/how-to/install-the-plugin.md")).includes(
        "--server github://api.github.com/acme/app\n",
      ),
    );
    await git("commit", "--quiet", "--all", "--message", "build: release");
    const again = await prepare();
    assert.doesNotMatch(again.stdout, /Files that name the registries/);
    assert.equal(await git("status", "--porcelain"), "");
  });
});
