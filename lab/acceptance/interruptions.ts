/** Signals that arrive this soon after another one are the same Ctrl-C, in milliseconds. */
export const ECHO_MS = 150;

/** What Ctrl-C means in a run: first to end the work and clean up, then to end at once. */
export class Interruptions {
  readonly #work = new AbortController();
  readonly #cleanUp = new AbortController();
  #lastSignal = -Infinity;

  /** Aborted by the first interrupt. */
  get work(): AbortSignal {
    return this.#work.signal;
  }

  /** Aborted by the second interrupt. */
  get cleanUp(): AbortSignal {
    return this.#cleanUp.signal;
  }

  /**
   * A signal of the terminal. npm passes Ctrl-C on to its program, which the terminal has told already, so one Ctrl-C arrives
   * twice. Source: npm, `@npmcli/run-script`, `lib/signal-manager.js`.
   *
   * @param at - When it arrived, in milliseconds of any clock.
   */
  signal(at: number): void {
    const isEcho = at - this.#lastSignal < ECHO_MS;
    this.#lastSignal = at;
    if (!isEcho) {
      this.interrupt();
    }
  }

  /** Ctrl-C, SIGTERM, or a closed terminal. */
  interrupt(): void {
    const controller = this.#work.signal.aborted ? this.#cleanUp : this.#work;
    controller.abort(new Error("interrupted"));
  }
}
