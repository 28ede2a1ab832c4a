/** Decides which files below a folder judge looks at. */
import { execFile } from "node:child_process";
import { type Dirent, existsSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { INPUT_FILES } from "../../messages/input-files";
import { UnreadableError } from "../../policy-sources";

const run = promisify(execFile);

/** Folders that tools fill: with other people's code, or with copies of what is next to them. */
const TOOL_FOLDERS = new Set([
  ".cache",
  ".git",
  ".hg",
  ".svn",
  ".terraform",
  ".terragrunt-cache",
  ".tox",
  ".venv",
  ".yarn",
  "node_modules",
]);

/** The most that git may print, in bytes: some millions of names. */
const LONGEST_LIST = 512 * 1024 * 1024;

/**
 * The files of a folder and of all folders below it, sorted by name: those that git tracks and those that it does not ignore.
 * Without git, or in a folder that git ignores, all files count except those of tools. Links are listed and not followed.
 *
 * @throws {UnreadableError} If a folder cannot be listed.
 */
export async function listFolder(folder: string): Promise<string[]> {
  const tracked = await gitFiles(folder);
  return tracked === undefined ? filesBelow(folder, await entriesOf(folder)) : filesBelow(folder, tracked);
}

async function filesBelow(folder: string, names: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const name of [...new Set(names)].sort()) {
    const file = path.join(folder, name);
    switch (await kindOf(file)) {
      case "folder":
        // For git, a repository within the repository is one name.
        files.push(
          ...(existsSync(path.join(file, ".git"))
            ? await listFolder(file)
            : await filesBelow(file, await entriesOf(file))),
        );
        break;
      case "file":
        files.push(file);
        break;
      case "none":
        break;
    }
  }
  return files;
}

/** What a name in a list means. Git also lists files that somebody deleted. */
async function kindOf(file: string): Promise<"folder" | "file" | "none"> {
  try {
    return (await lstat(file)).isDirectory() ? "folder" : "file";
  } catch {
    return "none";
  }
}

/** What git lists of a folder; `undefined` if there is no git, or it knows nothing of the folder. */
async function gitFiles(folder: string): Promise<string[] | undefined> {
  if (await isIgnored(folder)) {
    return undefined;
  }
  const listed = await git(folder, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  const names = listed?.split("\0").filter((name) => name !== "");
  return names?.length === 0 ? undefined : names;
}

async function isIgnored(folder: string): Promise<boolean> {
  return (await git(folder, ["check-ignore", "--quiet", "--no-index", "."])) !== undefined;
}

/** What git prints; `undefined` if it fails. The settings of a repository can name programs, and none of them is run. */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  // A hook's variables are about the folder in which git runs, not about this one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG_|CEILING)/.test(name)),
  );
  try {
    const { stdout } = await run("git", ["-c", "core.fsmonitor=false", ...args], {
      cwd: folder,
      env,
      maxBuffer: LONGEST_LIST,
    });
    return stdout;
  } catch {
    return undefined;
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    throw new UnreadableError(INPUT_FILES.say("input-folder-not-listed"));
  }
  return entries
    .filter((entry) => !entry.isDirectory() || !TOOL_FOLDERS.has(entry.name))
    .map(({ name }) => name);
}
