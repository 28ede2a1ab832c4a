import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";

describe("npm run clean", function () {
  this.timeout(60_000);
  let home: string;
  const caches = () => path.join(home, process.platform === "darwin" ? "Library/Caches" : "caches");

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "clean-"));
    await mkdir(path.join(caches(), "of-another-program"), { recursive: true });
  });

  afterEach(async () => {
    await rm(home, { recursive: true });
  });

  const clean = async () =>
    (
      await execa("npm", ["run", "--silent", "clean"], {
        cwd: PROJECT_ROOT,
        env: { HOME: home, XDG_CACHE_HOME: path.join(home, "caches") },
      })
    ).stdout;

  it("removes the project's cache, says how much that was, and leaves other caches", async () => {
    const folder = path.join(caches(), "azure-to-aws-federation");
    await mkdir(path.join(folder, "go/modules"), { recursive: true });
    await writeFile(path.join(folder, "go/modules/large"), Buffer.alloc(60_000_000));
    assert.equal(await clean(), `${folder}: 0.1 GB removed`);
    assert.deepEqual(await readdir(caches()), ["of-another-program"]);
    assert.equal(await clean(), `${folder}: nothing to remove`);
  });
});
