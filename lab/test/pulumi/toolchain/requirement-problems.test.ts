import assert from "node:assert/strict";
import { requirementProblems, suitablePython } from "../../../pulumi/toolchain/requirement-problems";

const python = { path: "/usr/bin/python3", version: "3.11.7", hasVenv: true };

describe("requirementProblems", () => {
  for (const node of ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0"]) {
    it(`accepts Node ${node}`, () => {
      assert.deepEqual(requirementProblems({ node, pythons: [python] }), []);
    });
  }

  for (const node of ["v18.20.4", "v20.18.3", "v21.7.0", "v22.11.0"]) {
    it(`refuses Node ${node}, and names the supported versions`, () => {
      assert.deepEqual(requirementProblems({ node, pythons: [python] }), [
        `Node ${node.slice(1)} is not supported. Expected Node 20.19 or a later 20.x, or 22.12 or later. ` +
          "Install it from https://nodejs.org, or run: nvm install 22 [lab-node-version]",
      ]);
    });
  }

  it("uses the second Python if the first is outdated", () => {
    const old = { path: "/opt/bin/python3", version: "3.9.18", hasVenv: true };
    assert.deepEqual(requirementProblems({ node: "v22.12.0", pythons: [old, python] }), []);
    assert.equal(suitablePython([old, python]), python);
  });

  it("names every outdated Python", () => {
    const pythons = [
      { path: "/usr/bin/python3", version: "3.9.18", hasVenv: true },
      { path: "/usr/bin/python", version: "2.7.18", hasVenv: false },
    ];
    assert.deepEqual(requirementProblems({ node: "v22.12.0", pythons }), [
      "found only Python 3.9.18 (/usr/bin/python3) and Python 2.7.18 (/usr/bin/python). " +
        "Expected Python >= 3.10 with venv. " +
        "Install it from https://www.python.org or with the system's package manager [lab-python-version]",
    ]);
  });

  it("names the package that contains venv", () => {
    assert.deepEqual(requirementProblems({ node: "v22.12.0", pythons: [{ ...python, hasVenv: false }] }), [
      "Python 3.11.7 (/usr/bin/python3): venv is missing. Expected Python >= 3.10 with venv. " +
        "On Debian and Ubuntu: apt-get install python3-venv [lab-python-without-venv]",
    ]);
  });

  it("lists an unsupported Node and a missing Python together", () => {
    const problems = requirementProblems({ node: "v18.0.0", pythons: [] });
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? "", /^Node 18\.0\.0 is not supported\. /);
    assert.match(problems[1] ?? "", /^neither python3 nor python on PATH runs\. /);
  });
});
