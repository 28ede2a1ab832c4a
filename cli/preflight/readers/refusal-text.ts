/** Characters of a cloud's own message that are shown at most. */
const MOST = 300;

/** Tokens, secrets of AWS, and signatures, should a message ever quote one. */
const SECRET = /\beyJ[\w-]+\.[\w-]+\.?[\w-]*|\bBearer\s+\S+/g;

/** What a cloud or an SDK says, as a phrase on one line without a full stop. */
export function refusalText(message: string): string {
  const [line = ""] = message.split(/[\r\n]/);
  const hidden = line.replaceAll(SECRET, "***").trim();
  const shown = hidden.length > MOST ? `${hidden.slice(0, MOST)}...` : hidden;
  return shown.replace(/[.:\s]+$/, "");
}
