import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

const FOLDER = path.join(PROJECT_ROOT, "test/model");

describe("the model of who gets in", () => {
  const texts = readdirSync(FOLDER).map((name) => readFileSync(path.join(FOLDER, name), "utf8"));

  it("imports nothing but its own files", () => {
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:from|import|require)\s*\(?\s*"([^"]*)"/g)].map(([, name = ""]) => name),
    );
    assert.deepEqual([...new Set(imported)].sort(), ["./iam", "./pattern", "./population"]);
  });

  it("can be read in an hour", () => {
    const lines = texts.join("").split("\n").length - 1;
    assert.ok(lines <= 600, `${lines} lines`);
  });
});
