import { createHash } from "node:crypto";

/** What is needed to know a finding again. */
export interface KnownFinding {
  /** Name of the rule. */
  readonly rule: string;
  /** URN of the resource, or whatever else names it for good. */
  readonly resource: string;
  /** What is wrong, without what may change while it stays wrong. */
  readonly detail: string;
}

/** Counts findings that are the same: a baseline with one of them does not cover two. */
export class Occurrences {
  readonly #counts = new Map<string, number>();

  /** The number of findings with this fingerprint that came before. */
  next(first: string): number {
    const count = this.#counts.get(first) ?? 0;
    this.#counts.set(first, count + 1);
    return count;
  }
}

/**
 * The fingerprint of a finding: the same as long as the same thing is wrong with the same resource, whatever the
 * wording.
 *
 * @param occurrence - Counts the findings that are the same in all three, from 0: a second one is another finding.
 * @returns 32 hexadecimal digits.
 */
export function fingerprint({ rule, resource, detail }: KnownFinding, occurrence = 0): string {
  const parts = [rule, resource, detail, occurrence];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
