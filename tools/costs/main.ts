/** `npm run costs`: prints what the project costs its reader; `npm run costs -- --write` also keeps the figures in costs.json. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { costsTable } from "./costs-table";
import { type Costs, renderCosts } from "./figures";
import { measureCosts } from "./measure-costs";

const KEPT = path.join(__dirname, "costs.json");
const WRITE = "--write";

async function main(options: readonly string[]): Promise<void> {
  const unknown = options.find((option) => option !== WRITE);
  if (unknown !== undefined) {
    throw new Error(`unknown option "${unknown}". Expected ${WRITE}, or no option`);
  }
  const kept = existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, "utf8")) as Costs) : undefined;
  const costs = await measureCosts(PROJECT_ROOT);
  process.stdout.write(costsTable(costs, kept));
  if (options.includes(WRITE)) {
    writeFileSync(KEPT, renderCosts(costs));
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
