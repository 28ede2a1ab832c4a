/** What the tests of processes that run for hours share: services that fail for a time, and the ends of sessions by the lab's clock. */
import type { FaultInjector, FaultRule, InjectedFault } from "../../../lab/http";

/** The operation of AWS STS that opens sessions. */
export const ASSUME = /^AssumeRoleWithWebIdentity$/;

/** A service that is down. */
export function down(route: RegExp): FaultRule {
  return { route, fault: { kind: "answer", answer: { status: 503 } } };
}

/**
 * Sessions that end at another time than STS says: the emulator has the machine's clock.
 *
 * @param later - Milliseconds by which they end later, read at each answer.
 */
export function laterSessions(later: () => number): FaultRule {
  const change = (body: string): string =>
    body.replace(/(?<=<Expiration>)[^<]+/, (end) =>
      new Date(Date.parse(end) + later()).toISOString().replace(/\.\d+/, ""),
    );
  return { route: ASSUME, fault: { kind: "wrong-body", change } };
}

/** A service that fails for a time, once. */
export class Outage {
  #fault: InjectedFault | undefined;
  #isOver = false;

  /**
   * @param rule - What happens in the outage.
   * @param otherwise - The rules before and after it. Default: none.
   */
  constructor(
    private readonly faults: FaultInjector,
    private readonly rule: FaultRule,
    private readonly otherwise: readonly FaultRule[] = [],
  ) {
    this.#set(otherwise);
  }

  /** How many requests failed. */
  get struck(): number {
    return this.#fault?.struck.length ?? 0;
  }

  /** Begins or ends the outage. It does not begin again. */
  follow(isOut: boolean): void {
    if (isOut && this.#fault === undefined) {
      [this.#fault] = this.#set([this.rule]);
    }
    if (!isOut && this.#fault !== undefined && !this.#isOver) {
      this.#isOver = true;
      this.#set(this.otherwise);
    }
  }

  #set(rules: readonly FaultRule[]): InjectedFault[] {
    this.faults.clear();
    return rules.map((rule) => this.faults.add(rule));
  }
}
