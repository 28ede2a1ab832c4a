/** Takes samples of several candidates side by side. */

/** What one candidate does; the number that it returns is its sample, else the time that it took, in milliseconds. */
export type Candidate = () => unknown;

/** How often. */
export interface RoundOptions {
  readonly rounds: number;
  /** Rounds whose samples are thrown away. Default: 1. */
  readonly warmUp?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs every candidate once a round, beginning with another one each round, so that drift of the machine and caches
 * that a neighbour warmed fall on all alike.
 *
 * @returns The samples by candidate, in the order of the rounds.
 */
export async function inRounds<Name extends string>(
  { rounds, warmUp = 1, signal }: RoundOptions,
  candidates: Readonly<Record<Name, Candidate>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(candidates) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    const first = (round + warmUp) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      signal?.throwIfAborted();
      const sample = await timed(candidates[name]);
      if (round >= 0) {
        samples[name].push(sample);
      }
    }
  }
  return samples;
}

async function timed(candidate: Candidate): Promise<number> {
  const begun = performance.now();
  const sample = await candidate();
  return typeof sample === "number" ? sample : performance.now() - begun;
}
