/** `npm run generate -- catalog`: writes docs/reference/rules/README.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../policypack/rules";
import { renderCatalog } from "./render-catalog";

writeFileSync(path.resolve(__dirname, "../../docs/reference/rules/README.md"), renderCatalog(rules));
