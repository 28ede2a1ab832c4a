import { type Message, withCode } from "../../messages";

/** One thing that is wrong with one argument. No member of it ever holds a secret. */
export interface ArgumentProblem extends Message {
  /** Where the argument is, as Pulumi writes property paths: `workloads.app.permissions.readBuckets[0]`. */
  readonly path: string;
  /** What is shown of the value, to follow the text: `; got "x"`. */
  readonly given?: string;
}

/** What is wrong, what is shown of the value, how to fix it, and the code. */
export function sentence({ code, text, given = "", next }: ArgumentProblem): string {
  const message = { code, text: text + given };
  return withCode(next === undefined ? message : { ...message, next });
}
