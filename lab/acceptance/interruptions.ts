/** What Ctrl-C means in a run: first to end the work and clean up, then to end at once. */
export class Interruptions {
  readonly #work = new AbortController();
  readonly #cleanUp = new AbortController();

  /** Aborted by the first interrupt. */
  get work(): AbortSignal {
    return this.#work.signal;
  }

  /** Aborted by the second interrupt. */
  get cleanUp(): AbortSignal {
    return this.#cleanUp.signal;
  }

  /** Ctrl-C, SIGTERM, or a closed terminal. */
  interrupt(): void {
    const controller = this.#work.signal.aborted ? this.#cleanUp : this.#work;
    controller.abort(new Error("interrupted"));
  }
}
