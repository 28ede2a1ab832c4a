/** `npm test -- fuzz`: feeds a million inputs to all that reads what others wrote. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runCampaign } from "./campaign";
import { NIGHTLY } from "./target";
import { targets } from "./targets";

const HELP = `Usage: npm test -- fuzz [TARGET...] [--seed N] [--runs N] [--path P] [--whole]

Targets: ${targets.map(({ name }) => name).join(", ")}

--seed N  make the inputs from this number again; default is a new one, which is printed
--runs N  inputs for each target; default together ${NIGHTLY * targets.reduce((sum, { runs }) => sum + runs, 0)}
--path P  only the input that a run that failed tells
--whole   print reason and input of a failure uncut
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      runs: { type: "string" },
      path: { type: "string" },
      whole: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  const unknown = positionals.filter((name) => !targets.some((target) => target.name === name));
  const numbers = [values.seed, values.runs].filter((text) => text !== undefined);
  if (values.help === true || unknown.length > 0 || numbers.some((text) => !/^\d{1,9}$/.test(text))) {
    process.stdout.write(unknown.length > 0 ? `There is no target ${unknown.join(", ")}.\n\n${HELP}` : HELP);
    return values.help === true ? 0 : 2;
  }
  const seed = values.seed === undefined ? randomInt(1_000_000_000) : Number(values.seed);
  process.stdout.write(
    `seed ${seed}\n${row("target", "inputs", "accepted", "slowest", "seconds", "outcome")}`,
  );
  let failures = 0;
  for (const target of targets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    const start = Date.now();
    const runs = values.runs === undefined ? target.runs * NIGHTLY : Number(values.runs);
    const { path, whole } = values;
    const asked = { seed, runs, whole, ...(path === undefined ? {} : { path }) };
    const result = await runCampaign(target, { ...asked, report: console.error });
    const { accepted, refused } = result.counts;
    failures += result.failure === undefined ? 0 : 1;
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    const outcome = result.failure === undefined ? "held" : "FAILED";
    const [inputs, slowest] = [String(accepted + refused), `${result.milliseconds} ms`];
    process.stdout.write(row(target.name, inputs, String(accepted), slowest, seconds, outcome));
    if (result.failure !== undefined) {
      process.stdout.write(`${result.failure}\n`);
    }
  }
  return failures === 0 ? 0 : 1;
}

function row(name: string, ...cells: readonly string[]): string {
  return `${name.padEnd(24)}${cells.map((cell) => cell.padStart(10)).join("")}\n`;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
