/** `npm run generate -- audit-pages`: writes docs/reference/audit-rules and docs/reference/audit-report.schema.json. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { AUDIT_RULES } from "../../cli/audit/rules";
import { renderAuditPages } from "./render-audit-pages";
import { reportSchema } from "./report-schema";

const REFERENCE = path.resolve(__dirname, "../../docs/reference");
const FOLDER = path.join(REFERENCE, "audit-rules");

mkdirSync(FOLDER, { recursive: true });
const pages = renderAuditPages(AUDIT_RULES);
for (const left of readdirSync(FOLDER).filter((file) => !pages.some(({ name }) => name === file))) {
  rmSync(path.join(FOLDER, left));
}
for (const { name, text } of pages) {
  writeFileSync(path.join(FOLDER, name), text);
}
void (async () => {
  const file = path.join(REFERENCE, "audit-report.schema.json");
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(reportSchema()), { ...options, filepath: file }));
})();
