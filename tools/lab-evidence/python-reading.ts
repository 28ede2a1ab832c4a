/** Reads behaviors and lines `Evidence: …` in Python, by Python's own parser. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Reading, TaggedSource } from "./evidence";

/** Reads all files together, as {@link readTypeScript} does. */
export function readPython(sources: readonly TaggedSource[]): readonly Reading[] {
  const script = path.join(__dirname, "python_reading.py");
  const answer = execFileSync("python3", ["-I", script], {
    input: JSON.stringify(sources),
    encoding: "utf8",
  });
  return JSON.parse(answer) as Reading[];
}
