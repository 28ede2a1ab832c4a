import { Catalog, entry } from "../catalog";

/** How a snapshot is made, as messages say it. */
const COLLECT = "npx --no -- azure-to-aws collect --out FILE";

/** Snapshots that cannot be read or written. Each text continues the name of the file: `estate.snapshot.gz: …`. */
export const SNAPSHOTS = new Catalog("Snapshots", {
  "snapshot-not-one": entry({
    text: (found: string) => `not a snapshot: ${found}. Expected a file that ${COLLECT} wrote`,
    sample: ["the file is not compressed with gzip"],
    cause: "The file is something else, or somebody decompressed or edited it.",
    fix: "Name the file that `azure-to-aws collect` wrote, as it is. A decompressed one can be compressed again: `gzip FILE`.",
  }),
  "snapshot-newer": entry({
    text: (known: number, found: string) =>
      `a snapshot of another version. Expected version ${known}; got ${found}. Use the version of azure-to-aws that wrote it, or a newer one`,
    sample: [1, "2"],
    cause:
      "A newer version of the command line wrote the snapshot, and this version does not know its format.",
    fix: "Update `@azure-to-aws/cli`, or collect again with this version.",
  }),
  "snapshot-cut": entry({
    text: (line: number) =>
      `the snapshot ends too early, after line ${line}. Copy it again, or collect again: ${COLLECT}`,
    sample: [5120],
    cause:
      "A copy of the file stopped before its end. `collect` itself never leaves such a file under its final name.",
    fix: "Copy the file again, and compare the sizes. `gzip --test FILE` checks it.",
  }),
  "snapshot-damaged": entry({
    text: (line: number, reason: string) =>
      `the snapshot is damaged after line ${line} (${reason}). Copy it again, or collect again: ${COLLECT}`,
    sample: [5120, "incorrect data check"],
    cause: "Bytes of the compressed file changed on the way, for instance in a transfer in text mode.",
    fix: "Copy the file again, in binary mode. `gzip --test FILE` checks it.",
  }),
  "snapshot-line-invalid": entry({
    text: (line: number, reason: string) =>
      `line ${line} of the snapshot ${reason}. Collect again: ${COLLECT}`,
    sample: [12, "is not valid JSON"],
    cause: "Somebody edited the snapshot, or another program wrote it.",
    fix: "Collect again. To see the line: `gunzip --stdout FILE | sed -n 12p`.",
  }),
  "snapshot-line-too-long": entry({
    text: (line: number, most: number) =>
      `line ${line} of the snapshot is too long. Expected at most ${most} characters. Collect again: ${COLLECT}`,
    sample: [12, 16777216],
    cause:
      "One line is one object of a cloud. The largest ones are far below this size, so the file is something else.",
    fix: "Name the file that `azure-to-aws collect` wrote.",
  }),
  "snapshot-not-written": entry({
    text: (code: string) =>
      `cannot write the snapshot (${code}). Choose a folder that this user may write to, on a disk with free space`,
    sample: ["ENOSPC"],
    cause: "The operating system reported an error. The code in parentheses is its own.",
    fix: `Give another file with \`--out\`: \`${COLLECT}\`.`,
  }),
});
