import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/**
 * The program in one language that `docs/how-to/other-languages.md` shows.
 *
 * @param language - The word after the fence: `ts`, `yaml`, `python`, `go`, or `js`. A title in brackets may follow it.
 */
export function documentedProgram(language: string): string {
  const page = readFileSync(path.join(PROJECT_ROOT, "docs/how-to/other-languages.md"), "utf8");
  const block = new RegExp(`^\`\`\`${language}(?: \\[[^\\]\n]*\\])?\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1];
  if (block === undefined) {
    throw new Error(`docs/how-to/other-languages.md has no program in ${language}`);
  }
  return block;
}
