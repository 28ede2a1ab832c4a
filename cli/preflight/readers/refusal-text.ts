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

/** What a cloud or an SDK says, as a phrase on one line without a full stop. Tokens and signatures are hidden: {@link HIDDEN}. */
export function refusalText(message: string): string {
  const [line = ""] = message.split(/[\r\n]/);
  const phrase = line
    .replaceAll(HIDDEN, "***")
    .trim()
    .replace(/[.:\s]+$/, "");
  return phrase.length > MOST ? `${phrase.slice(0, MOST)}...` : phrase;
}
