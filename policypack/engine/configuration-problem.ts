import type { Message } from "../../messages";
import type { Problem } from "../../trust";

/** Something in a configuration file. A warning works as it is written, but may not be meant. */
export interface ConfigurationProblem extends Problem {
  /** The code of the message, which the error catalog explains. */
  readonly code: string;
  readonly isWarning?: true;
}

/** A problem at a path such as `accepted.findings[0].reason`; an empty path means the file. */
export function problemAt(path: string, { code, text }: Message): ConfigurationProblem {
  return { path, code, reason: text };
}
