import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isFolder, isTerraformFile, readBeside } from "../../../../cli/input/folders";
import { listFolder } from "../../../../cli/input/list-folder";

describe("the files of a folder", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "folders-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(names: readonly string[], text = "x"): Promise<void> {
    for (const name of names) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
  }

  function git(args: readonly string[], within = "."): void {
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: path.join(folder, within),
      stdio: "ignore",
    });
  }

  async function listed(within = "."): Promise<string[]> {
    const files = await listFolder(path.join(folder, within));
    return files.map((file) => path.relative(folder, file));
  }

  it("without git are all but those of tools, at any depth", async () => {
    await write(["b.json", "a/b/c.yaml", ".github/x.yml", ".gitignore"], "*\n");
    await write(["node_modules/p/x.json", "m/.terraform/modules/x.tf", ".git-not/x", ".venv/x.json"]);
    assert.deepEqual(await listed(), [".git-not/x", ".github/x.yml", ".gitignore", "a/b/c.yaml", "b.json"]);
  });

  it("in a repository are those that git tracks or does not ignore, and that exist", async () => {
    git(["init", "-q"]);
    await write(["tracked.json", "gone.json", "build/kept.json", "ä b\n.json"]);
    git(["add", "-f", "."]);
    git(["commit", "-qm", "x"]);
    await write([".gitignore"], "build/\n*.log\n");
    await write(["build/new.json", "x.log", "new/x.json"]);
    await rm(path.join(folder, "gone.json"));
    assert.deepEqual(await listed(), [
      ".gitignore",
      "build/kept.json",
      "new/x.json",
      "tracked.json",
      "ä b\n.json",
    ]);
    assert.deepEqual(await listed("new"), ["new/x.json"]);
  });

  it("that git ignores are all, since the folder is named", async () => {
    git(["init", "-q"]);
    await write([".gitignore"], "cdk.out\n");
    await write(["cdk.out/a.template.json", "cdk.out/assembly-Prod/b.template.json"]);
    git(["add", "-f", "cdk.out/a.template.json"]);
    assert.deepEqual(await listed("cdk.out"), [
      "cdk.out/a.template.json",
      "cdk.out/assembly-Prod/b.template.json",
    ]);
  });

  it("are also those of a repository within it", async () => {
    git(["init", "-q"]);
    await write(["own.json", "sub/x.json", "sub/ignored.json"]);
    await write(["sub/.gitignore"], "ignored.json\n");
    git(["init", "-q"], "sub");
    assert.deepEqual(await listed(), ["own.json", "sub/.gitignore", "sub/x.json"]);
  });

  it("do not depend on the variables of a hook, and run no program of the repository", async () => {
    git(["init", "-q"]);
    await write(["sub/x.json", "run.sh"], "#!/bin/sh\ntouch ran\n");
    git(["config", "core.fsmonitor", "sh ./run.sh"]);
    process.env.GIT_DIR = ".git";
    process.env.GIT_INDEX_FILE = "/nonexistent";
    try {
      assert.deepEqual(await listed("sub"), ["sub/x.json"]);
      assert.deepEqual(await listed(), ["run.sh", "sub/x.json"]);
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_INDEX_FILE;
    }
  });

  it("have a link as one of them, whatever it leads to", async () => {
    await write(["a/x.json"]);
    await symlink("/", path.join(folder, "root"));
    await symlink("..", path.join(folder, "a/up"));
    assert.deepEqual(await listed(), ["a/up", "a/x.json", "root"]);
  });

  it("are not those of a file, whose name says whether it is Terraform source", async () => {
    await write(["main.tf", "locals.tf", "terraform.tfvars", "README.md"]);
    assert.equal(await isFolder(folder), true);
    assert.equal(await isFolder(path.join(folder, "main.tf")), false);
    assert.equal(await isFolder("none.json"), false);
    assert.deepEqual(
      (await readBeside(path.join(folder, "main.tf"))).map(({ name }) => name),
      ["locals.tf", "terraform.tfvars"],
    );
    assert.deepEqual(["a.tf", "a.tofu", "tf", "a.tfvars"].map(isTerraformFile), [true, true, false, false]);
  });
});
