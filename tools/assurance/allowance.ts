/** How long attacks, faults and fuzz may take together. */

/** What they may take on two cores, in minutes. */
const MINUTES = 12;

/** Names the variable by which a slower machine gets more. */
export const ALLOWANCE = "ASSURANCE_MINUTES";

/** The minutes that the environment allows, else 12. @throws Error when it does not give a positive number */
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
