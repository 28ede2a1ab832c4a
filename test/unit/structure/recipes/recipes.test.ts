import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { argument } from "./argument";
import { armType } from "./arm-type";
import { auditRule } from "./audit-rule";
import { command } from "./command";
import { issuer } from "./issuer";
import { knownError } from "./known-error";
import { packRule } from "./pack-rule";
import { preflightCheck } from "./preflight-check";
import { ProjectCopy } from "./project-copy";
import type { Recipe } from "./recipe";
import { snapshotSection } from "./snapshot-section";

const RECIPES: readonly Recipe[] = [
  argument,
  packRule,
  auditRule,
  preflightCheck,
  command,
  snapshotSection,
  knownError,
  armType,
  issuer,
];

describe("the recipes of docs/architecture.md", function () {
  this.timeout("20m");
  const changed: string[] = [];
  let copy: ProjectCopy;

  before(async () => {
    copy = await ProjectCopy.to(await realpath(await mkdtemp(path.join(tmpdir(), "recipes-"))));
  });

  after(() => rm(copy.root, { recursive: true, force: true }));

  for (const { heading, most, follow } of RECIPES) {
    it(`need at most ${most} files for: ${heading}`, async () => {
      const page = readFileSync(path.join(PROJECT_ROOT, "docs/architecture.md"), "utf8");
      assert.ok(page.includes(`\n### ${heading}\n`), `no recipe has the heading ${heading}`);
      await follow(copy);
      const touched = await copy.touched();
      assert.ok(touched.length <= most, `${touched.length} files: ${touched.join(", ")}`);
      assert.ok(touched.length > 0);
      changed.push(...touched);
      await copy.keep();
    });
  }

  it("lead to files that are formatted as they are by the commands that the recipes name", async () => {
    const files = [...new Set(changed)];
    await copy.run("npx", "eslint", "--fix", ...files.filter((file) => !/\.(?:md|yaml)$/.test(file)));
    await copy.run("npx", "prettier", "--write", ...files);
    await copy.run("npm", "run", "--silent", "generate");
    await copy.run("npm", "run", "--silent", "generate", "--", "sdk-types");
  });

  it("lead to a project that compiles, and whose tests pass", async () => {
    await copy.run("npx", "tsc", "-p", "tsconfig.json");
    const tests = [...new Set(RECIPES.flatMap((recipe) => recipe.tests))];
    await copy.run("npx", "mocha", "--parallel", "--jobs", "2", ...tests);
  });
});
