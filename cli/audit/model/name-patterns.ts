/** Compares many role ARNs with the resource patterns of policies, fast enough for large accounts. */
import { matchesWildcards } from "../../../trust";
import { hasWildcard } from "../permissions/resource-patterns";

/** Patterns of ARNs. Most are names, which are looked up. */
export class NamePatterns {
  readonly #names: ReadonlySet<string>;
  readonly #patterns: readonly string[];

  constructor(patterns: Iterable<string>) {
    const all = new Set(patterns);
    this.#names = all;
    this.#patterns = [...all].filter(hasWildcard);
  }

  /** Whether one of them is for an ARN. */
  match(arn: string): boolean {
    return this.#names.has(arn) || this.#patterns.some((pattern) => matchesWildcards(pattern, arn));
  }
}
