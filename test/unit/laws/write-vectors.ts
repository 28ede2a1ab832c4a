/** Writes the files of the folder `vectors`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { vectorFiles } from "./vectors";

for (const [name, text] of Object.entries(vectorFiles())) {
  writeFileSync(path.join(PROJECT_ROOT, "vectors", name), text);
}
