import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyReachable } from "../../../../tools/packages/reachable-files";

describe("the files that entries reach", () => {
  let directory = "";
  const built = (file: string) => path.join(directory, "built", file);

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "reachable-"));
    for (const [file, text] of Object.entries({
      "a/index.js": 'require("./one"); import("./two.js"); require("../b"); require("yaml");',
      "a/one.js": 'require("./index");',
      "a/two.js": "",
      "a/unused.js": "",
      "b/index.js": 'require("../a/one");',
      "a/index.d.ts": 'import type { B } from "../b";',
      "b/index.d.ts": "",
    })) {
      await mkdir(path.dirname(built(file)), { recursive: true });
      await writeFile(built(file), text);
    }
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const copy = async (...entries: string[]) => {
    const to = path.join(directory, "package");
    await copyReachable(entries.map(built), { from: path.join(directory, "built"), to: "dist" }, to);
    const files = (await readdir(to, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    return files.map((entry) => path.relative(to, path.join(entry.parentPath, entry.name))).sort();
  };

  it("are copied, and no others", async () => {
    assert.deepEqual(await copy("a/index.js"), [
      "dist/a/index.js",
      "dist/a/one.js",
      "dist/a/two.js",
      "dist/b/index.js",
    ]);
    await rm(path.join(directory, "package"), { recursive: true });
    assert.deepEqual(await copy("a/index.d.ts"), ["dist/a/index.d.ts", "dist/b/index.d.ts"]);
  });

  it("must be in the folder that the package takes", async () => {
    await mkdir(path.join(directory, "built-elsewhere"));
    await writeFile(path.join(directory, "built-elsewhere/secret.js"), "");
    await writeFile(built("a/two.js"), 'require("../../built-elsewhere/secret");');
    await assert.rejects(
      copy("a/two.js"),
      /built-elsewhere\/secret\.js: not in the folder that this package takes$/,
    );
    assert.deepEqual(await readdir(path.join(directory, "package/dist/a")), ["two.js"]);
  });

  it("must be built", async () => {
    await writeFile(built("a/one.js"), 'require("./missing");');
    await assert.rejects(
      copy("a/one.js"),
      /a\/one\.js: names .*a\/missing, which is not built\. Run npm run build$/,
    );
  });
});
