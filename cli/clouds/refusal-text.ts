/** Characters of a cloud's own message that are shown at most. */
const MOST = 300;

/**
 * What is hidden, should a message ever quote it: JSON Web Tokens, as Entra and pipelines issue them; what follows `Bearer`; and
 * the signature of a request to AWS or of a shared access signature (`Signature=…`, `sig=…`).
 *
 * A client secret or a secret access key has no form of its own, so nothing here recognizes one. The clouds' messages name the
 * ID of an application or of a key, and not its secret.
 */
const HIDDEN = /\beyJ[\w-]+\.[\w-]+\.?[\w-]*|\bBearer\s+\S+|\b(?:Signature|sig)=[^\s&,;]+/gi;

/** Of a message that is too long, whole sentences are shown if they have as many characters. */
const FEWEST = 100;

/**
 * What a cloud or an SDK says, as a phrase on one line without a full stop. Tokens and signatures are hidden: {@link HIDDEN}. A
 * long one ends with a sentence, or with `…` after a word. A phrase that this function made stays as it is.
 */
export function refusalText(message: string): string {
  const [line = ""] = message.split(/[\r\n]/);
  const phrase = line
    .replaceAll(HIDDEN, "***")
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
