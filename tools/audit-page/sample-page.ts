/** `node -r ./tools/typescript/register.cjs tools/audit-page/sample-page.ts ROLES FILE`: writes a page with invented roles. */
import { writeFileSync } from "node:fs";
import { renderPage } from "../../cli/audit/page/render-page";
import { seededReport } from "./seeded-report";

async function main([roles = "12", file = "audit.html"]: readonly string[]): Promise<void> {
  writeFileSync(file, await renderPage(seededReport({ roles: Number(roles) })));
}

void main(process.argv.slice(2));
