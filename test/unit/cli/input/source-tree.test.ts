import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sourceTree } from "../../../../cli/input/source-tree";

describe("the rest of a Terraform file's repository", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "source-tree-"));
    for (const own of ["repo/.git", "repo/roots/prod", "repo/modules/role", "outside"]) {
      mkdirSync(path.join(folder, own), { recursive: true });
    }
    writeFileSync(path.join(folder, "repo/modules/role/main.tf"), "locals {}\n");
    writeFileSync(path.join(folder, "repo/modules/role/notes.md"), "x");
    writeFileSync(path.join(folder, "repo/trust.json"), "{}");
    writeFileSync(path.join(folder, "outside/main.tf"), "locals {}\n");
    symlinkSync(path.join(folder, "outside"), path.join(folder, "repo/link"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("has the folders and files inside", async () => {
    const tree = sourceTree(path.join(folder, "repo/roots/prod/main.tf"));
    assert.deepEqual(await tree.folder("../../modules/role"), [{ name: "main.tf", text: "locals {}\n" }]);
    assert.equal(await tree.file("../../trust.json"), "{}");
    assert.equal(await tree.file("../../missing.json"), undefined);
  });

  it("has nothing outside, through links neither", async () => {
    const tree = sourceTree(path.join(folder, "repo/roots/prod/main.tf"));
    for (const place of ["../../../outside", "../../link"]) {
      assert.equal(await tree.folder(place), undefined);
      assert.equal(await tree.file(`${place}/main.tf`), undefined);
    }
  });

  it("ends at the file's folder if there is no repository", async () => {
    const tree = sourceTree(path.join(folder, "outside/main.tf"));
    assert.equal(await tree.file("../repo/trust.json"), undefined);
    assert.equal(await tree.file("main.tf"), "locals {}\n");
  });
});
