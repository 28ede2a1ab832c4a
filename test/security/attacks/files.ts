import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";

/**
 * What Python compiled, which says when; the helper's notes of refusals, and the folder for these and sessions without a cache; the
 * folders that Azure's Run Command makes for its scripts.
 */
const LEFT_OUT =
  /__pycache__|(^|\/)notes-[0-9a-f]{8}$|^tmp\/azure-to-aws-\d+(\/session-[0-9a-f]{8}(\.lock)?)?$|^var\/lib\/waagent\/run-command-handler(\/|$)/;

/**
 * Every file, folder and link below a folder with its owner, its mode and what is in it, by its path from there. Files
 * that change with each refusal are left out.
 */
export async function filesBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!LEFT_OUT.test(entry)) {
      found[`/${entry}`] = await describe(path.join(folder, entry));
    }
  }
  return found;
}

async function describe(file: string): Promise<string> {
  const stat = await lstat(file);
  const whose = `${stat.uid} ${stat.mode.toString(8)}`;
  if (stat.isSymbolicLink()) {
    return `${whose} to ${await readlink(file)}`;
  }
  if (!stat.isFile()) {
    return whose;
  }
  return `${whose} ${createHash("sha256")
    .update(await readFile(file))
    .digest("hex")}`;
}
