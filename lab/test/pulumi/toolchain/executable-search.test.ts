import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { findExecutable } from "../../../pulumi/toolchain/executable-search";
import { useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("findExecutable", () => {
  const directory = useTemporaryDirectory();

  it("finds the first one on the search path", async () => {
    await writeScript(path.join(directory(), "one", "tool"), "");
    await writeScript(path.join(directory(), "two", "tool"), "");
    const searchPath = ["none", "one", "two"]
      .map((name) => path.join(directory(), name))
      .join(path.delimiter);
    assert.equal(await findExecutable("tool", searchPath), path.join(directory(), "one", "tool"));
  });

  it("passes over folders, files that may not be executed and empty entries", async () => {
    await mkdir(path.join(directory(), "one", "tool"), { recursive: true });
    await mkdir(path.join(directory(), "two"));
    await writeFile(path.join(directory(), "two", "tool"), "");
    const searchPath = ["", path.join(directory(), "one"), path.join(directory(), "two")].join(
      path.delimiter,
    );
    assert.equal(await findExecutable("tool", searchPath), undefined);
  });

  it("finds nothing without a search path", async () => {
    assert.equal(await findExecutable("sh", undefined), undefined);
  });
});
