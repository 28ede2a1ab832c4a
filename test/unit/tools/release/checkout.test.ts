/** The copy of a checkout, in which a release is made. */
import assert from "node:assert/strict";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { copyCheckout } from "../../../../tools/release/checkout";

describe("the copy of a checkout", () => {
  let folder = "";
  let root = "";
  let copy = "";

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-checkout-")));
    [root, copy] = [path.join(folder, "project"), path.join(folder, "copy")];
    await mkdir(copy);
    for (const [file, text] of Object.entries({
      "index.ts": "tracked",
      "with a space.md": "tracked",
      "é.md": "tracked",
      "gone.ts": "tracked, and removed since",
      "part/package.json": "{}",
      ".gitignore": "node_modules\n",
    })) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
    await symlink("index.ts", path.join(root, "link.ts"));
    await execa("git", ["init", "--quiet", root]);
    await execa("git", ["add", "."], { cwd: root });
    await rm(path.join(root, "gone.ts"));
    await writeFile(path.join(root, "secret.env"), "not tracked");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("has the tracked files that are still there, with their links, and no other file", async () => {
    await copyCheckout(root, copy);
    assert.deepEqual((await readdir(copy)).sort(), [
      ".gitignore",
      "index.ts",
      "link.ts",
      "part",
      "with a space.md",
      "é.md",
    ]);
    assert.equal(await readlink(path.join(copy, "link.ts")), "index.ts");
    assert.equal(await readFile(path.join(copy, "é.md"), "utf8"), "tracked");
  });

  it("links what npm installed, and leads packages of the project into itself", async () => {
    const installed = path.join(root, "node_modules");
    for (const name of ["yaml", "@scope/other", ".cache", ".store/node_modules/stored"]) {
      await mkdir(path.join(installed, name), { recursive: true });
    }
    await writeFile(path.join(installed, ".package-lock.json"), "{}");
    await symlink("../../part", path.join(installed, "@scope/part"));
    await symlink(".store/node_modules/stored", path.join(installed, "stored"));
    await copyCheckout(root, copy);
    const modules = path.join(copy, "node_modules");
    assert.deepEqual((await readdir(modules)).sort(), [".store", "@scope", "stored", "yaml"]);
    const leads = async (name: string) => readlink(path.join(modules, name));
    assert.equal(await leads("@scope/part"), path.join(copy, "part"));
    assert.equal(await leads("yaml"), path.join(installed, "yaml"));
    assert.equal(await leads("@scope/other"), path.join(installed, "@scope/other"));
    assert.equal(await leads("stored"), path.join(installed, "stored"));
    assert.equal((await lstat(path.join(modules, "@scope"))).isDirectory(), true);
  });
});
