import { createHash } from "node:crypto";

/** What identifies a finding. */
export interface KnownFinding {
  /** Name of the rule. */
  readonly rule: string;
  /**
   * A permanent name of the resource, such as its URN, and then what is wrong. JSON values that are data: with a sentence in it, better
   * words would make another finding.
   */
  readonly identity: readonly unknown[];
}

/**
 * A finding on a trust policy by the name of its role in IAM: the same in a stack, in a file, and in an account.
 *
 * @param finding - What is wrong: see `findingIdentity`.
 */
export function findingOnRole(rule: string, roleName: string, finding: readonly unknown[]): KnownFinding {
  return { rule, identity: [roleName, ...finding] };
}

/** A finding as a list of accepted findings has it. */
export interface IdentifiedFinding extends KnownFinding {
  /** The resource, for anyone who reads the list: its URN, its ARN, or its name. */
  readonly resource: string;
  /** The finding in plain words. */
  readonly message: string;
}

/** Counts identical findings: to accept one of them does not accept two. */
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
 * @param occurrence - The position among findings with the same rule and identity, from 0. A second one is another finding.
 * @returns 32 hexadecimal digits.
 */
export function fingerprint({ rule, identity }: KnownFinding, occurrence = 0): string {
  const parts = [rule, identity, occurrence];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
