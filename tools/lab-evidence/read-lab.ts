/** Reads the doubles of both clouds from the disk. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Reading, TaggedSource } from "./evidence";
import { readPython } from "./python-reading";
import { readTypeScript } from "./typescript-reading";

const ROOT = path.resolve(__dirname, "../..");
const DOUBLES = ["lab/azure", "lab/arm-types", "lab/aws"];

/** What the doubles do, and the evidence for it. */
export function readLab(): readonly Reading[] {
  const paths = DOUBLES.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      path.posix.join(folder, name.replaceAll(path.sep, "/")),
    ),
  ).sort();
  const sourcesOf = (extension: string): readonly TaggedSource[] =>
    paths
      .filter((file) => file.endsWith(extension))
      .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), "utf8") }));
  return [...readTypeScript(sourcesOf(".ts")), ...readPython(sourcesOf(".py"))];
}
