import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

const BLOCK = 512;

/**
 * Packs a folder as a compressed tape archive: the same bytes for the same files on every system. Only the owner's right to
 * execute counts of the rights. Source of the format: POSIX.1-2017, `pax`, "ustar Interchange Format".
 *
 * @param folder - The folder, whose files are at the root of the archive.
 * @throws {RangeError} If the path of a file is longer than the format allows.
 */
export async function packFolder(folder: string, archive: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort();
  const blocks: Buffer[] = [];
  for (const file of files) {
    const absolute = path.join(folder, file);
    const [content, { mode }] = [await readFile(absolute), await stat(absolute)];
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    blocks.push(header(file, content.length, (mode & 0o100) === 0 ? 0o644 : 0o755), content, padding);
  }
  await writeFile(archive, gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 }));
}

function header(name: string, size: number, mode: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) {
    throw new RangeError(`${name}: longer than the 100 bytes that a name in an archive may have`);
  }
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, "0");
  block.write(name, 0);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108); // The user and the group: nobody's.
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136); // The time of the change: none, so that archives are the same.
  block.write(" ".repeat(8), 148); // The checksum counts itself as spaces.
  block.write("0", 156);
  block.write("ustar\0" + "00", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148);
  return block;
}
