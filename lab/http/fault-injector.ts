/** Lets requests to a double go wrong, as rules say. */
import type { RequestListener, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../seeded-random";
import { type Answer, holdAnswer, sendAnswer, sendPart } from "./answer";
import type { Fault, FaultRule, MadeUpAnswer, Requested } from "./fault";
import { LaggingMemory } from "./lagging-memory";

/** A rule at work. */
export interface InjectedFault {
  /** The operations that it struck, in their order. */
  readonly struck: readonly string[];
  /** Ends it. */
  readonly remove: () => void;
}

/** Wraps a double's handlers. Without rules, it changes nothing. */
export class FaultInjector {
  readonly #rules = new Set<ActiveRule>();

  /** Adds a fault. If several rules fit a request, the oldest one that strikes decides. */
  add(rule: FaultRule): InjectedFault {
    const active = new ActiveRule(rule);
    this.#rules.add(active);
    return { struck: active.struck, remove: () => this.#rules.delete(active) };
  }

  /** Ends all rules. */
  clear(): void {
    this.#rules.clear();
  }

  /** A handler whose requests can go wrong. */
  around(handler: RequestListener): RequestListener {
    return (request, response) => {
      const requested = { operation: `${request.method ?? ""} ${request.url ?? ""}`, form: "" };
      this.handle(requested, response, () => {
        handler(request, response);
      }).catch(() => response.destroy());
    };
  }

  /**
   * Answers a request by the first rule that strikes, or else by its handler.
   *
   * @param work the handler; it may go on after it has returned
   * @throws what the handler throws
   */
  async handle(requested: Requested, response: ServerResponse, work: () => unknown): Promise<void> {
    for (const rule of this.#rules) {
      if (await rule.answers(requested, response, work)) {
        return;
      }
    }
    await work();
  }
}

/** A rule with its count, its chance and its memory. */
class ActiveRule {
  readonly struck: string[] = [];
  readonly #rule: FaultRule;
  readonly #random: () => number;
  readonly #memory: LaggingMemory | undefined;
  #spared = 0;

  constructor(rule: FaultRule) {
    this.#rule = rule;
    this.#random = seededRandom(rule.seed ?? 1);
    this.#memory = rule.fault.kind === "lagging-reads" ? new LaggingMemory(rule.fault) : undefined;
  }

  /** Whether it took the request over. */
  async answers(requested: Requested, response: ServerResponse, work: () => unknown): Promise<boolean> {
    this.#memory?.notice(requested);
    if (!this.#rule.route.test(requested.operation)) {
      return false;
    }
    if (this.#memory !== undefined && !this.#memory.isBehind(requested)) {
      const answer = await holdAnswer(response, work);
      this.#memory.remember(requested, answer);
      sendAnswer(response, answer);
      return true;
    }
    if (!this.#strikes()) {
      return false;
    }
    this.struck.push(requested.operation);
    await this.#strike(this.#rule.fault, requested, response, work);
    return true;
  }

  #strikes(): boolean {
    const { after = 0, count = Infinity, probability = 1 } = this.#rule;
    if (this.#spared < after) {
      this.#spared++;
      return false;
    }
    return this.struck.length < count && this.#random() < probability;
  }

  async #strike(
    fault: Fault,
    requested: Requested,
    response: ServerResponse,
    work: () => unknown,
  ): Promise<void> {
    const tell = async (): Promise<void> => this.#rule.onStrike?.(requested);
    const hold = async (): Promise<Answer> => {
      const answer = await holdAnswer(response, work);
      await tell();
      return answer;
    };
    switch (fault.kind) {
      case "lost-answer":
        await hold();
        response.destroy();
        return;
      case "cut-answer":
        sendPart(response, await hold(), fault.share);
        return;
      case "wrong-body": {
        const answer = await hold();
        sendAnswer(response, { ...answer, body: Buffer.from(fault.change(answer.body.toString("utf8"))) });
        return;
      }
      case "false-answer":
        await hold();
        sendAnswer(response, madeUp(fault.answer));
        return;
      case "cut":
        await tell();
        response.destroy();
        return;
      case "answer":
        await tell();
        sendAnswer(response, madeUp(fault.answer));
        return;
      case "lagging-reads":
        await tell();
        sendAnswer(response, this.#memory?.recall(requested) ?? madeUp(fault.absent));
        return;
      case "latency":
        await tell();
        await late(fault.milliseconds, response);
        if (!response.destroyed) {
          await work();
        }
    }
  }
}

function madeUp({ status, headers = {}, body = "" }: MadeUpAnswer): Answer {
  return { status, headers, body: Buffer.from(body) };
}

/** Waits. Stops waiting when the client closes the connection. */
async function late(milliseconds: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  if (milliseconds === Infinity) {
    await new Promise((resolve) => response.once("close", resolve));
    return;
  }
  await delay(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined);
}
