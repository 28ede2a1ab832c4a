/** Seconds that a session may last: 3600 to 43200, the range of MaxSessionDuration in the IAM API reference. */
export function sessionDuration(seconds: number): readonly string[] {
  return Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200
    ? []
    : ["must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours)"];
}
