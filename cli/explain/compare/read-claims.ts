/** Reads the token or claims that explain --claims names. */
import { coded } from "../../../messages";
import { UnreadableError } from "../../../policy-sources";
import { isObject, type TokenClaims } from "../../../trust";

/** A token's claims, and whether they come from a token. */
export interface ReadClaims {
  readonly claims: TokenClaims;
  /** Whether all claims of the token are there. Claims that a person wrote may be a part of them. */
  readonly complete: boolean;
}

/**
 * Reads claims: a JSON object; the report of the credential helper, which holds them; or a JWT, of which only the payload is read.
 * Neither header nor signature is kept, and nothing is verified.
 *
 * @throws {UnreadableError} If it is neither, or lacks an issuer. The message repeats nothing of the text.
 */
export function readClaims(text: string): ReadClaims {
  const trimmed = text.trim().replace(/^"(.*)"$/, "$1");
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(trimmed)?.[1];
  const claims = inReport(
    parse(payload === undefined ? trimmed : Buffer.from(payload, "base64url").toString("utf8")),
  );
  if (!isObject(claims)) {
    throw new UnreadableError(
      coded(
        "input-claims-invalid",
        "neither a JSON object of claims nor a JWT nor a report of credential_process.py --diagnose=json that holds claims",
      ),
    );
  }
  if (typeof claims.iss !== "string") {
    throw new UnreadableError(
      coded("input-claims-without-issuer", "the claims have no issuer. Expected a string for iss"),
    );
  }
  return { claims, complete: payload !== undefined };
}

/** The claims in a report of `credential_process.py --diagnose=json`; any other value as it is. */
function inReport(value: unknown): unknown {
  return isObject(value) && isObject(value.token) && value.iss === undefined ? value.token.claims : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
