/**
 * Counts how often a program asks whether a number is whole. Every check of a number of seconds asks this first, whatever the check is
 * called.
 *
 * @param value - The number that is counted.
 * @returns Stops the count, and returns it.
 */
export function countIntegerChecks(value: number): () => number {
  let count = 0;
  const { isInteger } = Number;
  Number.isInteger = (asked) => {
    count += asked === value ? 1 : 0;
    return isInteger(asked);
  };
  return () => {
    Number.isInteger = isInteger;
    return count;
  };
}
