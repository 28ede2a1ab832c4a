/**
 * Under npm, signals that arrive within this time after a counted one are the same Ctrl-C, in milliseconds. The time is long because
 * a busy machine is late: an ignored second Ctrl-C costs another press, but an invented one costs the removal.
 */
export const ECHO_MS = 1000;

/**
 * How long signals are echoes for a program with this environment, in milliseconds. npm forwards Ctrl-C to its program, which the
 * terminal has already signaled, so one Ctrl-C arrives twice. Source: npm, `@npmcli/run-script`, `lib/signal-manager.js`.
 */
export function echoTime({ npm_lifecycle_event: script }: NodeJS.ProcessEnv): number {
  return script === undefined ? 0 : ECHO_MS;
}

/** The meaning of Ctrl-C in a run: the first one ends the work and cleans up, the second one ends at once. */
export class Interruptions {
  readonly #work = new AbortController();
  readonly #cleanUp = new AbortController();
  readonly #echo: number;
  #lastCounted = -Infinity;

  /** @param echo - See {@link echoTime}. Default: every signal counts. */
  constructor(echo = 0) {
    this.#echo = echo;
  }

  /** Aborted by the first interrupt. */
  get work(): AbortSignal {
    return this.#work.signal;
  }

  /** Aborted by the second interrupt. */
  get cleanUp(): AbortSignal {
    return this.#cleanUp.signal;
  }

  /**
   * A signal of the terminal.
   *
   * @param at - When it arrived, in milliseconds of any clock.
   */
  signal(at: number): void {
    if (at - this.#lastCounted >= this.#echo) {
      this.#lastCounted = at;
      this.interrupt();
    }
  }

  /** Ctrl-C, SIGTERM, or a closed terminal. */
  interrupt(): void {
    const controller = this.#work.signal.aborted ? this.#cleanUp : this.#work;
    controller.abort(new Error("interrupted"));
  }
}
