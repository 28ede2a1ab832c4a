/**
 * SDKs for Python and Go, generated from schema.json by the engine's own generators. The first run builds the
 * generators, installs Pulumi for Python and compiles Pulumi for Go, which takes minutes; all three are kept.
 */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { installedPackages, refusedLicenses } from "../structure/python-licenses";
import { committedSchema } from "../tools/schema/committed-schema";
import { documentedProgram } from "./documented-program";
import { GO_ENVIRONMENT, goSdk, pythonSdk, pythonWithPulumi } from "./generated-sdk";

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
pulumi.runtime.set_all_config({
    "orders:sshPublicKey": "${SSH_KEY}", "orders:identityId": "/an/identity", "orders:roleArn": "${ROLE_ARN}",
})
pulumi.export = lambda name, value: value.apply(lambda known: print(json.dumps([name, known])))
@pulumi.runtime.test
def run():
    runpy.run_path(sys.argv[1])
run()
`;

/** The example of a component in one language. */
function exampleIn(language: string, description: string): string {
  const code = new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, "ms").exec(description)?.[1];
  assert.ok(code !== undefined, `no example in ${language}`);
  return code;
}

describe("an SDK that is generated from the schema", function () {
  this.timeout(900_000);
  let directory = "";

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "generated-sdks-")));
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it("compiles for Python, and the documented program registers with it what the plugin takes", async () => {
    const installed = await pythonSdk(path.join(directory, "python"));
    await execa(await pythonWithPulumi(), ["-m", "compileall", "-q", installed]);
    const program = path.join(directory, "program.py");
    await writeFile(program, documentedProgram("python"));
    const { stdout } = await execa(await pythonWithPulumi(), ["-c", UNDER_MOCKS, program], {
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

  it("runs the examples of the schema in Python", async () => {
    const installed = await pythonSdk(path.join(directory, "python-examples"));
    const { resources } = committedSchema();
    for (const [token, { description = "" }] of Object.entries(resources)) {
      const program = path.join(directory, "example.py");
      await writeFile(program, exampleIn("python", description));
      const { stdout } = await execa(await pythonWithPulumi(), ["-c", UNDER_MOCKS, program], {
        env: { PYTHONPATH: installed, PYTHONDONTWRITEBYTECODE: "1" },
      });
      assert.ok(stdout.includes(`["${token}", `), `${token}: ${stdout}`);
    }
  });

  it("needs nothing for Python but what is under licenses that allow any use", async () => {
    assert.deepEqual(refusedLicenses(await installedPackages(await pythonWithPulumi())), []);
  });

  it("builds for Go, and the documented program and the examples of the schema compile against it", async () => {
    const sdk = path.join(directory, "go");
    await goSdk(sdk);
    const program = path.join(sdk, "program");
    await mkdir(program);
    await writeFile(path.join(program, "main.go"), documentedProgram("go"));
    const options = { cwd: sdk, env: GO_ENVIRONMENT };
    for (const [token, { description = "" }] of Object.entries(committedSchema().resources)) {
      const example = path.join(program, token.split(":").at(-1) ?? "");
      await mkdir(example);
      await writeFile(path.join(example, "main.go"), `${exampleIn("go", description)}\n`);
    }
    await execa("go", ["build", "./..."], options);
    await execa("go", ["vet", "./..."], options);
    const { stdout } = await execa("gofmt", ["-l", program], options);
    assert.equal(stdout, "", "the documented programs are formatted as Go's own tool formats them");

    await writeFile(
      path.join(program, "main.go"),
      documentedProgram("go").replace("ReadBuckets:", "ReadBucket:"),
    );
    const wrong = await execa("go", ["vet", "./program"], { ...options, reject: false });
    assert.match(wrong.stderr, /unknown field ReadBucket/);
  });
});
