/** SDKs for Python and Go, generated from schema.json by the engine's own generators and made ready for a program. */
import assert from "node:assert/strict";
import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import {
  ensurePythonEnvironment,
  generateSdk,
  type SdkLanguage,
  sourceFile,
} from "../../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../../tools/project-root";

const report = () => undefined;

/** How Go is called: with nothing but the locked modules. */
export const GO_ENVIRONMENT = { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly" };

async function generate(language: SdkLanguage, directory: string): Promise<void> {
  await generateSdk({ language, schema: path.join(PROJECT_ROOT, "schema.json"), directory, report });
}

/** The interpreter with Pulumi for Python, in an environment of its own. */
export async function pythonWithPulumi(): Promise<string> {
  const requirements = sourceFile("sdk-requirements.txt");
  return (await ensurePythonEnvironment({ report, requirements })).python;
}

/**
 * Generates the SDK for Python in a folder and installs it.
 *
 * @returns the folder for PYTHONPATH
 */
export async function pythonSdk(directory: string): Promise<string> {
  const python = await pythonWithPulumi();
  const sdk = path.join(directory, "sdk");
  await generate("python", sdk);
  const installed = path.join(directory, "installed");
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  await execa(python, [...pip, "--no-deps", "--no-build-isolation", "--target", installed, sdk]);
  return installed;
}

/** Generates the SDK for Go as the module in a folder, with a lock in place of the generated requirement. */
export async function goSdk(directory: string): Promise<void> {
  await generate("go", directory);
  const module = async (folder: string) =>
    /^module .*$/m.exec(await readFile(path.join(folder, "go.mod"), "utf8"))?.[0];
  assert.equal(await module(directory), await module(sourceFile("sdk-for-go")));
  for (const name of ["go.mod", "go.sum"]) {
    await copyFile(sourceFile(path.join("sdk-for-go", name)), path.join(directory, name));
  }
}
