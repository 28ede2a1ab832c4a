/** Attacks, faults and fuzz one after the other, in the size of `npm test`: `npm run assurance`. */
import path from "node:path";
import { PROJECT_ROOT } from "../../lab/project-root";
import { ALLOWANCE, allowedMinutes } from "./allowance";
import { type Part, runParts } from "./run-parts";

const MOCHA = path.join(PROJECT_ROOT, "node_modules/mocha/bin/mocha.js");

function part(name: string, tests: string): Part {
  return { name, command: [process.execPath, MOCHA, tests] };
}

process.chdir(PROJECT_ROOT);
const parts = [
  part("attacks", "test/security/{attacks,exploits}/**/*.test.ts"),
  part("faults", "test/security/faults/**/*.test.ts"),
  part("fuzz", "test/security/fuzz/targets.test.ts"),
];
const allowance = { minutes: allowedMinutes(process.env), changedBy: ALLOWANCE };
void runParts(parts, allowance, (line) => process.stdout.write(`${line}\n`)).then((exitCode) => {
  process.exitCode = exitCode;
});
