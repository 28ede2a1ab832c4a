/** `npm run generate -- catalog`: writes docs/reference/rules/README.md, and the table of docs/explanation/controls.md. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../policypack/rules";
import { renderCatalog, withControls } from "./render-catalog";

writeFileSync(path.resolve(__dirname, "../../docs/reference/rules/README.md"), renderCatalog(rules));
const controls = path.resolve(__dirname, "../../docs/explanation/controls.md");
writeFileSync(controls, withControls(readFileSync(controls, "utf8"), rules));
