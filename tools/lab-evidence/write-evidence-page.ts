/** `npm run generate -- evidence`: writes docs/reference/lab-evidence.md. Fails for a behavior without evidence. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { judgeEvidence } from "./evidence";
import { readLab } from "./read-lab";
import { renderEvidencePage } from "./render-evidence-page";

const { evidence, problems } = judgeEvidence(readLab());
writeFileSync(path.resolve(__dirname, "../../docs/reference/lab-evidence.md"), renderEvidencePage(evidence));
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}
