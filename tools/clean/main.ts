/** `npm run clean`: removes the per-user cache of downloads and builds, and says how much that was. */
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { defaultCacheDirectory } from "../../lab/pulumi/toolchain";

/** Bytes of all files below a folder. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

void (async () => {
  const folder = defaultCacheDirectory();
  const size = await sizeOf(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  console.log(
    size === 0 ? `${folder}: nothing to remove` : `${folder}: ${(size / 1e9).toFixed(1)} GB removed`,
  );
})();
