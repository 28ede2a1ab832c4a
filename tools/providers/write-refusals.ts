/** Copies what Azure and AWS refuse with into the providers that cannot read a file outside of their folder. */
import { copyFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { REFUSALS, REFUSALS_COPIES } from "./refusals";

for (const copy of REFUSALS_COPIES) {
  copyFileSync(path.join(PROJECT_ROOT, REFUSALS), path.join(PROJECT_ROOT, copy));
}
