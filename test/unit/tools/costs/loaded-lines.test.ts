import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { countLoaded } from "../../../../tools/costs/loaded-lines";

describe("the lines that a file loads", () => {
  let root: string;

  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "costs-"));
    for (const [file, text] of [
      [
        "dist/parts/role.js",
        'require("../trust"); exports.later = () => require("../later"); require("sdk");',
      ],
      ["parts/role.ts", "1\n2\n3\n"],
      ["dist/trust/index.js", 'exports.rows = require("./rows.json");'],
      ["trust/index.ts", "1\n2\n"],
      ["dist/trust/rows.json", "[\n1\n]\n"],
      ["trust/rows.json", "[1]\n"],
      ["dist/later.js", ""],
      ["later.ts", "1\n"],
      ["dist/alone.js", ""],
      ["alone.ts", "1\n2\n3\n4\n"],
    ] as const) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    const modules = path.join(root, "dist", "node_modules", "sdk");
    mkdirSync(modules, { recursive: true });
    writeFileSync(path.join(modules, "index.js"), "// 1\n// 2\n");
  });

  after(() => {
    rmSync(root, { recursive: true });
  });

  it("are those of the sources of all files of the project that are loaded with it", () => {
    assert.deepEqual(countLoaded(root, "dist/parts/role.js"), { files: 3, lines: 6 });
  });

  it("are only its own if it loads nothing", () => {
    assert.deepEqual(countLoaded(root, "dist/alone.js"), { files: 1, lines: 4 });
  });

  it("cannot be counted if the file fails", () => {
    assert.throws(() => countLoaded(root, "dist/missing.js"), /Cannot find module/);
  });
});
