/** `npm test -- assurance`: attacks, faults, and fuzzing one after the other, in the size of the tables of docs/assurance.md. */
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { ALLOWANCE, allowedMinutes } from "./allowance";
import { type Part, runParts } from "./run-parts";

const MOCHA = path.join(PROJECT_ROOT, "node_modules/mocha/bin/mocha.js");

function part(name: string, ...tests: readonly string[]): Part {
  return { name, command: [process.execPath, MOCHA, ...tests.map((test) => `test/security/${test}`)] };
}

process.chdir(PROJECT_ROOT);
const parts = [
  part("attacks", "attacks/**/*.test.ts", "exploits/leaked-state.test.ts", "exploits/exploits.nightly.ts"),
  part("faults", "faults/**/*.test.ts", "faults/seeded-faults-table.nightly.ts"),
  part("fuzz", "fuzz/targets.test.ts"),
];
const allowance = { minutes: allowedMinutes(process.env), changedBy: ALLOWANCE };
void runParts(parts, allowance, (line) => process.stdout.write(`${line}\n`)).then((exitCode) => {
  process.exitCode = exitCode;
});
