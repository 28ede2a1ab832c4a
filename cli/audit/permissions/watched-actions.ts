import { coversAction } from "../../../trust";
import { DATA_SERVICES } from "./data-services";
import { ESCALATION_PATHS } from "./escalation-paths";

/** An action that no service has: only a pattern for all of them covers it. */
export const EVERY_ACTION = "\0:\0";

/** Actions that an administrator has, in addition to {@link EVERY_ACTION}. */
export const ADMINISTRATION: readonly string[] = [
  EVERY_ACTION,
  "iam:AttachRolePolicy",
  "iam:CreatePolicyVersion",
  "iam:PassRole",
];

/** The actions that decide how far a role gets. All others are not kept. */
const WATCHED: readonly string[] = [
  ...new Set([
    "sts:AssumeRole",
    ...ADMINISTRATION,
    ...ESCALATION_PATHS.flatMap(({ needs }) => needs.map(({ action }) => action)),
    ...DATA_SERVICES.flatMap(({ read, write }) => [...read, ...write]),
  ]),
];

const POSITIONS = new Map(WATCHED.map((action, position) => [action, position]));

/** An action among the watched ones, by its position. */
export function watchedAction(action: string): number {
  const position = POSITIONS.get(action);
  if (position === undefined) {
    throw new RangeError(`${action} is not a watched action`);
  }
  return position;
}

const POWERFUL = new Set(
  [...ADMINISTRATION, ...ESCALATION_PATHS.flatMap(({ needs }) => needs.map(({ action }) => action))].map(
    (action) => POSITIONS.get(action),
  ),
);

/** Whether a watched action, by its position, can make a role an administrator or is one of a path. */
export function isPowerful(action: number): boolean {
  return POWERFUL.has(action);
}

const REACHING = new Set(
  ["sts:AssumeRole", ...DATA_SERVICES.flatMap(({ read, write }) => [...read, ...write])].map((action) =>
    POSITIONS.get(action),
  ),
);

/** Whether a watched action, by its position, reaches data or other roles. */
export function reachesFurther(action: number): boolean {
  return REACHING.has(action);
}

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
  const covered = WATCHED.flatMap((action, position) => (coversAction(pattern, action) ? [position] : []));
  const found = covered.length === 0 ? NONE : covered;
  if (remembered.size < MOST_REMEMBERED) {
    remembered.set(pattern, found);
  }
  return found;
}

/** The watched actions that none of some patterns covers: what `NotAction` leaves. */
export function watchedExcept(patterns: readonly string[]): readonly number[] {
  const excepted = new Set(patterns.flatMap((pattern) => watchedBy(pattern)));
  return WATCHED.flatMap((_, position) => (excepted.has(position) ? [] : [position]));
}
