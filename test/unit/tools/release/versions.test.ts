/** What `npm run generate -- release --prepare` writes into a copy of this checkout. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT } from "../../../../messages";
import manifest from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { copyCheckout } from "../../../../tools/release/checkout";
import { publishedPage } from "../../../../tools/release/first-release";
import { trackedFiles } from "../../../../tools/release/git";
import { writeVersion } from "../../../../tools/release/make-release";
import { isVersionedPage, VERSIONED_FILES } from "../../../../tools/release/versions";

const NEXT = "9.8.7";

describe("the next version in a checkout", function () {
  this.timeout(120_000);
  let copy: string;
  let files: readonly string[];
  const read = async (file: string): Promise<string> => readFile(path.join(copy, file), "utf8");

  before(async () => {
    copy = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-version-")));
    files = await trackedFiles(PROJECT_ROOT);
    await copyCheckout(PROJECT_ROOT, copy);
    await writeVersion(
      {
        root: copy,
        versionedFiles: VERSIONED_FILES,
        makers: [],
        repository: PROJECT.repository,
        date: "2026-11-28",
        isTagged: false,
      },
      { manifest: manifest.version, commits: [] },
      NEXT,
    );
  });

  after(async () => {
    await rm(copy, { recursive: true, force: true });
  });

  it("replaces the former one on every page, apart from those on former versions", async () => {
    const former = new RegExp(String.raw`(?<![\d.])${manifest.version.replaceAll(".", "[.]")}(?![\d]|[.]\d)`);
    const kept: string[] = [];
    for (const file of files.filter((each) => isVersionedPage(each))) {
      const lines = (await read(file)).split("\n");
      kept.push(...lines.filter((line) => former.test(line)).map((line) => `${file}: ${line}`));
    }
    assert.deepEqual(kept, []);
    const stability = await readFile(path.join(PROJECT_ROOT, "docs/reference/stability.md"), "utf8");
    assert.equal(
      await read("docs/reference/stability.md"),
      publishedPage(stability, "docs/reference/stability.md", PROJECT.repository),
    );
  });

  it("is in the names that users copy", async () => {
    const plugin = await read("docs/how-to/install-the-plugin.md");
    for (const expected of [
      `pulumi-resource-azure-to-aws-federation-v${NEXT}-linux-amd64.tar.gz`,
      `{ source: azure-to-aws-federation, version: ${NEXT} }`,
      `azure-to-aws-plugin.git", version: ${NEXT} }`,
      `git commit --message "Version ${NEXT}" && git tag v${NEXT}`,
      `git push origin HEAD v${NEXT}`,
    ]) {
      assert.ok(plugin.includes(expected), expected);
    }
    const languages = await read("docs/how-to/other-languages.md");
    assert.ok(languages.includes(`sdk/go@v${NEXT}`));
  });

  it("is in the schema, which is generated anew", async () => {
    assert.equal((JSON.parse(await read("schema.json")) as { version: string }).version, NEXT);
    assert.deepEqual(
      VERSIONED_FILES.flatMap(({ file, script }) => (script === undefined ? [] : [[file, script]])),
      [["schema.json", "generate -- schema"]],
    );
  });
});
