/** Recognizes folders and Terraform files for judge, and reads the Terraform files of a folder. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { INPUT_FILES } from "../../messages/input-files";
import { type FolderFile, UnreadableError } from "../../policy-sources";
import { readInput } from "./read-input";

/** Whether a file is Terraform source, by its name: its language has no sign of its own. */
export function isTerraformFile(file: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(file);
}

/** Whether a name on the command line is that of a folder. */
export async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    // Reading it says why not.
    return false;
  }
}

async function listed(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    throw new UnreadableError(INPUT_FILES.say("input-folder-not-listed"));
  }
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

/** A file next to the judged one. What an unreadable one declares is unknown. */
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
