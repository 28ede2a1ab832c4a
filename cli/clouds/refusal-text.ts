/** Shortens the error message of a cloud for reports, and hides its secrets. */
import { hideSecrets } from "../hide-secrets";

/** Characters of a cloud's own message that are shown at most. */
const MOST = 300;

/** Of a message that is too long, whole sentences are shown if they have as many characters. */
const FEWEST = 100;

/**
 * What a cloud or an SDK says, as a phrase on one line without a full stop. Secrets are hidden:
 * {@link hideSecrets}. A long one ends with a sentence, or with `…` after a word. A phrase that this function made stays as it is.
 */
export function refusalText(message: string): string {
  const [line = ""] = message.split(/[\r\n]/);
  const phrase = hideSecrets(line)
    .trim()
    .replace(/[.:\s]+$/, "");
  return phrase.length > MOST ? shortened(phrase) : phrase;
}

function shortened(phrase: string): string {
  const sentences = phrase.lastIndexOf(". ", MOST);
  if (sentences >= FEWEST) {
    return phrase.slice(0, sentences);
  }
  const words = phrase.lastIndexOf(" ", MOST - 1);
  return `${phrase.slice(0, words >= FEWEST ? words : MOST - 1)}…`;
}
