/** Undoes the changes of a run, in the opposite order. */

/** One change to undo. */
export interface Undo {
  readonly title: string;
  readonly work: (report: (line: string) => void) => Promise<void>;
}

/** Grows before each change, because an interrupted change may have happened. */
export class UndoList {
  readonly #entries: Undo[] = [];

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  add(title: string, work: Undo["work"]): void {
    this.#entries.push({ title, work });
  }

  /**
   * Undoes everything. After a failure, it continues with the rest.
   *
   * @param report receives the title of each change
   * @param signal ends it; the rest is then not undone
   * @returns the reason for each change that could not be undone
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
