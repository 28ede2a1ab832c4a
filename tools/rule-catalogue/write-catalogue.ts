/** `npm run catalogue`: writes docs/reference/rules/README.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../policypack/rules";
import { renderCatalogue } from "./render-catalogue";

writeFileSync(path.resolve(__dirname, "../../docs/reference/rules/README.md"), renderCatalogue(rules));
