/** The pipelines by the tools of their users: actionlint, zizmor, and the published schemas of the three CI systems. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { linkedModules, refusedLicenses as refusedOfGo } from "../../unit/structure/go-licenses";
import { installedPackages, refusedLicenses as refusedOfPython } from "../../unit/structure/python-licenses";
import { installedVersion, lockedVersion, pythonPackages } from "../programs";
import { actionlint, ACTIONLINT_PROGRAM } from "./actionlint";

const REQUIREMENTS = path.join(__dirname, "requirements.txt");

/** Each file with the schema of its CI system, and a change that its schema does not allow. */
const FILES = [
  [".github/workflows/ci.yml", "vendor.github-workflows", ["runs-on:", "run-on:"]],
  [".github/workflows/codeql.yml", "vendor.github-workflows", ["runs-on:", "run-on:"]],
  [".github/workflows/dependency-review.yml", "vendor.github-workflows", ["runs-on:", "run-on:"]],
  [".github/workflows/release.yml", "vendor.github-workflows", ["runs-on:", "run-on:"]],
  [".github/workflows/scorecard.yml", "vendor.github-workflows", ["runs-on:", "run-on:"]],
  [".github/ISSUE_TEMPLATE/bug.yml", "vendor.github-issue-forms", ["type: input", "type: line"]],
  [".github/ISSUE_TEMPLATE/verdict.yml", "vendor.github-issue-forms", ["type: textarea", "type: line"]],
  [".github/ISSUE_TEMPLATE/config.yml", "vendor.github-issue-config", ["false", "none"]],
  [".github/renovate.json", "vendor.renovate", ['"at any time"', "1"]],
  ["action.yml", "vendor.github-actions", ["using: composite", "using: shell"]],
  ["examples/ci/github/infrastructure.yml", "vendor.github-workflows", ["runs-on:", "run-on:"]],
  ["examples/ci/gitlab/.gitlab-ci.yml", "vendor.gitlab-ci", ["expire_in:", "expires:"]],
  ["examples/ci/azure-pipelines/azure-pipelines.yml", "vendor.azure-pipelines", ["- job:", "- jobs:"]],
] as const;

/**
 * The options of check-jsonschema's own hook for Azure Pipelines, and the reading of patterns without Unicode mode, in which one of the
 * schema's patterns is not valid.
 */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "vendor.azure-pipelines": ["--data-transform", "azure-pipelines", "--regex-variant", "nonunicode"],
};

/** Those that actionlint reads, with a change that the schema allows and actionlint does not. */
const WORKFLOWS = [
  [".github/workflows/ci.yml", ["matrix.suite", "matrices.suite"]],
  [".github/workflows/codeql.yml", ["matrix.language", "matrices.language"]],
  [".github/workflows/dependency-review.yml", ["github.event", "git.event"]],
  [".github/workflows/release.yml", ["github.token", "git.token"]],
  [".github/workflows/scorecard.yml", ["group: scorecard", "group: ${{ git.ref }}"]],
  ["examples/ci/github/infrastructure.yml", ["vars.AWS_DRIFT_ROLE_ARN", "var.AWS_DRIFT_ROLE_ARN"]],
] as const;

describe("The pipelines", function () {
  this.timeout(600_000); // The tools are fetched when there are none yet.
  let linter: string;
  let check: (file: string, schema: string) => Promise<{ exitCode?: number | undefined; all: string }>;
  let audit: (...files: string[]) => Promise<{ exitCode?: number | undefined; all: string }>;
  let lint: (file: string) => Promise<{ exitCode?: number | undefined; all: string }>;
  let folder: string;

  before(async () => {
    linter = await actionlint();
    const { bin } = await pythonPackages(REQUIREMENTS);
    const options = { reject: false, all: true } as const;
    check = (file, schema) =>
      execa(
        path.join(bin, "check-jsonschema"),
        ["--builtin-schema", schema, ...(OPTIONS[schema] ?? []), file],
        options,
      );
    // Offline: it asks no service about the actions.
    audit = (...files) =>
      execa(
        path.join(bin, "zizmor"),
        [
          "--offline",
          "--no-progress",
          "--persona",
          "auditor",
          "--format",
          "plain",
          "--color",
          "never",
          ...files,
        ],
        options,
      );
    // It would run shellcheck if the machine has it. Each machine gives the same result without.
    lint = (file) => execa(linter, ["-no-color", "-shellcheck=", "-pyflakes=", file], options);
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "pipelines-")));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  /** A copy of a file with one change. */
  async function changed(file: string, [before, after]: readonly [string | RegExp, string]): Promise<string> {
    const text = await readFile(path.join(PROJECT_ROOT, file), "utf8");
    assert.notEqual(text.replace(before, after), text, String(before));
    const copy = path.join(folder, path.basename(file));
    await writeFile(copy, text.replace(before, after));
    return copy;
  }

  for (const [file, schema, change] of FILES) {
    it(`are valid by the schema ${schema}: ${file}`, async () => {
      const { exitCode, all } = await check(path.join(PROJECT_ROOT, file), schema);
      assert.equal(exitCode, 0, all);
    });

    it(`would be refused by the schema ${schema} with ${change[1]}: ${file}`, async () => {
      const { exitCode, all } = await check(await changed(file, change), schema);
      assert.equal(exitCode, 1, all);
      assert.match(all, /Schema validation errors/);
    });
  }

  for (const [file, change] of WORKFLOWS) {
    it(`are accepted by actionlint: ${file}`, async () => {
      const { exitCode, all } = await lint(path.join(PROJECT_ROOT, file));
      assert.equal(exitCode, 0, all);
    });

    it(`would be refused by actionlint with ${change[1]}: ${file}`, async () => {
      const { exitCode, all } = await lint(await changed(file, change));
      assert.equal(exitCode, 1, all);
      assert.match(all, /undefined variable "(?:var|git|matrices)"/);
    });
  }

  it("are accepted by zizmor as its strictest persona", async () => {
    const { exitCode, all } = await audit(
      ...[".github", "action.yml", "examples/ci/github/infrastructure.yml"].map((file) =>
        path.join(PROJECT_ROOT, file),
      ),
    );
    assert.equal(exitCode, 0, all);
    assert.match(all, /No findings to report/);
  });

  for (const [before, after, finding] of [
    [/@[0-9a-f]{40}/, "@main", "unpinned-uses"],
    ["persist-credentials: false", "fetch-depth: 1", "artipacked"],
    [
      "node ci/comment.mjs",
      'echo "${{ github.event.pull_request.title }}" && node ci/comment.mjs',
      "template-injection",
    ],
  ] as const) {
    it(`would be refused by zizmor: ${finding}`, async () => {
      const { exitCode, all } = await audit(
        await changed("examples/ci/github/infrastructure.yml", [before, after]),
      );
      assert.notEqual(exitCode, 0, all);
      assert.match(all, new RegExp(`\\[${finding}\\]`));
    });
  }

  for (const tool of ["check-jsonschema", "zizmor"]) {
    it(`are checked by the locked version of ${tool}`, async () => {
      const environment = await pythonPackages(REQUIREMENTS);
      const locked = lockedVersion(REQUIREMENTS, new RegExp(`^${tool}==(\\S+)`, "m"));
      assert.equal(await installedVersion(environment, tool), locked);
    });
  }

  it("are checked by tools under licenses that allow any use", async () => {
    const { python } = await pythonPackages(REQUIREMENTS);
    assert.deepEqual(refusedOfPython(await installedPackages(python)), []);
    const modules =
      (await linkedModules("../../../test/clients/pipelines/actionlint", ACTIONLINT_PROGRAM)) ?? [];
    assert.ok(modules.length > 5, `${modules.length} modules`);
    assert.deepEqual(await refusedOfGo(modules), []);
  });
});
