/** The token of a web identity request: its form, signature, times, subject, and audience. */
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK, type JWTPayload } from "jose";
import type { IssuerKeys } from "./issuer-keys";
import { StsError } from "./sts-error";

/**
 * Algorithms that STS takes, with the type of their keys (AWS STS API Reference, AssumeRoleWithWebIdentity).
 *
 * @evidence recorded STS takes RS256 to RS512 and ES256 to ES512. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`algorithm-RS256` and so on).
 */
const KEY_TYPES: Readonly<Record<string, string>> = {
  RS256: "RSA",
  RS384: "RSA",
  RS512: "RSA",
  ES256: "EC",
  ES384: "EC",
  ES512: "EC",
};

/**
 * How far `nbf` and `iat` may lie ahead, and how long a token is taken after `exp`, in seconds.
 *
 * @evidence recorded Times may lie five minutes ahead, and a token is taken until five minutes after its expiry. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`expired-1`, `expired-301`).
 */
const LEEWAY = 300;

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
 * @throws StsError `InvalidIdentityToken`
 */
export function readToken(compact: string): UnverifiedToken {
  try {
    const { alg, kid, crit } = decodeProtectedHeader(compact);
    const { iss } = decodeJwt(compact);
    if (!COMPACT_JWS.test(compact) || alg === undefined || !(alg in KEY_TYPES)) {
      // @evidence report A token of another form or algorithm is not a valid JWT. Source: answers quoted in public
      // logs; that algorithms get this text is reported.
      throw notAToken();
    }
    if (crit !== undefined) {
      // @evidence recorded A token whose header says what must be understood is not a valid JWT. Source: radkawar/stackd
      // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`critical-header`).
      throw notAToken();
    }
    if (typeof iss !== "string") {
      // @evidence recorded A token without an issuer lacks a required claim. Source: radkawar/stackd
      // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`missing-iss`).
      throw missing("iss");
    }
    return { compact, algorithm: alg, keyId: kid, issuer: iss };
  } catch (error) {
    // @evidence report A token that cannot be read is not a valid JWT. Source: answers quoted in public logs.
    throw error instanceof StsError ? error : notAToken();
  }
}

/**
 * Checks the signature against the issuer's keys.
 *
 * @returns the claims, which can be believed from here on
 *
 * @throws StsError `InvalidIdentityToken`
 */
export async function verifySignature(token: UnverifiedToken, keys: IssuerKeys): Promise<JWTPayload> {
  const jwk = await keys.find(token.issuer, token.keyId, KEY_TYPES[token.algorithm] ?? "");
  if (jwk.key_ops !== undefined) {
    // @evidence recorded A key that lists its operations verifies no token, even if the list has `verify`. Source:
    // radkawar/stackd internal/services/sts/testdata/oidc/aws-keys.json at 9dc356f (`key-ops-sign`, `key-ops-verify`).
    throw notValidated();
  }
  try {
    await compactVerify(token.compact, await importJWK(jwk, token.algorithm), {
      algorithms: [token.algorithm],
    });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) {
      // @evidence recorded A signature of another key gets the general text for tokens. Source: radkawar/stackd
      // internal/services/sts/testdata/oidc/aws-keys.json at 9dc356f (`key-duplicate-wrong-last`).
      throw notValidated();
    }
    throw error;
  }
  return decodeJwt(token.compact);
}

/**
 * The refusal of a token that fails validation.
 *
 * @evidence recorded A token that could not be validated has a message that points to the documentation. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`azp-mismatch`).
 */
export function notValidated(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "The web identity token provided could not be validated. " +
      "See the AssumeRoleWithWebIdentity documentation for requirements.",
  );
}

/**
 * Checks required claims, then times, then the audience.
 *
 * @evidence inferred A token that is expired and for another audience is called expired. Reason: AWS does not document
 *   the order, and no recording has both.
 *
 * @param clientIds client ID list of the IAM OpenID Connect provider
 * @param now seconds since the epoch
 * @param namesReason whether a wrong audience has a text of its own, see `WebIdentityOptions.namesReasons`
 *
 * @throws StsError `InvalidIdentityToken`, `ExpiredTokenException`, or `InternalFailure`
 */
export function checkClaims(
  claims: JWTPayload,
  clientIds: readonly string[],
  now: number,
  namesReason: boolean,
): void {
  checkSubject(claims.sub);
  const audience = registeredAudience(claims);
  checkTimes(claims, now);
  if (audience !== undefined && clientIds.includes(audience)) {
    return;
  }
  if (!namesReason) {
    // @evidence recorded An audience that the provider does not list gets the general text for tokens. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`azp-mismatch`, `azp-empty`, `aud-empty`, `duplicate-claim`).
    throw notValidated();
  }
  // @evidence log A wrong audience had a separate message until 2026. Source: awslabs/amazon-eks-irsa-cfn #18; BerriAI/litellm
  // #31412, which shows an answer that is older than the pull request of 26 June 2026.
  throw new StsError("InvalidIdentityToken", "Incorrect token audience");
}

/**
 * @evidence recorded A subject may be empty, long, or a number. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`subject-empty`, `sub-long`, `sub-number`).
 */
function checkSubject(subject: unknown): void {
  if (subject === undefined) {
    // @evidence recorded A token without a subject lacks a required claim. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`missing-sub`).
    throw missing("sub");
  }
  if (typeof subject !== "string" && typeof subject !== "number") {
    // @evidence recorded A subject that is null is 500 `InternalFailure`. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`sub-null`).
    //
    // @evidence inferred A subject that is a Boolean, a list, or an object is refused like null. Reason: it is no text either.
    throw new StsError("InternalFailure", "Unknown error validating third-party token");
  }
}

/**
 * What is compared with the provider's client IDs: `azp` if the token has it, otherwise its one `aud`.
 *
 * @evidence recorded `azp` is compared with the client IDs if the token has it, otherwise `aud`. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`azp-overrides`, `aud-multi-with-azp`, `aud-single-array`).
 */
function registeredAudience({ aud, azp }: JWTPayload): string | undefined {
  if (aud === undefined) {
    // @evidence recorded A token without an audience lacks a required claim. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`missing-aud`).
    throw missing("aud");
  }
  const listed: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (listed.length === 0) {
    // @evidence recorded An empty list of audiences is named. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`aud-empty-array`).
    throw new StsError("InvalidIdentityToken", "Claim is not allowed to be empty: aud");
  }
  if (azp === undefined && listed.length > 1) {
    // @evidence recorded Several audiences without `azp` are refused. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`aud-array-first-match`, `aud-array-two-matches`).
    throw new StsError(
      "InvalidIdentityToken",
      "Token audience contains more than one audience while authorized party is not present",
    );
  }
  const compared = azp ?? listed[0];
  return typeof compared === "string" ? compared : undefined;
}

function checkTimes(claims: JWTPayload, now: number): void {
  const expiry = timestamp(claims, "exp");
  const issued = timestamp(claims, "iat");
  const notBefore = claims.nbf === undefined ? 0 : timestamp(claims, "nbf");
  if (now - LEEWAY >= expiry) {
    // @evidence recorded A token that is expired is `ExpiredTokenException`. The text has the time of its expiry, and as the current
    // time that of five minutes ago. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws.json at 9dc356f (`expired-301`).
    throw new StsError(
      "ExpiredTokenException",
      `Token expired: current date/time ${now - LEEWAY} must be before the expiration date/time ${expiry}`,
    );
  }
  if (issued > now + LEEWAY) {
    // @evidence recorded A token that was issued more than five minutes ahead is refused. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`iat-future-hour`).
    throw new StsError("InvalidIdentityToken", `Token issued in the future: ${issued}`);
  }
  if (notBefore > now + LEEWAY) {
    // @evidence recorded A token that is not valid yet is refused. The text has as the current time that in five minutes.
    // Source: radkawar/stackd internal/services/sts/testdata/oidc/aws.json at 9dc356f (`nbf-future-hour`).
    throw new StsError(
      "InvalidIdentityToken",
      `Token not yet valid: current date/time ${now + LEEWAY} must be after or equal to the not-before date/time ${notBefore}`,
    );
  }
}

/**
 * Whole seconds, as a number or a string.
 *
 * @evidence recorded Times may be strings of digits. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws.json at
 *   9dc356f (`exp-string`, `iat-string`, `nbf-string`).
 */
function timestamp(claims: JWTPayload, name: "exp" | "iat" | "nbf"): number {
  const value: unknown = claims[name];
  if (value === undefined) {
    // @evidence recorded A token without `iat` or `exp` lacks a required claim. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`missing-iat`, `missing-exp`).
    throw missing(name);
  }
  const seconds = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !Number.isSafeInteger(seconds)) {
    // @evidence recorded A time that is null, a fraction, or another string is invalid. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`iat-null`, `iat-fraction`, `exp-fraction`, `nbf-invalid`).
    throw new StsError("InvalidIdentityToken", "Invalid timestamp in token claims.");
  }
  return seconds;
}

/**
 * @evidence recorded A missing claim is named. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws.json at 9dc356f.
 */
function missing(claim: string): StsError {
  return new StsError("InvalidIdentityToken", `Missing a required claim: ${claim}`);
}

/**
 * @evidence recorded The text suggests that an access token was sent. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`critical-header`).
 */
function notAToken(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  );
}
