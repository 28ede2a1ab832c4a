/** `npm run generate -- diagrams`: writes the SVGs in docs/diagrams from the sources next to them. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { DIAGRAMS, renderDiagrams } from "./diagram-files";

async function main(): Promise<void> {
  for (const [file, svg] of await renderDiagrams()) {
    writeFileSync(path.join(DIAGRAMS, file), svg);
  }
}

void main();
