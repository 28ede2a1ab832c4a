/** Answers for keys verify whether a log covers an account and a region, day by day. */
import type { TrailEvent } from "./trail-event";

/** A day in milliseconds. */
export const DAY = 24 * 3_600_000;

/** How many days of all accounts and regions are remembered together: more than an organization's ten years have in one region each. */
const MOST_DAYS = 2_000_000;

/** Where CloudTrail records an event: the account whose trail has it, and the region. */
export type TrailPlace = Pick<TrailEvent, "recipient" | "region">;

/** What a log has of an account and a region. */
export interface Covered {
  /** The earliest and the latest event. */
  first: string;
  last: string;
  /** Days with any event, counted from 1970. */
  readonly days: Set<number>;
  hasDataEvents: boolean;
}

/**
 * Which days of which accounts and regions a log has, by its events: by anybody's, of any kind.
 *
 * CloudTrail writes no file for a time without events. So a day without one is a day on which nobody called that account in that region,
 * or a day that this copy of the log lacks: the log cannot tell. Source: AWS, CloudTrail user guide, "CloudTrail log file examples" and
 * "Find your CloudTrail log files".
 */
export class Coverage {
  readonly #places = new Map<string, Covered>();
  #days = 0;
  #isFull = false;

  constructor(private readonly most = MOST_DAYS) {}

  /** Whether the log has more days than are remembered. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Takes an event, whosever it is. Its time has CloudTrail's form. */
  add({ recipient, region, time, isDataEvent }: TrailPlace & Pick<TrailEvent, "time" | "isDataEvent">): void {
    const place = `${recipient} ${region}`;
    let covered = this.#places.get(place);
    if (covered === undefined) {
      covered = { first: time, last: time, days: new Set(), hasDataEvents: false };
      this.#places.set(place, covered);
    }
    covered.first = time < covered.first ? time : covered.first;
    covered.last = time > covered.last ? time : covered.last;
    covered.hasDataEvents ||= isDataEvent;
    const day = dayOf(Date.parse(time));
    if (covered.days.has(day)) {
      return;
    }
    if (this.#days >= this.most) {
      this.#isFull = true;
      return;
    }
    this.#days++;
    covered.days.add(day);
  }

  /** @returns `undefined` if the log has no event of the account and the region. */
  of({ recipient, region }: TrailPlace): Readonly<Covered> | undefined {
    return this.#places.get(`${recipient} ${region}`);
  }

  /** Whether the log has a data event of an account, in any region: a trail of all regions records the same kinds in each. */
  hasDataEvents(account: string): boolean {
    return [...this.#places].some(
      ([place, { hasDataEvents }]) => hasDataEvents && place.startsWith(`${account} `),
    );
  }
}

/** The day of a time, counted from 1970 in UTC. */
export function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / DAY);
}
