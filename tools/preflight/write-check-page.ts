/** `npm run generate -- check-page`: writes docs/errors/preflight.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { checkManuals, renderCheckPage } from "./check-page";

writeFileSync(path.join(PROJECT_ROOT, "docs/errors/preflight.md"), renderCheckPage(checkManuals()));
