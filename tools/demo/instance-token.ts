/** How commands in the VM get a token of one of its identities. The token never leaves the VM. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";

/** The token that a script requests. */
export interface TokenRequest {
  readonly clientId: string;
  readonly audience: string;
  /** `forged`: with another signature. `unknown-key`: its header names a key that the issuer does not have. Default: `genuine`. */
  readonly form?: "genuine" | "forged" | "unknown-key";
  /** Refusals that end without a change. Default: none. */
  readonly notYet?: readonly string[];
}

/** The name of the sessions that {@link ASSUME} requests. */
export const STRANGER = "stranger";

/** Requests a token, and discards it. */
export const ASK = 'python3 -c "$1" "$2" "$3" "$4" "$5" "$6" "$7" >/dev/null';

/** Requests a token, and sends it to STS for the role in the last argument. */
export const ASSUME =
  'token=$(python3 -c "$1" "$2" "$3" "$4" "$5" "$6" "$7") || exit; printf %s "$token" | ' +
  'aws sts assume-role-with-web-identity --no-sign-request --role-arn "$9" ' +
  `--role-session-name ${STRANGER} --web-identity-token file:///dev/stdin >/dev/null`;

/** Requests a token, and pipes it into the Python script in the last argument. */
export const PIPE =
  'token=$(python3 -c "$1" "$2" "$3" "$4" "$5" "$6" "$7") || exit; printf %s "$token" | python3 -c "$9" "$3"';

const SCRIPT = path.join(PROJECT_ROOT, "tools/demo/instance_token.py");

/** Reads the script that requests tokens. */
export async function readTokenScript(): Promise<string> {
  return readFile(SCRIPT, "utf8");
}

/**
 * The command that runs a shell line with a token. The token stays in a pipe in the VM. No command line and no output contains it.
 *
 * @param line - {@link ASK}, {@link ASSUME}, or {@link PIPE}
 * @param script - of {@link readTokenScript}
 * @param patience - how long a new object may be unknown, in seconds
 * @param last - the last argument of the line
 */
export function tokenCommand(
  line: string,
  script: string,
  { clientId, audience, form = "genuine", notYet = [] }: TokenRequest,
  patience: number,
  last: string,
): readonly [string, ...string[]] {
  // The scripts take two.
  const [first = "never said", second = first] = notYet;
  const words = [clientId, audience, form, String(patience), first, second, "--", last];
  return ["sh", "-c", line, "sh", script, ...words];
}
