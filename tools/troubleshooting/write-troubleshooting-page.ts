/** `npm run troubleshooting`: writes docs/how-to/troubleshoot.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { KNOWN_ERRORS } from "../../cli/explain/known-errors/known-errors";
import { renderTroubleshootingPage } from "./render-troubleshooting-page";

const page = path.resolve(__dirname, "../../docs/how-to/troubleshoot.md");
writeFileSync(page, renderTroubleshootingPage(KNOWN_ERRORS));
