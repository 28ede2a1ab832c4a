/** One thing that is wrong with one argument. */
export interface ArgumentProblem {
  /** Where the argument is, as Pulumi writes property paths: `workloads.app.permissions.readBuckets[0]`. */
  readonly path: string;
  /** What is wrong and what is allowed. Never holds a secret. */
  readonly reason: string;
  /** What is shown of the value, to follow the reason: `; got "x"`. Never holds a secret. */
  readonly given?: string;
}

/** The reason with what is shown of the value. */
export function sentence({ reason, given = "" }: ArgumentProblem): string {
  return reason + given;
}
