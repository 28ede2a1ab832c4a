/**
 * Below npm, signals that arrive this soon after the one that counted are the same Ctrl-C, in milliseconds. It is long, since a busy
 * machine passes signals on late: a second Ctrl-C that is ignored costs another press, and one that is invented costs the removal.
 */
export const ECHO_MS = 1000;

/**
 * How long signals are echoes for a program with this environment, in milliseconds. npm passes Ctrl-C on to its program, which the
 * terminal has signaled already, so one Ctrl-C arrives twice. Source: npm, `@npmcli/run-script`, `lib/signal-manager.js`.
 */
export function echoTime({ npm_lifecycle_event: script }: NodeJS.ProcessEnv): number {
  return script === undefined ? 0 : ECHO_MS;
}

/** What Ctrl-C means in a run: first to end the work and clean up, then to end at once. */
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
