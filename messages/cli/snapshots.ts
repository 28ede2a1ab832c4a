import { Catalog, entry } from "../catalog";

/** How a snapshot is made, as messages say it. */
const COLLECT = "npx @azure-to-aws/cli collect --out FILE";

/** Snapshots that cannot be read or written. Each text continues the name of the file: `estate.snapshot.gz: …`. */
export const SNAPSHOTS = new Catalog({
  "snapshot-not-one": entry({
    text: (found: string) => `not a snapshot: ${found}. Expected a file that ${COLLECT} wrote`,
  }),
  "snapshot-cut": entry({
    text: (line: number) =>
      `the snapshot ends too early, after line ${line}. Copy it again, or collect again: ${COLLECT}`,
  }),
  "snapshot-line-invalid": entry({
    text: (line: number, reason: string) =>
      `line ${line} of the snapshot ${reason}. Collect again: ${COLLECT}`,
  }),
});
