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
export async function inRounds<Candidates extends Readonly<Record<string, Candidate>>>(
  { rounds, warmUp = 1, signal }: RoundOptions,
  candidates: Candidates,
): Promise<{ [Name in keyof Candidates]: number[] }> {
  const all = Object.entries<Candidate>(candidates).map(
    ([name, candidate]) => [name, candidate, [] as number[]] as const,
  );
  for (let round = -warmUp; round < rounds; round++) {
    const first = (round + warmUp) % all.length;
    for (const [, candidate, samples] of [...all.slice(first), ...all.slice(0, first)]) {
      signal?.throwIfAborted();
      const sample = await timed(candidate);
      if (round >= 0) {
        samples.push(sample);
      }
    }
  }
  return Object.fromEntries(all.map(([name, , samples]) => [name, samples])) as {
    [Name in keyof Candidates]: number[];
  };
}

async function timed(candidate: Candidate): Promise<number> {
  const begun = performance.now();
  const sample = await candidate();
  return typeof sample === "number" ? sample : performance.now() - begun;
}
