import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ESLint, Linter, type Rule } from "eslint";
import tseslint from "typescript-eslint";
import { PROJECT_ROOT } from "../../../../tools/project-root";

interface RuleModule {
  readonly noImportCycle: Rule.RuleModule;
}

describe("the lint rule no-import-cycle", () => {
  let directory: string;
  let plugin: ESLint.Plugin;

  before(async () => {
    const file = path.join(PROJECT_ROOT, "tools/eslint/no-import-cycle.mjs");
    const { noImportCycle } = (await import(file)) as RuleModule;
    plugin = { rules: { "no-import-cycle": noImportCycle } };
  });

  // The rule reads each file once in a process, so each test has files of its own.
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "import-cycle-"));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  /** What the rule reports of the first file, whose neighbors are written beside it. */
  async function reportsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(directory, name), text);
    }
    const [[name, text] = ["", ""]] = Object.entries(files);
    const config: Linter.Config = {
      files: ["**/*.ts"],
      languageOptions: { parser: tseslint.parser },
      plugins: { project: plugin },
      rules: { "project/no-import-cycle": "error" },
    };
    const messages = new Linter({ cwd: directory }).verify(text, [config], {
      filename: path.join(directory, name),
    });
    return messages.map(({ message }) => message);
  }

  it("refuses two files that import each other", async () => {
    const reports = await reportsOf({
      "a.ts": 'import { b } from "./b";',
      "b.ts": 'import { a } from "./a";',
    });
    assert.deepEqual(reports, ["This import is circular: b.ts → a.ts."]);
  });

  it("refuses a circle of type imports", async () => {
    const reports = await reportsOf({
      "a.ts": 'import type { B } from "./b";',
      "b.ts": 'import type { A } from "./a";',
    });
    assert.deepEqual(reports, ["This import is circular: b.ts → a.ts."]);
  });

  it("refuses a longer circle through an export, and names the shortest way", async () => {
    const reports = await reportsOf({
      "a.ts": 'export * from "./b";',
      "b.ts": 'import "./c";\nimport "./d";',
      "c.ts": 'import "./d";',
      "d.ts": 'export { a } from "./a";',
    });
    assert.deepEqual(reports, ["This import is circular: b.ts → d.ts → a.ts."]);
  });

  it("allows two ways to the same file, packages, and files that are not there", async () => {
    const reports = await reportsOf({
      "a.ts": 'import "./b";\nimport "./c";\nimport "eslint";\nimport "./absent";',
      "b.ts": 'import "./d";',
      "c.ts": 'import "./d";',
      "d.ts": "export {};",
    });
    assert.deepEqual(reports, []);
  });
});
