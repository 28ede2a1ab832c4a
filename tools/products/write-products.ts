/** `npm run generate -- products`: writes the generated files that are not in git. The build starts with it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { products } from "./products";

async function main(): Promise<void> {
  for (const [name, text] of Object.entries(await products())) {
    const file = path.join(PROJECT_ROOT, name);
    // A build that changes nothing must not disturb tests that read the files.
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      writeFileSync(file, text);
    }
  }
}

void main();
