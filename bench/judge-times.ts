/**
 * Judges documents that grow, or only parses them, in a process of its own, whose garbage is of nothing else:
 * `judge-times.ts judge|parse PART ROUNDS COUNT…` prints the milliseconds of each round by count, as JSON.
 */
import { judgeTrustPolicy } from "@azure-to-aws/federation/trust";
import { inRounds } from "./rounds";
import { type Growing, growingPolicy } from "./trust-policies";

const [what, part, rounds, ...counts] = process.argv.slice(2);
const documents = new Map(counts.map((count) => [count, growingPolicy(part as Growing, Number(count))]));

const work: (text: string) => unknown = what === "parse" ? JSON.parse : judgeTrustPolicy;

/** How often each document is judged before. */
const WARM_UP = Number(rounds) / 2;

async function main(): Promise<void> {
  const samples: Record<string, readonly number[]> = {};
  // Before the first is measured everything is compiled, for documents of every size.
  for (let run = 0; run < WARM_UP; run++) {
    for (const text of documents.values()) {
      work(text);
    }
  }
  for (const [count, text] of documents) {
    const working = { working: () => void work(text) };
    samples[count] = (await inRounds({ rounds: Number(rounds) }, working)).working;
  }
  process.stdout.write(JSON.stringify(samples));
}

void main();
