/** The clock of the lab's parts, so that a test can move the time. */

/** Answers the current time in milliseconds since the epoch. The real one is `Date.now`. */
export type Clock = () => number;

/** The time of `clock` in whole seconds since the epoch, as JSON Web Tokens write it. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}
