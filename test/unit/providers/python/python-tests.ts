/** Tests that are written in Python, as tests of mocha: their titles are the docstrings. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { INSTALL_LIMIT, labPython } from "../../../../lab/testing/lab-python";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** From where Python imports the provider, and the credential helper, whose codes it has. */
const FOLDERS = ["providers/python", "credential-helper"].map((folder) => path.join(PROJECT_ROOT, folder));

/** A test case, or a method with its docstring of one line. */
const TEST = /^class (\w+)\(ProviderTest\):|^ {4}def (test_\w+)\(self\):\n {8}"""(.+)"""$/gm;

/** The tests of a file in this folder, by the names that Python gives them. */
function testsIn(name: string): [id: string, sentence: string][] {
  const text = readFileSync(path.join(__dirname, `${name}.py`), "utf8");
  let testCase = "";
  return [...text.matchAll(TEST)].flatMap(([, className, method, sentence]): [string, string][] => {
    testCase = className ?? testCase;
    return method === undefined ? [] : [[`${name}.${testCase}.${method}`, sentence ?? ""]];
  });
}

/**
 * Describes a subject by tests in Python. One process of the lab's Python runs them all.
 *
 * @param names of files in this folder, without `.py`
 */
export function describeInPython(title: string, names: readonly string[]): void {
  const tests = names.flatMap(testsIn);

  describe(title, () => {
    let outcomes: Readonly<Record<string, string | null>>;

    before(async function () {
      this.timeout(INSTALL_LIMIT);
      const { python } = await labPython();
      const { stdout } = await execa(python, [path.join(__dirname, "run_tests.py"), ...names], {
        env: { PYTHONPATH: FOLDERS.join(path.delimiter), PYTHONDONTWRITEBYTECODE: "1" },
        timeout: 120_000,
      });
      outcomes = JSON.parse(stdout) as typeof outcomes;
    });

    for (const [id, sentence] of tests) {
      it(sentence, () => {
        assert.ok(id in outcomes, `${id} did not run`);
        assert.ok(outcomes[id] === null, outcomes[id] ?? "");
      });
    }

    it("is tested by nothing that has no title here", () => {
      assert.deepEqual(Object.keys(outcomes).sort(), tests.map(([id]) => id).sort());
    });
  });
}
