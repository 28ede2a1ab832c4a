/** A copy of the checkout, in which a release is made: the working tree stays as it is. */
import { cp, lstat, mkdir, readdir, realpath, symlink } from "node:fs/promises";
import path from "node:path";
import { trackedFiles } from "./git";

/**
 * Copies what git knows into a folder, and links what npm installed. Packages of the project lead into the copy.
 *
 * @param folder - An empty folder.
 */
export async function copyCheckout(root: string, folder: string): Promise<void> {
  for (const file of await trackedFiles(root)) {
    const from = path.join(root, file);
    // Git also lists files that were removed since.
    if ((await lstat(from).catch(() => undefined)) !== undefined) {
      await cp(from, path.join(folder, file), { verbatimSymlinks: true });
    }
  }
  const installed = path.join(root, "node_modules");
  if ((await lstat(installed).catch(() => undefined)) !== undefined) {
    await linkPackages(installed, path.join(folder, "node_modules"), await realpath(root), folder);
  }
}

async function linkPackages(from: string, to: string, root: string, copy: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const source = path.join(from, name);
    if (name === ".cache" || name === ".package-lock.json") {
      continue;
    }
    if (name.startsWith("@")) {
      await linkPackages(source, path.join(to, name), root, copy);
      continue;
    }
    const target = await realpath(source);
    const own = path.relative(root, target);
    const isOfProject = !own.startsWith("..") && !own.split(path.sep).includes("node_modules");
    await symlink(isOfProject ? path.join(copy, own) : source, path.join(to, name));
  }
}
