import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/**
 * The program in one language that the manual shows.
 *
 * @param language - The word after the fence: `ts`, `yaml`, `python`, or `go`; `js` is the script that writes the helper's files. A title in
 * brackets may follow it.
 */
export function documentedProgram(language: string): string {
  const file = `docs/how-to/${language === "js" ? "write-helper-files" : "other-languages"}.md`;
  const page = readFileSync(path.join(PROJECT_ROOT, file), "utf8");
  const block = new RegExp(`^\`\`\`${language}(?: \\[[^\\]\n]*\\])?\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1];
  if (block === undefined) {
    throw new Error(`${file} has no program in ${language}`);
  }
  return block;
}
