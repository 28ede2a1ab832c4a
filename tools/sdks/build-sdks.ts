/** The SDKs for Python and Go as packages that their tools install. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import {
  ensurePythonEnvironment,
  generateSdk,
  type ProvisioningOptions,
  sourceFile,
} from "../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../project-root";
import { GO_MODULE } from "../schema/languages";
import type { PackageSchema } from "../schema/schema-shape";
import { sdkReadme } from "./sdk-readme";

/** Where the packages go. */
export interface SdkBuildOptions extends ProvisioningOptions {
  /** Folder for `python/` and `go/`, which are emptied first. */
  readonly directory: string;
}

/** What was built. */
export interface BuiltSdks {
  readonly version: string;
  /** Paths of all files below the folder: for Python a wheel and an sdist, for Go what a module proxy serves. */
  readonly files: readonly string[];
}

/** The time in all archives, so that one source gives one file: the earliest that a ZIP can have. */
const EPOCH = "315532800";

/**
 * Generates the SDKs from schema.json and packs them. A folder with Python's files is an index for `pip --find-links`. The
 * one for Go is a module proxy: `GOPROXY=file://<folder>/go`.
 *
 * Source for Go: go.dev/ref/mod, "GOPROXY protocol" and "Module zip files".
 */
export async function buildSdks(options: SdkBuildOptions): Promise<BuiltSdks> {
  const { directory } = options;
  const schema = JSON.parse(await readFile(path.join(PROJECT_ROOT, "schema.json"), "utf8")) as PackageSchema;
  const workspace = await mkdtemp(path.join(tmpdir(), "sdks-"));
  try {
    const requirements = sourceFile("sdk-requirements.txt");
    const { python } = await ensurePythonEnvironment({ ...options, requirements });
    const files = [
      ...(await buildForPython(schema, path.join(workspace, "python"), python, options)),
      ...(await buildForGo(schema, path.join(workspace, "go"), python, options)),
    ];
    return { version: schema.version, files: files.map((file) => path.relative(directory, file)) };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** Generates an SDK with what belongs in every package. */
async function generate(
  language: "python" | "go",
  schema: PackageSchema,
  folder: string,
  options: SdkBuildOptions,
): Promise<string> {
  const output = path.join(options.directory, language);
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  await generateSdk({
    ...options,
    language,
    schema: path.join(PROJECT_ROOT, "schema.json"),
    directory: folder,
  });
  await copyFile(path.join(PROJECT_ROOT, "LICENSE"), path.join(folder, "LICENSE"));
  await writeFile(path.join(folder, "README.md"), sdkReadme(schema, language));
  return output;
}

async function buildForPython(
  schema: PackageSchema,
  folder: string,
  python: string,
  options: SdkBuildOptions,
): Promise<string[]> {
  const output = await generate("python", schema, folder, options);
  return pack(python, ["python", folder, output]);
}

async function buildForGo(
  schema: PackageSchema,
  folder: string,
  python: string,
  options: SdkBuildOptions,
): Promise<string[]> {
  const output = await generate("go", schema, folder, options);
  // The generator writes a go.mod without the modules that the code imports: this one is tidy.
  const manifest = await readFile(sourceFile("sdk-for-go/go.mod"), "utf8");
  if (!manifest.startsWith(`module ${GO_MODULE}\n`)) {
    throw new Error(`lab/pulumi/toolchain/sdk-for-go/go.mod: expected "module ${GO_MODULE}"`);
  }
  const version = `v${schema.version}`;
  const served = path.join(output, escaped(GO_MODULE), "@v");
  await mkdir(served, { recursive: true });
  await writeFile(path.join(folder, "go.mod"), manifest);
  await writeFile(path.join(served, `${version}.mod`), manifest);
  await writeFile(path.join(served, `${version}.info`), `${JSON.stringify({ Version: version })}\n`);
  await writeFile(path.join(served, "list"), `${version}\n`);
  const zip = path.join(served, `${version}.zip`);
  await pack(python, ["go", folder, zip, `${GO_MODULE}@${version}`]);
  return ["list", `${version}.info`, `${version}.mod`, `${version}.zip`].map((name) =>
    path.join(served, name),
  );
}

/** Runs `pack.py`, which prints the files that it writes. */
async function pack(python: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await execa(python, ["-I", path.join(PROJECT_ROOT, "tools/sdks/pack.py"), ...args], {
    env: { SOURCE_DATE_EPOCH: EPOCH },
    stdin: "ignore",
  });
  return stdout.split("\n");
}

/** A module's path as a proxy has it: some disks do not tell upper from lower case. */
function escaped(modulePath: string): string {
  return modulePath.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
