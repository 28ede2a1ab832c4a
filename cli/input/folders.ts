import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { INPUT_FILES } from "../../messages";
import { type FolderFile, UnreadableError } from "../../policy-sources";
import { isObject, itemsOf } from "../../trust";
import { readInput, STDIN } from "./read-input";

/** Whether a file is Terraform source, by its name: its language has no sign of its own. */
export function isTerraformFile(file: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(file);
}

/**
 * The files that a name on the command line means. A file is itself. A folder is its CloudFormation templates, as
 * `cdk synth` writes them, or its Terraform source.
 *
 * @throws {UnreadableError} If it is a folder that holds neither.
 */
export async function filesIn(named: string): Promise<string[]> {
  if (named === STDIN || !(await isFolder(named))) {
    return [named];
  }
  const files = await inFolder(named);
  if (files.length === 0) {
    throw new UnreadableError(INPUT_FILES.say("input-folder-without-files"));
  }
  return files;
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    // Reading it says why not.
    return false;
  }
}

async function inFolder(folder: string): Promise<string[]> {
  const entries = (await listed(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = entries
    .filter(
      (entry) => !entry.isDirectory() && /\.(template\.(json|ya?ml)|(tf|tofu)(\.json)?)$/.test(entry.name),
    )
    .map(({ name }) => path.join(folder, name));
  const isAssembly = entries.some(({ name }) => name === "manifest.json");
  const named = isAssembly ? await templatesOf(path.join(folder, "manifest.json")) : [];
  // The stages of a CDK app have folders of their own.
  const stages = entries.filter(
    (entry) => isAssembly && entry.isDirectory() && entry.name.startsWith("assembly-"),
  );
  const within: string[] = [];
  for (const { name } of stages) {
    within.push(...(await inFolder(path.join(folder, name))));
  }
  return [...new Set([...own, ...named, ...within])];
}

async function listed(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    throw new UnreadableError(INPUT_FILES.say("input-folder-not-listed"));
  }
}

/**
 * The templates of the stacks that a cloud assembly's manifest names.
 *
 * Source: AWS CDK, "cloud-assembly-schema".
 */
async function templatesOf(manifest: string): Promise<string[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readInput(manifest, process.stdin));
  } catch {
    throw new UnreadableError(INPUT_FILES.say("input-manifest-invalid"));
  }
  const artifacts = isObject(content) && isObject(content.artifacts) ? Object.values(content.artifacts) : [];
  return itemsOf(artifacts).flatMap((artifact) => {
    const properties = isObject(artifact) && isObject(artifact.properties) ? artifact.properties : {};
    return isObject(artifact) &&
      artifact.type === "aws:cloudformation:stack" &&
      typeof properties.templateFile === "string"
      ? [path.join(path.dirname(manifest), properties.templateFile)]
      : [];
  });
}

/** How many files of a folder are read. */
const MOST = 500;

/** The other Terraform files of a file's folder, and those that give its variables values. */
export async function readBeside(file: string): Promise<FolderFile[]> {
  return (await readModule(path.dirname(file))).filter(({ name }) => name !== path.basename(file));
}

/**
 * The Terraform files of a folder, and those that give its variables values. Terraform follows links.
 *
 * @throws {UnreadableError} If the folder cannot be listed.
 */
export async function readModule(folder: string): Promise<FolderFile[]> {
  const names = (await listed(folder))
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter(
      (name) => isTerraformFile(name) || /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(name),
    )
    .sort();
  const files: FolderFile[] = [];
  for (const name of names.slice(0, MOST)) {
    files.push({ name, text: await readOrEmpty(path.join(folder, name)) });
  }
  return files;
}

/** A file beside the judged one. What an unreadable one declares is unknown. */
async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readInput(file, process.stdin);
  } catch (error) {
    if (error instanceof UnreadableError) {
      return "";
    }
    throw error;
  }
}
