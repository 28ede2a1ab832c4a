/** The state of things before they were written, for reads that lag. */
import type { Answer } from "./answer";
import type { LaggingReads, Requested } from "./fault";

/** What one rule of lagging reads remembers. */
export class LaggingMemory {
  /** How many more reads of a thing are behind. */
  readonly #behind = new Map<string, number>();
  readonly #answers = new Map<string, Answer>();

  constructor(private readonly lag: LaggingReads) {}

  /** Sees every request, for the writes among them. */
  notice(request: Requested): void {
    const thing = this.lag.thing(request);
    if (thing !== undefined && this.lag.writes.test(request.operation)) {
      this.#behind.set(thing, this.lag.reads);
    }
  }

  /** Whether this read still gets the state before the last write. Each call counts as a read. */
  isBehind(request: Requested): boolean {
    const thing = this.lag.thing(request) ?? "";
    const left = this.#behind.get(thing) ?? 0;
    this.#behind.set(thing, Math.max(0, left - 1));
    return left > 0;
  }

  /** Keeps the answer to a read that is not behind. */
  remember(request: Requested, answer: Answer): void {
    this.#answers.set(key(request), answer);
  }

  /** The answer to the same read before the write. Undefined if there was no such read. */
  recall(request: Requested): Answer | undefined {
    return this.#answers.get(key(request));
  }
}

function key({ operation, form }: Requested): string {
  return `${operation}\n${form}`;
}
