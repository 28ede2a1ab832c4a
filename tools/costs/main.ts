/**
 * `npm run costs`: prints what the project costs its reader. `--write` also keeps the figures in costs.json. `--check` only fails if a
 * room has grown beyond them: an alarm, which `npm run lint` rings.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { costsTable } from "./costs-table";
import { type Costs, renderCosts } from "./figures";
import { measureCosts, readSources } from "./measure-costs";
import { beyondLimits, tokensPerFolder } from "./tokens-per-folder";

const KEPT = path.join(__dirname, "costs.json");
const WRITE = "--write";
const CHECK = "--check";

async function main(options: readonly string[]): Promise<void> {
  const unknown = options.find((option) => option !== WRITE && option !== CHECK);
  if (unknown !== undefined) {
    throw new Error(`unknown option "${unknown}". Expected ${WRITE}, ${CHECK}, or no option`);
  }
  const kept = existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, "utf8")) as Costs) : undefined;
  if (options.includes(CHECK)) {
    await check(kept);
    return;
  }
  const costs = await measureCosts(PROJECT_ROOT);
  process.stdout.write(costsTable(costs, kept));
  if (options.includes(WRITE)) {
    writeFileSync(KEPT, renderCosts(costs));
  }
}

async function check(kept: Costs | undefined): Promise<void> {
  const limits = kept?.["tokens per folder"] as Parameters<typeof beyondLimits>[1] | undefined;
  const beyond = beyondLimits(tokensPerFolder(await readSources(PROJECT_ROOT)), limits ?? {});
  if (beyond.length > 0) {
    throw new Error(
      `${beyond.join("\n")}\nMake it smaller, or keep the new figures in a commit of its own that gives the reason: npm run costs -- --write`,
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
