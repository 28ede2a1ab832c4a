/**
 * `npm run generate -- api`: accepts what programs can import, and the changes of the schema, by writing the reports. `npm run generate -- api --released`
 * makes the schema the one that later changes are compared with.
 */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { version } from "../../package.json";
import { PROJECT_ROOT } from "../project-root";
import { outlineOf, RELEASED, renderReports, REPORTS } from "./reports";

async function main(options: readonly string[]): Promise<void> {
  if (options.includes("--released")) {
    remove((name) => RELEASED.test(name));
    writeFileSync(path.join(REPORTS, `schema-${version}.txt`), `${outlineOf(PROJECT_ROOT).join("\n")}\n`);
  }
  const reports = await renderReports(PROJECT_ROOT);
  remove((name) => !RELEASED.test(name));
  for (const [name, text] of Object.entries(reports)) {
    writeFileSync(path.join(REPORTS, name), text);
  }
}

function remove(isOld: (name: string) => boolean): void {
  for (const name of readdirSync(REPORTS).filter(isOld)) {
    rmSync(path.join(REPORTS, name));
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
