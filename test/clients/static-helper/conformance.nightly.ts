/** The tests of the credential helper as a program, run on the static helper: the same answers, codes, and exit codes. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { TemporaryFolder } from "../../unit/credential-helper/helper/run-helper";
import { differenceOf, DIFFERENCES } from "./differences";
import { staticHelper } from "./static-helper";

const ROOT = path.join(__dirname, "../../..");
const HELPER = path.join(ROOT, "test/unit/credential-helper/helper");
/** Tests of the sources in Python. */
const OTHERS = ["python38", "source-text"];

/** What mocha's reporter `json` writes, as far as it is read here. */
interface Results {
  readonly passes: readonly { readonly fullTitle: string }[];
  readonly pending: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message: string } }[];
}

describe("The static helper", () => {
  let results: Results;

  before(async function () {
    this.timeout("30m");
    const { forTests } = await staticHelper();
    const folder = new TemporaryFolder();
    try {
      const file = path.join(folder.path, "results.json");
      const ignored = OTHERS.flatMap((name) => ["--ignore", path.join(HELPER, `${name}.test.ts`)]);
      const required = ["tools/typescript/register.cjs", path.join(__dirname, "differences.ts")].flatMap(
        (file) => ["--require", path.resolve(ROOT, file)],
      );
      const reporter = ["--reporter", "json", "--reporter-option", `output=${file}`];
      await execa("npx", ["mocha", "--exit", ...required, ...reporter, ...ignored, HELPER], {
        cwd: ROOT,
        env: { AZURE_TO_AWS_STATIC_HELPER: forTests, AZURE_TO_AWS_TESTS_BUILT: "1" },
        reject: false,
      });
      results = JSON.parse(await readFile(file, "utf8")) as Results;
    } finally {
      folder.remove();
    }
  });

  it("passes the tests of the credential helper", () => {
    assert.deepEqual(
      results.failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`),
      [],
    );
    assert.ok(results.passes.length > 300, String(results.passes.length));
  });

  it("skips exactly those for which a difference is named", () => {
    const skipped = results.pending.map(({ fullTitle }) => differenceOf(fullTitle) ?? fullTitle);
    assert.deepEqual([...new Set(skipped)].sort(), Object.keys(DIFFERENCES).sort());
  });
});
