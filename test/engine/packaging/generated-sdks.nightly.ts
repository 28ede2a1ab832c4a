/**
 * The documented programs in Python and Go under the real engine, with the SDKs that are generated from schema.json. They
 * run as inline programs of the Automation API: Pulumi's own SDK for the language is the language host then.
 */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { createSshKey } from "../../../lab/demo/ssh-key";
import { Lab } from "../../../lab/lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { prepareToolchain, type Toolchain } from "../../../lab/pulumi/toolchain/toolchain";
import { documentedProgram } from "../../unit/packaging/documented-program";
import { GO_ENVIRONMENT, goSdk, pythonSdk, pythonWithPulumi } from "../../unit/packaging/generated-sdk";

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

  before(async () => {
    toolchain = await prepareToolchain({ report: () => undefined });
    lab = await Lab.start(toolchain, { pluginProcesses: true });
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

  it("deploys from Python, its VM reads the bucket, and a second update changes nothing", async () => {
    const folder = await project("python");
    const file = path.join(folder, "program.py");
    await writeFile(file, program("python"));
    const installed = await pythonSdk(path.join(lab.directory, "sdk-for-python"));
    await works("python", folder, [await pythonWithPulumi(), "-c", PYTHON_DRIVER, file], {
      PYTHONPATH: installed,
      PYTHONDONTWRITEBYTECODE: "1",
    });
  });

  it("deploys from Go, its VM reads the bucket, and a second update changes nothing", async () => {
    const folder = await project("go");
    const sdk = path.join(lab.directory, "sdk-for-go");
    await goSdk(sdk);
    const source = path.join(sdk, "program");
    await mkdir(source);
    await writeFile(path.join(source, "main.go"), program("go").replace("pulumi.Run(", "runTwice("));
    await writeFile(path.join(source, "driver.go"), GO_DRIVER);
    const executable = path.join(lab.directory, "orders");
    await execa("go", ["build", "-o", executable, "./program"], { cwd: sdk, env: GO_ENVIRONMENT });
    await works("go", folder, [executable], {});
  });
});
