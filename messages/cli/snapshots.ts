import { Catalog, entry } from "../catalog";

/** How a snapshot is made, as messages say it. */
const COLLECT = "npx --no -- azure-to-aws collect --out FILE";

/** Snapshots that cannot be read or written. Each text continues the name of the file: `estate.snapshot.gz: …`. */
export const SNAPSHOTS = new Catalog({
  "snapshot-not-one": entry({
    text: (found: string) => `not a snapshot: ${found}. Expected a file that ${COLLECT} wrote`,
  }),
  "snapshot-newer": entry({
    text: (known: number, found: string) =>
      `a snapshot of another version. Expected version ${known}; got ${found}. Use the version of azure-to-aws that wrote it, or a newer one`,
  }),
  "snapshot-cut": entry({
    text: (line: number) =>
      `the snapshot ends too early, after line ${line}. Copy it again, or collect again: ${COLLECT}`,
  }),
  "snapshot-damaged": entry({
    text: (line: number, reason: string) =>
      `the snapshot is damaged after line ${line} (${reason}). Copy it again, or collect again: ${COLLECT}`,
  }),
  "snapshot-line-invalid": entry({
    text: (line: number, reason: string) =>
      `line ${line} of the snapshot ${reason}. Collect again: ${COLLECT}`,
  }),
  "snapshot-line-too-long": entry({
    text: (line: number, most: number) =>
      `line ${line} of the snapshot is too long. Expected at most ${most} characters. Collect again: ${COLLECT}`,
  }),
  "snapshot-not-written": entry({
    text: (code: string) =>
      `cannot write the snapshot (${code}). Choose a folder that this user may write to, on a disk with free space`,
  }),
});
