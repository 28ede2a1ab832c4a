/** `npm run audit-html`: writes cli/audit/page/page-assets.ts. */
import { writeFileSync } from "node:fs";
import { PAGE_ASSETS, pageAssets } from "./build-assets";

async function main(): Promise<void> {
  writeFileSync(PAGE_ASSETS, await pageAssets());
}

void main();
