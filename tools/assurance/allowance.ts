/** How long attacks, faults, and fuzzing may take together. */

/** Minutes that they may take on two cores. */
const MINUTES = 12;

/** The variable with which a slower machine gets more time. */
export const ALLOWANCE = "ASSURANCE_MINUTES";

/** The minutes that the environment allows; default 12. @throws Error if the value is not a positive number */
export function allowedMinutes(environment: Readonly<Record<string, string | undefined>>): number {
  const given = environment[ALLOWANCE];
  if (given === undefined) {
    return MINUTES;
  }
  const minutes = Number(given);
  if (minutes > 0 && Number.isFinite(minutes)) {
    return minutes;
  }
  throw new Error(`${ALLOWANCE} is '${given}'; it takes a number of minutes above 0, such as ${MINUTES}`);
}
