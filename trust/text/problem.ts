/**
 * A problem of a value. It stays data until it is printed, so no code has to take a sentence apart.
 */
export interface Problem {
  /** Where it is, as Pulumi writes property paths, such as `workloads.app.subject`; empty for the value as a whole. */
  readonly path: string;
  /** What is wrong and what is allowed. Continues "path: ", in lower case, without `given`. */
  readonly reason: string;
  /** What was given, if the reason does not say it: a value, or the name that is wrong. It may be secret. */
  readonly given?: unknown;
}
