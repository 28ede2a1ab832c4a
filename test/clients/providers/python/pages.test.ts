/** The programs on the pages of the provider for Python: their types, and what they do in the lab. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { describeWith } from "../../../../lab/testing/describe-with";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET } from "../../facts";
import { pythonPackages } from "../../programs";
import { KEYS, PROVIDER, variables } from "./listing";

const GUIDE = "docs/how-to/in-your-application/python.md";
const README = "providers/python/README.md";

/** How each program of the guide shows the keys. That of the README does it itself. */
const WITH_CLIENT = `print([each["Key"] for each in s3.list_objects_v2(Bucket="${BUCKET}")["Contents"]])`;
const WITH_FILES = `print([path.partition("/")[2] for path in files.ls("${BUCKET}")])`;

/** The programs of both pages, in their order. */
const PROGRAMS: readonly (readonly [page: string, title: string, end: string])[] = [
  [GUIDE, "with the vendors' classes", WITH_CLIENT],
  [GUIDE, "with the provider", WITH_CLIENT],
  [GUIDE, "with asyncio", WITH_FILES],
  [README, "of the README", ""],
];

describeWith(
  "The programs on the pages of the provider for Python",
  () => IdentityLab.start(),
  function (lab) {
    this.timeout(120_000);
    let python: PythonEnvironment;
    let folder: string;
    let programs: readonly string[];

    before(async function () {
      this.timeout("20m"); // The environment is made when there is none yet.
      python = await pythonPackages(path.join(__dirname, "requirements.txt"));
      folder = await realpath(await mkdtemp(path.join(tmpdir(), "pages-")));
      const texts = (await Promise.all([GUIDE, README].map(programsOf))).flat();
      assert.equal(texts.length, PROGRAMS.length);
      const { roleArn, uri } = lab().federations[1];
      programs = await Promise.all(
        texts.map(async (text, index) => {
          const file = path.join(folder, `program_${index}.py`);
          const filled = text
            .replaceAll("arn:aws:iam::111122223333:role/orders", roleArn)
            .replaceAll("api://<tenant ID>/orders", uri)
            .replaceAll("<client ID>", lab().workload.clientId);
          await writeFile(file, `${filled}\n${PROGRAMS[index]?.[2] ?? ""}\n`);
          return file;
        }),
      );
    });

    after(async () => {
      await rm(folder, { recursive: true });
    });

    for (const [index, [, title]] of PROGRAMS.entries()) {
      it(`list a bucket in the lab (${title})`, async () => {
        const { PYTHONPATH = "" } = variables(lab().federations[1], "");
        const { exitCode, stdout, stderr } = await lab().run(
          "virtual machine",
          [python.python, programs[index] ?? ""],
          { PYTHONPATH, PYTHONDONTWRITEBYTECODE: "1" },
        );
        assert.deepEqual(
          { exitCode, stdout, stderr },
          { exitCode: 0, stdout: `['${KEYS.join()}']\n`, stderr: "" },
        );
      });
    }

    /** What mypy reports, in its strict mode. */
    const checked = async (files: readonly string[]): Promise<string> => {
      const config = path.join(folder, "mypy.ini");
      // s3fs has no types.
      await writeFile(config, "[mypy]\nstrict = True\n[mypy-s3fs]\nignore_missing_imports = True\n");
      const options = ["--config-file", config, "--cache-dir", path.join(folder, "cache")];
      const { stdout } = await execa(
        python.python,
        ["-m", "mypy", "--python-version", "3.10", ...options, ...files],
        { env: { MYPYPATH: PROVIDER }, cwd: folder, reject: false },
      );
      return stdout;
    };

    it("have correct types, as the provider has", async () => {
      const files = [path.join(PROVIDER, "azure_to_aws_provider"), ...programs];
      assert.match(await checked(files), /^Success: no issues found in 11 source files$/);
    });

    it("would have an error with an argument that does not exist, and with one of another type", async () => {
      const wrong = path.join(folder, "wrong.py");
      await writeFile(
        wrong,
        'from azure_to_aws_provider import session\nsession(clientId="")\nsession(duration_seconds="900")\n',
      );
      const found = [...(await checked([wrong])).matchAll(/^wrong\.py:(\d+): error: .* \[([\w-]+)\]$/gm)];
      assert.deepEqual(
        found.map(([, line, code]) => [line, code]),
        [
          ["2", "call-arg"],
          ["3", "arg-type"],
        ],
      );
    });
  },
);

/** The programs in Python on a page. */
async function programsOf(page: string): Promise<string[]> {
  const text = await readFile(path.join(PROJECT_ROOT, page), "utf8");
  return [...text.matchAll(/^```python\n(.*?)^```$/gms)].map(([, program = ""]) => program);
}
