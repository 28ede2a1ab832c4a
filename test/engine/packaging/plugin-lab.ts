/** A lab for the plugin as users without npm get it: programs in YAML, the documented one among them. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PulumiStack } from "../../../lab/pulumi";
import { prepareToolchain, provideYamlLanguageHost } from "../../../lab/pulumi/toolchain";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { documentedProgram } from "../../unit/packaging/documented-program";

/** The program of the manual, without the place of the package, and with a bucket of the lab. */
const [HEADER = "", PROGRAM = ""] = documentedProgram("yaml")
  .replace("orders-incoming", "devteam-reports")
  .split(/packages:\n {2}.*\n/);

/** A lab whose engine starts all plugins itself, and has the language host for YAML. */
export async function startPluginLab(): Promise<Lab> {
  const report = () => undefined;
  const toolchain = await prepareToolchain({ report });
  const lab = await Lab.start(toolchain, { pluginProcesses: true });
  await provideYamlLanguageHost(toolchain.cli, lab.pulumi.environment.PULUMI_HOME, { report });
  return lab;
}

/** Writes a project with the documented program into a folder of the lab. */
export async function writeProject(lab: Lab, name: string, packages = ""): Promise<string> {
  const folder = path.join(lab.directory, name);
  await mkdir(folder);
  await writeFile(path.join(folder, "Pulumi.yaml"), `${HEADER}${packages}${PROGRAM}`);
  return folder;
}

/** A stack of a project, which has the name of the folder. */
export async function stackIn(lab: Lab, projectDirectory: string): Promise<PulumiStack> {
  return PulumiStack.create(lab.pulumi, {
    projectDirectory,
    stackName: path.basename(projectDirectory),
    directory: path.join(lab.directory, "stacks"),
    config: {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      "orders:sshPublicKey": createSshKey(),
    },
  });
}

/** Deploys, has the VM list the bucket, deploys again without a change, and removes everything. */
export async function deploysAndGoes(lab: Lab, stack: PulumiStack): Promise<void> {
  const before = lab.azure.counts().total;
  const up = await stack.up();
  assert.equal(up.exitCode, 0, up.output);
  const [vm] = lab.azure.vms();
  assert.ok(vm);
  const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "importer"]);
  assert.match(listing.stdout, / 2026\//, listing.stderr);
  assert.deepEqual(Object.keys((await stack.up()).changes), ["same"]);
  assert.equal((await stack.destroy()).exitCode, 0);
  assert.equal(lab.azure.counts().total, before);
}
