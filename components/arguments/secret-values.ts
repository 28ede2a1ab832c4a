/**
 * Values of arguments that are secret, so that no message repeats them. The process keeps them, not the deployment: a
 * message may be written where the deployment is not at hand any longer, and must hide them all the same.
 */

/** Shorter texts stand in any message. */
const SHORTEST = 4;

const known = new Set<string>();

/** Has {@link withoutSecrets} hide a value from now on: a text, or all texts in a list or map. */
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
export function withoutSecrets(message: string): string {
  let text = message;
  for (const secret of known) {
    text = text.replaceAll(secret, "[secret]").replaceAll(JSON.stringify(secret).slice(1, -1), "[secret]");
  }
  return text;
}
