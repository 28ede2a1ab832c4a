/** Writes docs/rules/README.md. Run by `npm run catalogue`, from the sources. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { renderCatalogue } from "./catalogue";
import { rules } from "./rules";

writeFileSync(path.join(__dirname, "../docs/rules/README.md"), renderCatalogue(rules));
