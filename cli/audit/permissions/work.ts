/**
 * How many steps of comparing patterns one role may take: about a tenth of a second. The largest policies of ordinary accounts
 * take a fraction of that. Steps and not time, so every machine gives the same report.
 */
const MOST_STEPS = 5_000_000;

/** How many patterns are kept of what one action is allowed on. */
export const MOST_GRANTS = 2_000;

/** How many patterns an action may have that is compared with the names of all roles and users of an account. */
export const MOST_NAME_PATTERNS = 100;

/** How many steps it takes to keep a pattern. */
export const STEPS_TO_KEEP = 200;

/** Counts the steps that a role's policies take, so a hostile policy ends as "not known" instead of never. */
export class Work {
  #left: number;

  /** @param steps - How many steps there are. */
  constructor(steps = MOST_STEPS) {
    this.#left = steps;
  }

  /** Takes some steps. Returns `false` if there are not as many left: then none is left. */
  spend(steps: number): boolean {
    this.#left = steps > this.#left ? -1 : this.#left - steps;
    return this.#left >= 0;
  }

  /** Ends the work: what is left would take too long. */
  end(): void {
    this.#left = -1;
  }

  /** Whether something was left out because it would have taken too many steps. */
  get isSpent(): boolean {
    return this.#left < 0;
  }
}
