import { access, constants, stat } from "node:fs/promises";
import path from "node:path";

/**
 * The first executable file of that name on the search path, as a shell would find it.
 *
 * @param name file name without a folder
 * @param searchPath value of `PATH`
 * @returns its absolute path, or `undefined` when there is none
 */
export async function findExecutable(name: string, searchPath = ""): Promise<string | undefined> {
  for (const folder of searchPath.split(path.delimiter)) {
    const candidate = path.resolve(folder, name);
    if (folder !== "" && (await isExecutableFile(candidate))) {
      return candidate;
    }
  }
  return undefined;
}

/** Whether `file` exists, is a file and may be executed by this user. */
export async function isExecutableFile(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
