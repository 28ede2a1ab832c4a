/** ESLint with a file on the command line: it loads this file with what it imports, and still knows all types. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** A promise of another module that nobody awaits: only its type tells. */
const FLOATING = `import { buildPackages } from "../tools/packages/build-packages";

buildPackages("/nowhere");
`;

describe("npx eslint FILE", function () {
  this.timeout(120_000);
  let folder: string;

  // A folder that no other test reads, inside the project, whose settings apply.
  before(async () => {
    folder = await mkdtemp(path.join(PROJECT_ROOT, ".types-of-files-"));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  it("knows the types of what the file imports", async () => {
    const file = path.join(folder, "floating.ts");
    await writeFile(file, FLOATING);
    const { stdout, exitCode } = await execa("npx", ["eslint", path.relative(PROJECT_ROOT, file)], {
      cwd: PROJECT_ROOT,
      reject: false,
    });
    assert.equal(exitCode, 1, stdout);
    assert.deepEqual(stdout.match(/(?<=error .* )\S+$/gm), ["@typescript-eslint/no-floating-promises"]);
  });
});
