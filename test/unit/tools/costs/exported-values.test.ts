import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { countExportedValues } from "../../../../tools/costs/exported-values";

describe("the exported values", () => {
  let root: string;

  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "costs-"));
    // As the compiler writes it: a re-export is a getter, and the marker of a module is not enumerable.
    writeFileSync(
      path.join(root, "index.js"),
      'Object.defineProperty(exports, "__esModule", { value: true });\n' +
        'Object.defineProperty(exports, "a", { enumerable: true, get: () => 1 });\n' +
        "exports.B = class {};\n",
    );
    writeFileSync(
      path.join(root, "types.js"),
      'Object.defineProperty(exports, "__esModule", { value: true });',
    );
    writeFileSync(path.join(root, "package.json"), "{}");
  });

  after(() => {
    rmSync(root, { recursive: true });
  });

  it("are counted for each entry with code", () => {
    assert.deepEqual(
      countExportedValues(root, {
        ".": { default: "./index.js" },
        "./types": { default: "./types.js" },
        "./package.json": "./package.json",
      }),
      { ".": 2, "./types": 0 },
    );
  });
});
