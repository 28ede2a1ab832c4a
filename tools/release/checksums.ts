import { createHash } from "node:crypto";

/** A file of the release by its path, with slashes. */
export interface ReleaseFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** The text of SHA256SUMS, which `sha256sum --check` reads. Sorted by path, so it is the same for the same files. */
export function checksums(files: readonly ReleaseFile[]): string {
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, content }) => `${createHash("sha256").update(content).digest("hex")}  ${path}\n`)
    .join("");
}
