import assert from "node:assert/strict";
import { lstat, mkdtemp, readdir, readFile, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fillVolume } from "../../../azure/container/projected-volume";

describe("fillVolume", () => {
  let folder = "";

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "volume-")));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const visible = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => !name.startsWith("..")).sort();

  it("shows each file as a link to one that can be read by everybody and not run", async () => {
    await fillVolume(folder, [{ name: "config", text: "one" }]);
    const link = path.join(folder, "config");
    assert.ok((await lstat(link)).isSymbolicLink());
    assert.equal((await stat(link)).mode & 0o777, 0o644);
    assert.equal(await readFile(link, "utf8"), "one");
    assert.equal(path.dirname(path.dirname(await realpath(link))), folder);
  });

  it("changes all files at one moment, and forgets those that are no longer there", async () => {
    await fillVolume(folder, [
      { name: "a", text: "1" },
      { name: "b", text: "1" },
    ]);
    await fillVolume(folder, [
      { name: "b", text: "2" },
      { name: "c", text: "2" },
    ]);
    assert.deepEqual(await visible(), ["b", "c"]);
    for (const name of ["b", "c"]) {
      assert.equal(await readFile(path.join(folder, name), "utf8"), "2");
    }
    assert.equal((await readdir(folder)).filter((name) => name.startsWith("..version_")).length, 1);
  });
});
