/** Tries the laws of judging on new policies for a time: `node -r ./tools/typescript/register.cjs test/unit/laws/main.ts`. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { tryLaws } from "./laws";

const HELP = `Usage: main.ts [--seed N] [--minutes N]

--seed N     begin with this policy; default is a new number, which is printed
--minutes N  how long; default 10
`;

/** Policies between two looks at the clock. */
const BATCH = 1000;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { seed: { type: "string" }, minutes: { type: "string" } } });
  const [seed, minutes] = [values.seed ?? String(randomInt(2 ** 30)), values.minutes ?? "10"];
  if (!/^\d{1,10}$/.test(seed) || !/^\d{1,4}$/.test(minutes)) {
    process.stderr.write(`--seed and --minutes: expected whole numbers\n\n${HELP}`);
    return 2;
  }
  const end = performance.now() + Number(minutes) * 60_000;
  process.stdout.write(`The laws of judging are tried for ${minutes} minutes, from policy ${seed} on.\n`);
  let policies = 0;
  do {
    try {
      await tryLaws(Number(seed) + policies, BATCH);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    }
    policies += BATCH;
    process.stdout.write(`${policies} policies: the laws hold.\n`);
  } while (performance.now() < end);
  return 0;
}

void main().then((code) => {
  process.exitCode = code;
});
