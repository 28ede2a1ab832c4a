import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { products } from "../../../tools/products/products";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { copyCheckout } from "../../../tools/release/checkout";

/** The files of a checkout as they are. */
async function madeIn(root: string, files: readonly string[]): Promise<Record<string, string>> {
  const texts = files.map(async (file) => [file, await readFile(path.join(root, file), "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

describe("the generated files that the build makes", function () {
  this.timeout(60_000);
  let made: Readonly<Record<string, string>>;

  before(async () => {
    made = await products();
  });

  it("are current; if this fails, run `npm run build`", async () => {
    assert.deepEqual(await madeIn(PROJECT_ROOT, Object.keys(made)), made);
  });

  it("are not in git, which ignores them", async () => {
    const files = Object.keys(made);
    const git = async (...args: string[]) => (await execa("git", args, { cwd: PROJECT_ROOT })).stdout;
    assert.equal(await git("ls-files", "--", ...files), "");
    assert.deepEqual((await git("check-ignore", "--", ...files)).split("\n"), files);
  });

  it("are made in a checkout that has none of them", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "products-"));
    try {
      await copyCheckout(PROJECT_ROOT, folder);
      await execa("npm", ["run", "--silent", "generate", "--", "products"], { cwd: folder });
      assert.deepEqual(await madeIn(folder, Object.keys(made)), made);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("start the build and the type check, which need one of them", async () => {
    const { scripts } = JSON.parse(await readFile(path.join(PROJECT_ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const script of ["build", "watch", "lint", "docs"]) {
      assert.match(
        scripts[script] ?? "",
        /^node -r \.\/tools\/typescript\/register\.cjs tools\/products\/write-products\.ts && /,
        script,
      );
    }
  });
});
