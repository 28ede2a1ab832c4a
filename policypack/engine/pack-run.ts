import { withCode } from "../../messages";
import { Acceptance } from "./acceptance";
import { readAccepted } from "./accepted-finding";
import { EngineView } from "./engine-view";
import type { SettledFinding } from "./settle-findings";

/** What the rules of a pack share during one preview or update. */
export class PackRun {
  /** What all rules see. */
  readonly view = new EngineView();
  #acceptance: Acceptance | undefined;
  readonly #shown = new Set<string>();

  /** The findings that the configuration accepts. */
  get acceptance(): Acceptance {
    return (this.#acceptance ??= new Acceptance([]));
  }

  /**
   * Reads the setting `accepted`, once.
   *
   * @throws {Error} If it has a problem. Without the accepted findings, a rule would refuse what it accepted before.
   */
  accept(setting: unknown): void {
    if (this.#acceptance === undefined) {
      const { findings, problems } = readAccepted(setting);
      if (problems.length > 0) {
        const lines = problems.map(({ path, code, reason }) =>
          withCode({ code, text: `${path}: ${reason}` }),
        );
        const error = new Error(lines.join("\n"));
        // The engine shows the stack of what a policy throws, which says nothing to the reader.
        error.stack = error.message;
        throw error;
      }
      this.#acceptance = new Acceptance(findings);
    }
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
}
