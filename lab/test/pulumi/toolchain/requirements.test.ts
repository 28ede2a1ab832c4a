import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { checkRequirements, RequirementsError } from "../../../pulumi/toolchain/requirements";
import { useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("checkRequirements", () => {
  const directory = useTemporaryDirectory();

  it("passes on the machine that runs these tests", async () => {
    await checkRequirements();
  });

  it("ignores a python3 that does not start, and uses python", async () => {
    await writeScript(path.join(directory(), "python3"), "exit 127");
    await writeScript(path.join(directory(), "python"), 'printf "3.12.1\\nvenv\\n"');
    await checkRequirements({ PATH: directory() });
  });

  it("refuses a machine without Python", async () => {
    await mkdir(path.join(directory(), "python3"));
    await assert.rejects(checkRequirements({ PATH: directory() }), (error) => {
      assert(error instanceof RequirementsError);
      assert.deepEqual(error.problems, [
        "neither python3 nor python on PATH runs. Expected Python >= 3.10 with venv. " +
          "Install it from https://www.python.org or with the system's package manager [lab-python-missing]",
      ]);
      assert.equal(error.message, error.problems[0]);
      return true;
    });
  });

  it("refuses a Python whose ensurepip is missing", async () => {
    const python3 = path.join(directory(), "python3");
    await writeScript(python3, 'printf "3.11.2\\nno venv\\n"');
    await assert.rejects(checkRequirements({ PATH: directory() }), {
      message:
        `Python 3.11.2 (${python3}): venv is missing. Expected Python >= 3.10 with venv. ` +
        "On Debian and Ubuntu: apt-get install python3-venv [lab-python-without-venv]",
    });
  });
});
