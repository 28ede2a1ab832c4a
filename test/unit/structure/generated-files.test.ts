/** Which generated files in git a review folds. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { trackedFiles } from "../../../tools/release/git";

/** The first lines of a generated file in TypeScript or Markdown. */
const GENERATED = /^(?:\/\*\*|<!--) (?:Generated|Written) (?:from|by) /m;

/** The files in git that `.gitattributes` marks. */
async function markedFiles(files: readonly string[]): Promise<string[]> {
  const { stdout } = await execa("git", ["check-attr", "-z", "--stdin", "linguist-generated"], {
    cwd: PROJECT_ROOT,
    input: files.join("\0"),
  });
  const fields = stdout.split("\0");
  return fields.filter((_, index) => index % 3 === 0 && fields[index + 2] === "set");
}

describe(".gitattributes", () => {
  it("marks each file whose first lines say that it is generated, and no other page or source", async () => {
    const pages = (await trackedFiles(PROJECT_ROOT)).filter((file) => /\.(?:md|ts)$/.test(file));
    const generated = pages.filter((file) => {
      const head = readFileSync(path.join(PROJECT_ROOT, file), "utf8").split("\n").slice(0, 5).join("\n");
      return GENERATED.test(head);
    });
    // The Pulumi Registry's page begins with its metadata.
    assert.deepEqual(await markedFiles(pages), ["docs/_index.md", ...generated].sort());
  });

  it("names no file that is gone", async () => {
    const lines = readFileSync(path.join(PROJECT_ROOT, ".gitattributes"), "utf8").trimEnd().split("\n");
    for (const line of lines.filter((each) => !each.startsWith("#"))) {
      const [pattern = ""] = line.split(" ");
      const glob = `:(glob)${pattern.startsWith("/") ? pattern.slice(1) : `**/${pattern}`}`;
      const { stdout } = await execa("git", ["ls-files", "--", glob], { cwd: PROJECT_ROOT });
      assert.notEqual(stdout, "", pattern);
    }
  });
});
