/** What a user does to take a set-up over: the command, `pulumi import`, the program that the command prints. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Lab } from "../../../../lab";
import { runCli } from "../../../unit/cli/run-cli";
import { ProgramStack } from "../../components/federation-lab";

/** A stack that has imported everything, and not yet updated it. */
export interface TakenOver {
  readonly taken: ProgramStack;
  /** The program that declares the component as the command said. */
  readonly declared: string;
}

/**
 * Runs the command on what the clouds print, has the CLI import what it wrote and declares what it said.
 *
 * @param exports What the clouds print, each under a name for its file.
 * @param identities The names of the identities, by which the workloads are called.
 */
export async function takeOverExports(
  lab: Lab,
  name: string,
  exports: Readonly<Record<string, unknown>>,
  identities: readonly string[],
): Promise<TakenOver> {
  const files: string[] = [];
  for (const [kind, content] of Object.entries(exports)) {
    const file = path.join(lab.directory, `${name}-${kind}.json`);
    await writeFile(file, JSON.stringify(content));
    files.push(file);
  }
  return takeOverFiles(lab, name, files, identities);
}

/**
 * The same for what was exported into files.
 *
 * @param files their absolute paths
 */
export async function takeOverFiles(
  lab: Lab,
  name: string,
  files: readonly string[],
  identities: readonly string[],
): Promise<TakenOver> {
  const named = identities.flatMap((key) => ["--workload", `${key}=${key}`]);
  const written = await runCli(["import", "--name", "orders", ...named, ...files]);
  assert.equal(written.exitCode, 0, written.stderr);
  const importFile = path.join(lab.directory, `${name}-import.json`);
  await writeFile(importFile, written.stdout);

  const taken = await ProgramStack.create(lab, `taken-${name}`);
  const declared = `const { AzureToAwsFederation } = azure;\n${written.stderr}`;
  await taken.program(declared);
  const flags = ["--generate-code=false", "--yes", "--protect=false", "--skip-preview"];
  const stack = ["--stack", taken.stack.name, "--config-file", taken.stack.configFile];
  const run = await lab.pulumi.run(["import", "--file", importFile, ...flags, ...stack], {
    projectDirectory: path.join(lab.directory, "programs", `taken-${name}`),
  });
  assert.equal(run.exitCode, 0, run.output);
  return { taken, declared };
}
