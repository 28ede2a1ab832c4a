import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PROJECT } from "../../../../messages";
import { copyFiles, withLinksThatLead } from "../../../../tools/packages/pages";

describe("a page in a package", () => {
  const packed = new Map([
    ["policypack/README.md", "README.md"],
    ["docs/reference/errors.md", "docs/reference/errors.md"],
  ]);
  const NOWHERE = { repository: undefined, site: undefined };
  const readme = (text: string, project: typeof PROJECT = NOWHERE) =>
    withLinksThatLead(text, { from: "policypack/README.md", to: "README.md" }, packed, project);

  it("links to a packed page from its own new place", () => {
    assert.equal(
      readme("See [`errors`](../docs/reference/errors.md#a), or [the folder](../docs/reference/)."),
      "See [`errors`](docs/reference/errors.md#a), or [the folder](docs/reference).",
    );
  });

  it("has the words of a link to a page that is not packed, without the link", () => {
    assert.equal(
      readme("See [the `lab`](../docs/lab.md) and ![a picture](../x.svg)."),
      "See the `lab` and a picture.",
    );
  });

  it("links to the site and the repository as soon as they have addresses", () => {
    assert.equal(
      readme("See [the `lab`](../docs/lab.md#a) and [a file](../x.svg).", {
        repository: "https://github.com/acme/app",
        site: "https://acme.example",
      }),
      "See [the `lab`](https://acme.example/lab.html#a) and [a file](https://github.com/acme/app/blob/HEAD/x.svg).",
    );
  });

  it("keeps addresses, links within itself, and code", () => {
    const text = "[a](https://example.com/x.md) [b](#c) `[d](e.md)`\n\n```md\n[f](g.md)\n```\n";
    assert.equal(readme(text), text);
  });
});

describe("the files of a package", () => {
  let directory = "";
  let root = "";
  let target = "";

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "package-files-"));
    [root, target] = [path.join(directory, "project"), path.join(directory, "package")];
    for (const [file, mode] of [
      ["docs/a.md", 0o664],
      ["docs/a.svg", 0o666],
      ["docs/.env", 0o600],
      ["docs/.cache/x.txt", 0o644],
      ["docs/part/helper.py", 0o700],
      ["docs/part/__pycache__/helper.pyc", 0o644],
      ["docs/decisions/why.txt", 0o644],
      ["docs/decisions.txt", 0o644],
      ["src/README.md", 0o644],
    ] as const) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), file);
      await chmod(path.join(root, file), mode);
    }
    await writeFile(
      path.join(root, "docs/a.md"),
      "<!-- until the first release -->\n\nNow.\n\n<!-- since the first release\n\nLater.\n\n-->\n",
    );
    await copyFiles(
      root,
      target,
      ["docs", { from: "src/README.md", to: "README.md" }],
      ["docs/decisions", "docs/none"],
    );
  });

  after(async () => {
    await rm(directory, { recursive: true });
  });

  it("have no hidden file, no compiled one, and nothing that is left out", async () => {
    const entries = await readdir(target, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    assert.deepEqual(
      files.map(({ parentPath, name }) => path.relative(target, path.join(parentPath, name))).sort(),
      ["README.md", "docs/a.md", "docs/a.svg", "docs/decisions.txt", "docs/part/helper.py"],
    );
  });

  it("are the same on each machine: who may write here says nothing about the package", async () => {
    const mode = async (file: string) => (await stat(path.join(target, file))).mode & 0o777;
    assert.equal(await mode("docs/a.svg"), 0o644);
    assert.equal(await mode("docs/part/helper.py"), 0o755);
  });

  it("say nothing that is true only since the first release", async () => {
    assert.equal(await readFile(path.join(target, "docs/a.md"), "utf8"), "Now.\n");
  });
});
