/**
 * Values of arguments that are secret, so that no message repeats them. The process keeps them, not the deployment: a
 * message may be written where the deployment is not at hand any longer, and must hide them all the same.
 */
import { withoutSecrets } from "../../messages";

/** A shorter one is in any message: in this process, every later message hides what is remembered. */
const SHORTEST = 4;

const known = new Set<string>();

/** Has {@link withoutKnownSecrets} hide a value from now on: a string, or all strings in a list or map. */
export function rememberSecret(value: unknown): void {
  if (typeof value === "string") {
    if (value.length >= SHORTEST) {
      known.add(value);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) {
      rememberSecret(item);
    }
  }
}

/** A message with `[secret]` in the place of every secret that is known. */
export function withoutKnownSecrets(message: string): string {
  return withoutSecrets(message, known);
}
