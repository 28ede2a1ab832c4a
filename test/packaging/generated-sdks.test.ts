/**
 * SDKs for Python and Go, generated from schema.json by the engine's own generators. The first run builds the
 * generators, installs Pulumi for Python and compiles Pulumi for Go, which takes minutes; all three are kept.
 */
import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";

import { PROJECT_ROOT } from "../../lab/project-root";
import { ensurePythonEnvironment } from "../../lab/toolchain/python-environment";
import { generateSdk, type SdkLanguage } from "../../lab/toolchain/sdk-generator";
import { sourceFile } from "../../lab/toolchain/toolchain-files";
import { installedPackages, refusedLicenses } from "../structure/python-licenses";
import { documentedProgram } from "./documented-program";

const SSH_KEY = "ssh-ed25519 AAAA administrator";
const ROLE_ARN = "arn:aws:iam::111122223333:role/orders";

/** Runs the program that is given as a file, with mocks that print what was registered. */
const UNDER_MOCKS = `
import json, runpy, sys
import pulumi
class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        print(json.dumps([args.typ, args.name, args.inputs]))
        return [args.name, {**args.inputs, "workloads": {"importer": {"roleArn": "${ROLE_ARN}"}}}]
    def call(self, args):
        return {}
pulumi.runtime.set_mocks(Mocks(), project="orders", stack="dev", preview=False)
pulumi.runtime.set_all_config({"orders:sshPublicKey": "${SSH_KEY}"})
pulumi.export = lambda name, value: value.apply(lambda known: print(json.dumps([name, known])))
@pulumi.runtime.test
def run():
    runpy.run_path(sys.argv[1])
run()
`;

describe("an SDK that is generated from the schema", function () {
  this.timeout(900_000);
  const report = () => undefined;
  let directory = "";

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "generated-sdks-")));
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  async function generate(language: SdkLanguage): Promise<string> {
    const schema = path.join(PROJECT_ROOT, "schema.json");
    const folder = path.join(directory, language);
    await generateSdk({ language, schema, directory: folder, report });
    return folder;
  }

  it("compiles for Python, and the documented program registers with it what the plugin takes", async () => {
    const sdk = await generate("python");
    const { python } = await ensurePythonEnvironment({
      report,
      requirements: sourceFile("sdk-requirements.txt"),
    });
    await execa(python, ["-m", "compileall", "-q", sdk]);
    const installed = path.join(directory, "installed");
    const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    await execa(python, [...pip, "--no-deps", "--no-build-isolation", "--target", installed, sdk]);
    const program = path.join(directory, "program.py");
    await writeFile(program, documentedProgram("python"));
    const { stdout } = await execa(python, ["-c", UNDER_MOCKS, program], {
      env: { PYTHONPATH: installed, PYTHONDONTWRITEBYTECODE: "1" },
    });
    const lines = stdout.split("\n").map((line) => JSON.parse(line) as unknown[]);
    const component = lines.find(([type]) => type === "azure-to-aws-federation:index:AzureToAwsFederation");
    assert.ok(component, stdout);
    const { importer } = (component[2] as { workloads: Record<string, Record<string, unknown>> }).workloads;
    assert.deepEqual(importer?.permissions, { readBuckets: ["orders-incoming", "orders-archive"] });
    assert.equal((importer.virtualMachine as Record<string, unknown>).sshPublicKey, SSH_KEY);
    // Lines of outputs come as soon as they are known.
    assert.deepEqual(
      lines.find(([name]) => name === "roleArn"),
      ["roleArn", ROLE_ARN],
    );
  });

  it("needs nothing for Python but what is under licenses that allow any use", async () => {
    const requirements = sourceFile("sdk-requirements.txt");
    const { python } = await ensurePythonEnvironment({ report, requirements });
    assert.deepEqual(refusedLicenses(await installedPackages(python)), []);
  });

  it("builds for Go, and the documented program compiles against it", async () => {
    const sdk = await generate("go");
    // A lock instead of the generated requirement, so that no later version is fetched.
    const module = async (folder: string) =>
      /^module .*$/m.exec(await readFile(path.join(folder, "go.mod"), "utf8"))?.[0];
    assert.equal(await module(sdk), await module(sourceFile("sdk-for-go")));
    for (const name of ["go.mod", "go.sum"]) {
      await copyFile(sourceFile(path.join("sdk-for-go", name)), path.join(sdk, name));
    }
    const program = path.join(sdk, "program");
    await mkdir(program);
    await writeFile(path.join(program, "main.go"), documentedProgram("go"));
    const options = { cwd: sdk, env: { CGO_ENABLED: "0", GOWORK: "off" } };
    await execa("go", ["build", "-mod=readonly", "./..."], options);
    await execa("go", ["vet", "-mod=readonly", "./..."], options);
    const { stdout } = await execa("gofmt", ["-l", program], options);
    assert.equal(stdout, "", "the documented program is formatted as Go's own tool formats it");

    await writeFile(
      path.join(program, "main.go"),
      documentedProgram("go").replace("ReadBuckets:", "ReadBucket:"),
    );
    const wrong = await execa("go", ["vet", "-mod=readonly", "./program"], { ...options, reject: false });
    assert.match(wrong.stderr, /unknown field ReadBucket/);
  });
});
