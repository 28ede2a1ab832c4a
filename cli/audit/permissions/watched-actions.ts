/** The list of AWS actions that the permissions analysis tracks, each known by its position. */
import { DANGEROUS_ACTIONS, ESCALATION_PATHS, matchesWildcards } from "../../../trust";
import { DATA_SERVICES } from "./data-services";

/** An action that no service has: only a pattern for all of them covers it. */
export const EVERY_ACTION = "\0:\0";

/** Actions that an administrator has, in addition to {@link EVERY_ACTION}. */
export const ADMINISTRATION: readonly string[] = [
  EVERY_ACTION,
  "iam:AttachRolePolicy",
  "iam:CreatePolicyVersion",
  "iam:PassRole",
];

/** The actions that make a role powerful, or may. */
const POWERFUL_ACTIONS = [
  ...ADMINISTRATION,
  ...DANGEROUS_ACTIONS.map(({ action }) => action).filter((action) => action !== "sts:AssumeRole"),
  ...ESCALATION_PATHS.flatMap(({ needs }) => needs.map(({ action }) => action)),
];

const REACHING_ACTIONS = [
  "sts:AssumeRole",
  ...DATA_SERVICES.flatMap(({ read, write }) => [...read, ...write]),
];

/** The actions that decide how far a role gets. All others are not kept. */
const WATCHED: readonly string[] = [...new Set([...POWERFUL_ACTIONS, ...REACHING_ACTIONS])];

const POSITIONS = new Map(WATCHED.map((action, position) => [action, position]));

/** An action among the watched ones, by its position. */
export function watchedAction(action: string): number {
  const position = POSITIONS.get(action);
  if (position === undefined) {
    throw new RangeError(`${action} is not a watched action`);
  }
  return position;
}

const POWERFUL = new Set(POWERFUL_ACTIONS.map((action) => POSITIONS.get(action)));

/** Whether a watched action, by its position, can make a role an administrator, is one of a path, or is dangerous. */
export function isPowerfulAction(action: number): boolean {
  return POWERFUL.has(action);
}

const REACHING = new Set(REACHING_ACTIONS.map((action) => POSITIONS.get(action)));

/** Whether a watched action, by its position, reaches data or other roles. */
export function reachesFurther(action: number): boolean {
  return REACHING.has(action);
}

/** The service of a watched action, by its position. */
export function serviceOfWatched(action: number): string {
  return serviceOf(LOWER[action] ?? "");
}

/** Each watched action in lower case. */
const LOWER = WATCHED.map((action) => action.toLowerCase());

/** The positions of a service's actions: most patterns name their service. */
const BY_SERVICE = new Map<string, number[]>();
LOWER.forEach((action, position) => {
  const service = serviceOf(action);
  BY_SERVICE.set(service, [...(BY_SERVICE.get(service) ?? []), position]);
});

const EVERY = LOWER.map((_, position) => position);
const NONE: readonly number[] = [];
/** How many patterns are remembered. Accounts use the same ones again and again. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, readonly number[]>();

/** The watched actions that a pattern covers, by their positions. */
export function watchedBy(pattern: string): readonly number[] {
  const known = remembered.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const lower = pattern.toLowerCase();
  const among = hasOpenService(pattern) ? EVERY : (BY_SERVICE.get(serviceOf(lower)) ?? NONE);
  const covered = among.filter((position) => matchesWildcards(lower, LOWER[position] ?? ""));
  const found = covered.length === 0 ? NONE : covered;
  if (remembered.size < MOST_REMEMBERED) {
    remembered.set(pattern, found);
  }
  return found;
}

/** Whether a pattern of actions has a wildcard in its service, so that it is compared with the actions of all services. */
export function hasOpenService(pattern: string): boolean {
  return !/^[^*?:]*:/.test(pattern);
}

/** The watched actions that none of some patterns covers: what `NotAction` leaves. */
export function watchedExcept(patterns: readonly string[]): readonly number[] {
  const excepted = new Set(patterns.flatMap((pattern) => watchedBy(pattern)));
  return EVERY.filter((position) => !excepted.has(position));
}

/** The service of an action. */
function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":")));
}
