/** Whether an argument is there; programs in other languages may send null for one that is left out. */
export function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
