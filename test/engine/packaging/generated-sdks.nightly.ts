/**
 * The documented programs in Python and Go under the real engine, with the packages of the SDKs that `npm run generate -- sdks` builds:
 * the wheel, from a local index in a fresh environment, and the Go module, from a local module proxy. They run as inline
 * programs of the Automation API: Pulumi's own SDK for the language is the language host then.
 */
import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { prepareToolchain, sourceFile, type Toolchain } from "../../../lab/pulumi/toolchain";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { GO_MODULE } from "../../../tools/schema/languages";
import { buildSdks } from "../../../tools/sdks/build-sdks";
import { documentedProgram } from "../../unit/packaging/documented-program";
import { GO_ENVIRONMENT, pythonWithPulumi } from "../../unit/packaging/generated-sdk";

/** Runs the program that is given as a file, in the project and with the config that are given, twice. */
const PYTHON_DRIVER = `
import json, runpy, sys
from pulumi import automation
program, project, config = sys.argv[1:]
stack = automation.create_stack(
    "python", "orders", program=lambda: runpy.run_path(program) and None,
    opts=automation.LocalWorkspaceOptions(work_dir=project),
)
stack.set_all_config({key: automation.ConfigValue(value) for key, value in json.loads(config).items()})
first = stack.up()
again = stack.up()
print(json.dumps({"roleArn": first.outputs["roleArn"].value, "changes": again.summary.resource_changes}))
`;

/** The same for Go, in place of \`pulumi.Run\`. */
const GO_DRIVER = `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func try[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func runTwice(program pulumi.RunFunc) {
	ctx := context.Background()
	stack := try(auto.NewStackInlineSource(ctx, "go", "orders", program, auto.WorkDir(os.Args[1])))
	config := map[string]string{}
	try(0, json.Unmarshal([]byte(os.Args[2]), &config))
	for key, value := range config {
		try(0, stack.SetConfig(ctx, key, auto.ConfigValue{Value: value}))
	}
	first := try(stack.Up(ctx))
	again := try(stack.Up(ctx))
	roleArn, changes := first.Outputs["roleArn"].Value, again.Summary.ResourceChanges
	fmt.Println(string(try(json.Marshal(map[string]any{"roleArn": roleArn, "changes": changes}))))
}
`;

describe("a program with an SDK that is generated from the schema", function () {
  this.timeout(900_000); // The CLI, Pulumi for Python and Pulumi for Go are made ready when there are none yet.
  let toolchain: Toolchain;
  let lab: Lab;
  let sdks: string;
  let version: string;

  before(async () => {
    toolchain = await prepareToolchain({ report: () => undefined });
    lab = await Lab.start(toolchain, { pluginProcesses: true });
    sdks = path.join(lab.directory, "sdks");
    ({ version } = await buildSdks({ directory: sdks, report: () => undefined }));
  });

  after(async () => {
    await lab.stop();
  });

  /** The documented program, with a bucket of the lab's. */
  const program = (language: string) =>
    documentedProgram(language).replace("orders-incoming", "devteam-reports");

  async function project(runtime: string): Promise<string> {
    const folder = path.join(lab.directory, `${runtime}-project`);
    await mkdir(folder);
    const settings = { name: "orders", runtime, packages: { "azure-to-aws-federation": PROJECT_ROOT } };
    await writeFile(path.join(folder, "Pulumi.yaml"), JSON.stringify(settings));
    return folder;
  }

  /** Deploys twice, has the VM read, and removes everything. */
  async function works(
    stackName: string,
    folder: string,
    command: readonly [string, ...string[]],
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    const before = lab.azure.counts().total;
    const [executable, ...args] = command;
    const config = {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      "orders:sshPublicKey": createSshKey(),
    };
    const { environment } = lab.pulumi;
    const { stdout } = await execa(executable, [...args, folder, JSON.stringify(config)], {
      cwd: folder,
      env: {
        ...environment,
        ...env,
        PATH: [path.dirname(toolchain.cli.path), environment.PATH ?? process.env.PATH].join(path.delimiter),
      },
    });
    const { roleArn, changes } = JSON.parse(stdout) as { roleArn: string; changes: object };
    assert.match(roleArn, /^arn:aws:iam::\d{12}:role\/orders-importer-role-[0-9a-f]{7}$/);
    assert.deepEqual(Object.keys(changes), ["same"]);

    const [vm] = lab.azure.vms();
    assert.ok(vm);
    const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "importer"]);
    assert.match(listing.stdout, / 2026\//, listing.stderr);

    const destroy = ["destroy", "--yes", "--skip-preview", "--stack", stackName];
    const gone = await lab.pulumi.run(destroy, { projectDirectory: folder });
    assert.equal(gone.exitCode, 0, gone.output);
    assert.equal(lab.azure.counts().total, before);
  }

  it("deploys from Python with the wheel, its VM reads the bucket, and a second update changes nothing", async () => {
    const folder = await project("python");
    const file = path.join(folder, "program.py");
    await writeFile(file, program("python"));
    const python = await freshPython(path.join(lab.directory, "venv"));
    const pip = ["-m", "pip", "--disable-pip-version-check", "--no-input"];
    // What Pulumi's SDK needs is there already, locked by hash. The index has our package alone.
    const wheel = `azure_to_aws_federation==${version}`;
    const index = ["--no-index", "--find-links", path.join(sdks, "python"), "--only-binary", ":all:"];
    await execa(python, [...pip, "install", "--quiet", ...index, wheel]);
    const { stdout } = await execa(python, [...pip, "check"]);
    assert.equal(stdout, "No broken requirements found.");
    await works("python", folder, [python, "-c", PYTHON_DRIVER, file], { PYTHONDONTWRITEBYTECODE: "1" });
  });

  it("deploys from Go with the module, its VM reads the bucket, and a second update changes nothing", async () => {
    const folder = await project("go");
    const source = path.join(lab.directory, "go-program");
    await mkdir(source);
    await writeFile(path.join(source, "main.go"), program("go").replace("pulumi.Run(", "runTwice("));
    await writeFile(path.join(source, "driver.go"), GO_DRIVER);
    const locked = await readFile(sourceFile("sdk-for-go/go.mod"), "utf8");
    const manifest = locked.replace(/^module .*$/m, "module example.com/orders");
    await writeFile(path.join(source, "go.mod"), `${manifest}\nrequire ${GO_MODULE} v${version}\n`);
    await copyFile(sourceFile("sdk-for-go/go.sum"), path.join(source, "go.sum"));
    const executable = path.join(lab.directory, "orders");
    const settings = await goSettings();
    await forgetModule(settings.GOMODCACHE);
    try {
      await execa("go", ["build", "-o", executable, "."], {
        cwd: source,
        env: {
          ...GO_ENVIRONMENT,
          GOFLAGS: "-mod=mod -modcacherw",
          GOPROXY: `file://${path.join(sdks, "go")}|${settings.GOPROXY}`,
          GONOSUMDB: GO_MODULE,
        },
      });
      const { stdout } = await execa("go", ["version", "-m", executable]);
      assert.match(stdout, new RegExp(`dep\\t${GO_MODULE}\\tv${version}\\th1:`));
    } finally {
      await forgetModule(settings.GOMODCACHE);
    }
    await works("go", folder, [executable], {});
  });

  /** A new environment with the locked packages of Pulumi for Python, and without this package. */
  async function freshPython(directory: string): Promise<string> {
    await execa(await pythonWithPulumi(), ["-m", "venv", directory]);
    const python = path.join(directory, "bin/python");
    const locked = [
      "--require-hashes",
      "--only-binary",
      ":all:",
      "--requirement",
      sourceFile("sdk-requirements.txt"),
    ];
    await execa(python, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--no-input",
      "--disable-pip-version-check",
      ...locked,
    ]);
    return python;
  }
});

async function goSettings(): Promise<{ GOMODCACHE: string; GOPROXY: string }> {
  const { stdout } = await execa("go", ["env", "-json", "GOMODCACHE", "GOPROXY"]);
  return JSON.parse(stdout) as { GOMODCACHE: string; GOPROXY: string };
}

/** Go keeps a version forever. The one that is built here changes without a new number. */
async function forgetModule(cache: string): Promise<void> {
  const parent = path.join(cache, path.dirname(GO_MODULE));
  const unpacked = (await readdir(parent).catch(() => [])).filter((name) => name.startsWith("go@"));
  for (const folder of unpacked.map((name) => path.join(parent, name))) {
    await chmod(folder, 0o755);
    await rm(folder, { recursive: true, force: true });
  }
  await rm(path.join(cache, "cache/download", GO_MODULE), { recursive: true, force: true });
}
