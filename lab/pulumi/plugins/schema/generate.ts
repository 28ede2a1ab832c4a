/**
 * Regenerates the type tables of the plugins from the installed provider SDKs.
 *
 * Run after the SDKs were updated: `node -r ./tools/typescript/register.cjs lab/pulumi/plugins/schema/generate.ts`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderTypeTable } from "./render-type-table";
import { sdkSources } from "./sdk-sources";

async function generate(): Promise<void> {
  for (const source of sdkSources) {
    const file = join(__dirname, `${source.plugin}.ts`);
    writeFileSync(file, await renderTypeTable(source));
    console.log(`wrote ${file}`);
  }
}

void generate();
