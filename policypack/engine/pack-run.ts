import { baselineFile, type PlacedBaseline } from "./baseline-file";
import { EngineView } from "./engine-view";
import type { KnownViolation, SettledFinding } from "./settle-findings";

/** What the rules of a pack share during one preview or update. */
export class PackRun {
  /** What all rules see. */
  readonly view = new EngineView();
  #baseline: PlacedBaseline | undefined;
  readonly #shown = new Set<string>();
  readonly #known = new Set<string>();
  readonly #baselines = new Set<string>();

  /** The baseline of all rules. A rule's baseline takes its place. */
  get baseline(): PlacedBaseline | undefined {
    return this.#baseline;
  }

  /**
   * Gives all rules a baseline.
   *
   * @throws {BaselineError} If the file does not exist or is not a baseline.
   */
  useBaseline(file: string): void {
    this.#baseline = baselineFile(file);
  }

  /**
   * Whether a finding is to be shown. Several rules can give the same advice about a resource. It is shown once, and not
   * at all if a rule refused the same before.
   *
   * @param occurrence - The position among findings of the rule with the same identity: a policy can have two values that are wrong
   * in the same way.
   */
  shows({ kind, urn, identity }: SettledFinding, occurrence: number): boolean {
    const key = JSON.stringify([urn, identity, occurrence]);
    if (kind === "advice" && this.#shown.has(key)) {
      return false;
    }
    this.#shown.add(key);
    return true;
  }

  /** Counts a finding that a baseline holds. The stack shows some resources a second time: they count once. */
  countKnown({ fingerprint, baseline }: KnownViolation): void {
    this.#known.add(JSON.stringify([baseline.place, fingerprint]));
    this.#baselines.add(baseline.place);
  }

  /** How many findings the baselines hold. */
  get known(): number {
    return this.#known.size;
  }

  /** The baselines that hold them: absolute paths, sorted. */
  get baselines(): readonly string[] {
    return [...this.#baselines].sort();
  }
}
