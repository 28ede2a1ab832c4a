/** `npm run catalogue`: writes docs/rules/README.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../policypack/rules";
import { renderCatalogue } from "./render-catalogue";

writeFileSync(path.resolve(__dirname, "../../docs/rules/README.md"), renderCatalogue(rules));
