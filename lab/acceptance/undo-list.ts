/** What takes back what a run did, in the opposite order. */

/** One thing to take back. */
export interface Undo {
  readonly title: string;
  readonly work: (report: (line: string) => void) => Promise<void>;
}

/** Grows before each change: a change that is interrupted may have happened. */
export class UndoList {
  readonly #entries: Undo[] = [];

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  add(title: string, work: Undo["work"]): void {
    this.#entries.push({ title, work });
  }

  /**
   * Takes everything back. What fails does not keep the rest from being taken back.
   *
   * @param report receives the title of each thing
   * @param signal ends it; the rest is then not taken back
   * @returns why something could not be taken back; empty if all is
   */
  async undo(report: (line: string) => void, signal: AbortSignal): Promise<readonly string[]> {
    const failures: string[] = [];
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) {
      if (signal.aborted) {
        failures.push(`${entry.title}: interrupted`);
        continue;
      }
      report(entry.title);
      try {
        await entry.work(report);
      } catch (error) {
        failures.push(`${entry.title}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return failures;
  }
}
