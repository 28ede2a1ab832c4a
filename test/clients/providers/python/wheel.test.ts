/** The wheel of the provider for Python, as pip installs it. */
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import manifest from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { pythonPackages } from "../../programs";
import { PROVIDER } from "./listing";

const { version } = manifest;
const WHEEL = `azure_to_aws-${version}-py3-none-any.whl`;

describe("The wheel of the provider for Python", function () {
  this.timeout(120_000);
  let python: PythonEnvironment;
  let folder: string;

  before(async function () {
    this.timeout("20m"); // The environment is made when there is none yet.
    python = await pythonPackages(path.join(__dirname, "requirements.txt"));
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "wheel-")));
    for (const name of ["one", "two"]) {
      await build(path.join(folder, name));
    }
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  /** Builds wheel and sdist with what packs the SDK for Python. */
  async function build(directory: string): Promise<void> {
    const source = path.join(directory, "source");
    const filter = (file: string): boolean => !/__pycache__|\.egg-info|\/build$/.test(file);
    await cp(PROVIDER, source, { recursive: true, filter });
    await cp(path.join(PROJECT_ROOT, "LICENSE"), path.join(source, "LICENSE"));
    const packed = path.join(directory, "packed");
    await mkdir(packed);
    const script = path.join(PROJECT_ROOT, "tools/sdks/pack.py");
    await execa(python.python, ["-I", script, "python", source, packed], {
      env: { SOURCE_DATE_EPOCH: "315532800" },
    });
  }

  const packed = (name: string, file: string): string => path.join(folder, name, "packed", file);

  it("is the same file from the same sources, and so is the sdist", async () => {
    const files = (await readdir(path.join(folder, "one/packed"))).sort();
    assert.deepEqual(files, [WHEEL, `azure_to_aws-${version}.tar.gz`]);
    for (const file of files) {
      assert.ok((await readFile(packed("one", file))).equals(await readFile(packed("two", file))), file);
    }
  });

  it("has the modules, the codes, the types, and the license, and says what it needs", async () => {
    const target = path.join(folder, "target");
    await execa(python.python, [
      "-m",
      "pip",
      "install",
      "--no-deps",
      "--no-index",
      "--target",
      target,
      packed("one", WHEEL),
    ]);
    const installed = (await readdir(path.join(target, "azure_to_aws_provider"))).filter(
      (name) => name !== "__pycache__",
    );
    const sources = (await readdir(path.join(PROVIDER, "azure_to_aws_provider"))).filter(
      (name) => name !== "__pycache__",
    );
    assert.deepEqual(installed.sort(), sources.sort());
    const info = path.join(target, `azure_to_aws-${version}.dist-info`);
    assert.equal(
      await readFile(path.join(info, "licenses/LICENSE"), "utf8"),
      await readFile(path.join(PROJECT_ROOT, "LICENSE"), "utf8"),
    );
    const [head = "", ...body] = (await readFile(path.join(info, "METADATA"), "utf8")).split("\n\n");
    assert.equal(body.join("\n\n"), await readFile(path.join(PROVIDER, "README.md"), "utf8"));
    for (const line of [
      "Name: azure-to-aws",
      `Version: ${version}`,
      "License-Expression: Apache-2.0",
      "Requires-Python: >=3.10",
      "Requires-Dist: azure-identity<2,>=1.19",
      "Requires-Dist: boto3<2,>=1.37",
      'Requires-Dist: aiobotocore<4,>=2.20; extra == "aio"',
    ]) {
      assert.ok(head.split("\n").includes(line), `${line} is not in\n${head}`);
    }
    const program = path.join(folder, "program.py");
    await writeFile(program, "import azure_to_aws_provider.aio\nprint(azure_to_aws_provider.__file__)\n");
    const { stdout } = await execa(python.python, [program], { env: { PYTHONPATH: target } });
    assert.equal(stdout, path.join(target, "azure_to_aws_provider/__init__.py"));
  });

  it("runs from the version of Python on that it asks for, by vermin's judgment", async () => {
    const vermin = path.join((await pythonPackages()).bin, "vermin");
    await execa(vermin, ["--no-tips", "-t=3.10-", path.join(PROVIDER, "azure_to_aws_provider")]);
  });
});
