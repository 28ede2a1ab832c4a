import { createHash } from "node:crypto";

/** What identifies a finding. */
export interface KnownFinding {
  /** Name of the rule. */
  readonly rule: string;
  /** The URN of the resource, or another permanent name of it. */
  readonly resource: string;
  /** The problem, without details that can change while it persists. */
  readonly detail: string;
}

/** Counts identical findings: a baseline with one of them does not cover two. */
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
 * The fingerprint of a finding. It stays the same while the same resource has the same problem, whatever the wording.
 *
 * @param occurrence - The position among findings with the same rule, resource, and detail, from 0. A second one is another
 *   finding.
 * @returns 32 hexadecimal digits.
 */
export function fingerprint({ rule, resource, detail }: KnownFinding, occurrence = 0): string {
  const parts = [rule, resource, detail, occurrence];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
