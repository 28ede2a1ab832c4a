/** The token of a web identity request: its form, signature, times and audience. */
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK, type JWTPayload } from "jose";
import type { IssuerKeys } from "./issuer-keys";
import { StsError } from "./sts-error";

/** Algorithms that STS takes, with the type of their keys (AWS STS API Reference, AssumeRoleWithWebIdentity). */
const KEY_TYPES: Readonly<Record<string, string>> = {
  RS256: "RSA",
  RS384: "RSA",
  RS512: "RSA",
  ES256: "EC",
  ES384: "EC",
  ES512: "EC",
};

/** How far `nbf` and `iat` may lie ahead, in seconds. AWS does not say. */
const LEEWAY = 60;

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** A token that was read but not yet believed. */
export interface UnverifiedToken {
  readonly compact: string;
  readonly algorithm: string;
  readonly keyId: string | undefined;
  /** The `iss` claim to the letter. */
  readonly issuer: string;
}

/**
 * Reads a token's header and issuer.
 *
 * AWS does not document what it answers for an algorithm it does not take; it is reported to be the text for tokens
 * that are no JWT.
 *
 * @throws StsError `InvalidIdentityToken`
 */
export function readToken(compact: string): UnverifiedToken {
  try {
    const { alg, kid } = decodeProtectedHeader(compact);
    const { iss } = decodeJwt(compact);
    if (!COMPACT_JWS.test(compact) || alg === undefined || !(alg in KEY_TYPES)) {
      throw notAToken();
    }
    if (typeof iss !== "string") {
      throw missing("iss");
    }
    return { compact, algorithm: alg, keyId: kid, issuer: iss };
  } catch (error) {
    throw error instanceof StsError ? error : notAToken();
  }
}

/**
 * Checks the signature against the issuer's keys.
 *
 * The text is AWS's general one for a token that fails validation, as users of GitHub Actions and EKS report it since
 * 2026, for issuers and audiences. That a wrong signature under a known key ID gets it too is inferred.
 *
 * @returns the claims, which can be believed from here on
 *
 * @throws StsError `InvalidIdentityToken`
 */
export async function verifySignature(token: UnverifiedToken, keys: IssuerKeys): Promise<JWTPayload> {
  const jwk = await keys.find(token.issuer, token.keyId, KEY_TYPES[token.algorithm] ?? "");
  try {
    await compactVerify(token.compact, await importJWK(jwk, token.algorithm), {
      algorithms: [token.algorithm],
    });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) {
      throw notValidated();
    }
    throw error;
  }
  return decodeJwt(token.compact);
}

/**
 * The text for a token that fails validation, whatever is wrong with it.
 *
 * @evidence log Since June 2026, STS has this text for an issuer without a provider and for an audience that the provider
 *   does not list. Source: external-secrets issue 6648, a ROSA run of July 2026, and ten more repositories.
 */
export function notValidated(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "The web identity token provided could not be validated. " +
      "See the AssumeRoleWithWebIdentity documentation for requirements.",
  );
}

/**
 * Checks required claims, then times, then the audience. AWS does not document the order of the last two: a token
 * that is expired and for another audience is called expired here.
 *
 * @param clientIds client ID list of the IAM OpenID Connect provider
 * @param now seconds since the epoch
 * @param namesReason whether a wrong audience has a text of its own, see `WebIdentityOptions.namesReasons`
 *
 * @throws StsError `InvalidIdentityToken`, or `ExpiredTokenException`
 */
export function checkClaims(
  claims: JWTPayload,
  clientIds: readonly string[],
  now: number,
  namesReason: boolean,
): void {
  if (typeof claims.sub !== "string" || claims.sub === "") {
    throw missing("sub");
  }
  if (audiences(claims).length === 0) {
    throw missing("aud");
  }
  const expiry = timestamp(claims, "exp");
  const earliest = Math.max(
    timestamp(claims, "iat"),
    claims.nbf === undefined ? 0 : timestamp(claims, "nbf"),
  );
  if (now >= expiry) {
    throw new StsError(
      "ExpiredTokenException",
      `Token expired: current date/time ${now} must be before the expiration date/time ${expiry}`,
    );
  }
  if (earliest > now + LEEWAY) {
    throw new StsError(
      "InvalidIdentityToken",
      `Token not yet valid: current date/time ${now} must not be before the issue date/time ${earliest}`,
    );
  }
  if (!audiences(claims).some((audience) => clientIds.includes(audience))) {
    throw namesReason ? new StsError("InvalidIdentityToken", "Incorrect token audience") : notValidated();
  }
}

/** What is compared with the provider's client IDs: `azp` where the token has it, `aud` otherwise (IAM User Guide). */
function audiences(claims: JWTPayload): readonly string[] {
  const value: unknown = claims.azp ?? claims.aud;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return claims.aud === undefined ? [] : list.filter((audience) => typeof audience === "string");
}

/** STS takes whole seconds only. */
function timestamp(claims: JWTPayload, name: "exp" | "iat" | "nbf"): number {
  const value = claims[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw missing(name);
  }
  return value;
}

function missing(claim: string): StsError {
  return new StsError("InvalidIdentityToken", `Missing a required claim: ${claim}`);
}

function notAToken(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  );
}
