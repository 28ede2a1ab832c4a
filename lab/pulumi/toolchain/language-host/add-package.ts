/** What `pulumi package add` and `pulumi install` ask a language host for, for a program for Node. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { GeneratePackageRequest, LinkRequest } from "@pulumi/pulumi/proto/language_pb";
import { generateSdk } from "../sdk-generator";

const run = promisify(execFile);

/**
 * Writes the SDK of a package into the folder that the engine names, with the engine's own generator.
 *
 * Source (source code): pulumi/pulumi, `sdk/nodejs/cmd/pulumi-language-nodejs/main.go` (`GeneratePackage`).
 *
 * @throws Error with what is wrong with the schema
 */
export async function generatePackage(request: GeneratePackageRequest): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "azure-to-aws-schema-"));
  try {
    const schema = path.join(folder, "schema.json");
    await writeFile(schema, request.getSchema());
    await generateSdk({
      language: "nodejs",
      schema,
      directory: request.getDirectory(),
      // Standard error of a host is shown when it fails.
      report: (line) => process.stderr.write(`${line}\n`),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Adds generated SDKs to the program's package.json. `npm install` comes afterwards, see {@link installPackages}.
 *
 * Source (source code): the same file (`Link`), and `sdk/nodejs/npm/npm.go`.
 *
 * @returns what the engine shows: how the program imports them
 * @throws Error if npm fails
 */
export async function linkPackages(request: LinkRequest): Promise<string> {
  const program = request.getInfo()?.getProgramDirectory() ?? "";
  const imports: string[] = [];
  for (const dependency of request.getPackagesList()) {
    const folder = dependency.getPath();
    const manifest = await readFile(path.join(program, folder, "package.json"), "utf8");
    const { name } = JSON.parse(manifest) as { readonly name: string };
    await run("npm", ["pkg", "set", `dependencies.${name}=file:${folder}`], { cwd: program });
    imports.push(`  import * as ${camelCase(dependency.getPackage()?.getName() ?? name)} from "${name}";\n`);
  }
  return `You can import the SDK in your TypeScript code with:\n\n${imports.join("")}`;
}

/**
 * Installs the packages of a plugin that the engine has fetched. A folder with `node_modules` is left as it is, so nothing changes in a
 * checkout.
 *
 * @returns what npm printed
 * @throws Error if npm fails
 */
export async function installPlugin(directory: string): Promise<string> {
  return existsSync(path.join(directory, "node_modules")) ? "" : installPackages(directory);
}

/**
 * Installs the packages of a program: `npm install` in its folder.
 *
 * Source (source code): the same file (`InstallDependencies`), and `sdk/nodejs/npm/npm.go`.
 *
 * @returns what npm printed
 * @throws Error if npm fails
 */
export async function installPackages(directory: string): Promise<string> {
  const { stdout, stderr } = await run("npm", ["install", "--loglevel=error"], { cwd: directory });
  return `${stdout}${stderr}`;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
