/** Computes for `keys verify` how long the key was silent in each account and region, and where the log has gaps. */
import { counted } from "../../report/counted";
import { type Coverage, type Covered, DAY, dayOf, type TrailPlace } from "../cloudtrail/coverage";
import type { LogSummary } from "../cloudtrail/read-log";

/** More gaps than this are not listed. */
const MOST_GAPS = 5;

/**
 * How long IAM may take to show a key's use. AWS names no time for keys; it names four hours for the services that a role used.
 *
 * Source: IAM user guide, "Things to know about last accessed information"; for keys it is a guess by analogy.
 */
export const IAM_DELAY = 4 * 3_600_000;

/** A time in milliseconds in which IAM knows that the key was silent. */
export interface SilenceByIam {
  readonly from: number;
  readonly to: number;
}

/** What shows that a key is silent. */
export interface SilenceFacts {
  readonly log: LogSummary;
  readonly coverage: Coverage;
  /** The accounts and regions in which the key or its sessions made calls. */
  readonly places: readonly TrailPlace[];
  /** The last use that the log or IAM knows. */
  readonly lastUse: string | undefined;
  readonly quietDays: number;
  readonly byIam: SilenceByIam | undefined;
}

/** For how long a key is known to be silent. */
export interface Silence {
  /** The end of what is known, in milliseconds. */
  readonly end: number;
  /** Whole days. */
  readonly days: number;
  /** Why nobody can tell whether the key was silent, in sentences. Empty if the days suffice, or if the key was used within them. */
  readonly cannotTell: readonly string[];
}

/**
 * For how many days a key is silent: in each account and region in which it made calls. A day without any event of that account and region
 * is no silent day: the log may lack it.
 */
export function silenceOf(facts: SilenceFacts): Silence {
  const { log, places, lastUse, quietDays } = facts;
  const end = Date.parse(log.last ?? "") || 0;
  const from = Math.max(Date.parse(log.first ?? "") || 0, lastUse === undefined ? 0 : Date.parse(lastUse));
  const stretches = places.map((place) => stretchIn(place, from, end, facts));
  const lastEnd = Math.min(end, ...stretches.map((stretch) => stretch.end));
  const days = wholeDays(lastEnd - Math.max(from, ...stretches.map(({ start }) => start)));
  const wouldSuffice = days < quietDays && wholeDays(end - from) >= quietDays;
  return {
    end: lastEnd,
    days,
    cannotTell: wouldSuffice ? stretches.flatMap(({ problems }) => problems) : [],
  };
}

/** The silent time at the end of what the log has of a place, and what is missing before and after it. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly problems: readonly string[];
}

function stretchIn(
  place: TrailPlace,
  from: number,
  logEnd: number,
  { coverage, byIam }: SilenceFacts,
): Stretch {
  const covered = coverage.of(place);
  if (covered === undefined) {
    const problem = `The key was used ${nameOf(place)}, and the log has no event of that account and region.`;
    return { start: logEnd, end: logEnd, problems: [problem] };
  }
  const isKnown = (day: number): boolean =>
    covered.days.has(day) ||
    (byIam !== undefined && day * DAY >= dayOf(byIam.from) * DAY && (day + 1) * DAY <= byIam.to);
  const last = Date.parse(covered.last);
  const end = Math.max(last, byIam === undefined || byIam.from > last ? 0 : Math.min(byIam.to, logEnd));
  const gaps = gapsBetween(Math.max(from, Date.parse(covered.first)), end, isKnown);
  const problems = gaps.slice(-MOST_GAPS).map((gap) => gapText(place, gap));
  return {
    start: Math.max(Date.parse(covered.first), ((gaps.at(-1)?.[1] ?? -1) + 1) * DAY),
    end,
    problems: wholeDays(logEnd - end) > 0 ? [...problems, endText(place, covered, logEnd)] : problems,
  };
}

/** The first and the last day of each gap. */
function gapsBetween(
  start: number,
  end: number,
  isKnown: (day: number) => boolean,
): (readonly [first: number, last: number])[] {
  const gaps: [number, number][] = [];
  for (let day = dayOf(start); day <= dayOf(end); day++) {
    const before = gaps.at(-1);
    if (isKnown(day)) {
      continue;
    }
    if (before?.[1] === day - 1) {
      before[1] = day;
    } else {
      gaps.push([day, day]);
    }
  }
  return gaps;
}

const WHAT_THEN =
  "Add the log files of these days. If nobody called that account and region then, a snapshot taken later shows IAM's date of the last use: give --snapshot.";

function gapText(place: TrailPlace, [first, last]: readonly [number, number]): string {
  const days = first === last ? `on ${dateOf(first)}` : `from ${dateOf(first)} to ${dateOf(last)}`;
  return `The log has no event ${nameOf(place)} ${days} (${counted(last - first + 1, "day")}), so it does not show whether the key was silent. ${WHAT_THEN}`;
}

function endText(place: TrailPlace, { last }: Readonly<Covered>, logEnd: number): string {
  return `The log has no event ${nameOf(place)} after ${last}, although it goes on to ${new Date(logEnd).toISOString().slice(0, 10)} elsewhere. So it does not show whether the key is silent. ${WHAT_THEN}`;
}

function nameOf({ recipient, region }: TrailPlace): string {
  return `of account ${recipient || "?"} in ${region || "an unknown region"}`;
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function wholeDays(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / DAY));
}
