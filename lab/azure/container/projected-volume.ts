/** A volume that the node fills with files: secrets, tokens. */
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** One file of a volume. */
export interface VolumeFile {
  /** Name in the volume: one segment, not beginning with two dots. */
  readonly name: string;
  readonly text: string;
}

/**
 * Fills `folder`, again each time it is called, the way the kubelet does: the files are in a hidden folder, `..data` points
 * to it, and each visible name is a link through `..data`, so that all files change at one moment. Files have mode 0644:
 * they can be read by everybody and not run.
 *
 * @evidence source The files of a volume change at one moment, by a link to a hidden folder. Source:
 *   kubernetes/kubernetes pkg/volume/util/atomic_writer.go.
 */
export async function fillVolume(folder: string, files: readonly VolumeFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const hidden = await mkdtemp(join(folder, "..version_"));
  for (const { name, text } of files) {
    await writeFile(join(hidden, name), text, { mode: 0o644 });
  }
  const fresh = join(folder, "..data_tmp");
  await symlink(basename(hidden), fresh);
  await rename(fresh, join(folder, "..data"));
  const names = new Set(files.map(({ name }) => name));
  const present = await readdir(folder);
  for (const entry of present) {
    const isStale = entry.startsWith("..version_") ? entry !== basename(hidden) : !names.has(entry);
    if (isStale && entry !== "..data") {
      await rm(join(folder, entry), { recursive: true });
    }
  }
  for (const name of names) {
    if (!present.includes(name)) {
      await symlink(join("..data", name), join(folder, name));
    }
  }
}
