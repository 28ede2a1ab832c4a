/** The token of a web identity request: its form, signature, times and audience. */
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK, type JWTPayload } from "jose";
import type { IssuerKeys } from "./issuer-keys";
import { StsError } from "./sts-error";

/**
 * Algorithms that STS takes, with the type of their keys (AWS STS API Reference, AssumeRoleWithWebIdentity).
 *
 * @evidence documentation STS takes RS256 to RS512 and ES256 to ES512. Source: AWS STS API Reference,
 *   AssumeRoleWithWebIdentity.
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
    const { alg, kid } = decodeProtectedHeader(compact);
    const { iss } = decodeJwt(compact);
    if (!COMPACT_JWS.test(compact) || alg === undefined || !(alg in KEY_TYPES)) {
      // @evidence report A token of another form or algorithm is not a valid JWT. Source: answers quoted in public
      // logs; that algorithms get this text is reported.
      throw notAToken();
    }
    if (typeof iss !== "string") {
      // @evidence inferred A token without an issuer lacks a required claim. Reason: the text is that for other
      // claims (aws/aws-sdk-ruby #2698).
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
  try {
    await compactVerify(token.compact, await importJWK(jwk, token.algorithm), {
      algorithms: [token.algorithm],
    });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) {
      // @evidence inferred A signature of another key gets the general text for tokens. Reason: the text is reported
      // for a missing provider (external-secrets/external-secrets #6648), and fits.
      throw notValidated();
    }
    throw error;
  }
  return decodeJwt(token.compact);
}

/**
 * The refusal of a token that fails validation.
 *
 * @evidence log A token that could not be validated has a message that points to the documentation. Source:
 * external-secrets/external-secrets #6648, for a missing provider. That it covers other faults is inferred.
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
 * @throws StsError `InvalidIdentityToken`, or `ExpiredTokenException`
 */
export function checkClaims(
  claims: JWTPayload,
  clientIds: readonly string[],
  now: number,
  namesReason: boolean,
): void {
  if (typeof claims.sub !== "string" || claims.sub === "") {
    // @evidence inferred A token without a subject lacks a required claim. Reason: the text is that for other claims
    // (aws/aws-sdk-ruby #2698).
    throw missing("sub");
  }
  if (audiences(claims).length === 0) {
    // @evidence log A token without an audience lacks a required claim. Source: aws/aws-sdk-ruby #2698.
    throw missing("aud");
  }
  const expiry = timestamp(claims, "exp");
  const earliest = Math.max(
    timestamp(claims, "iat"),
    claims.nbf === undefined ? 0 : timestamp(claims, "nbf"),
  );
  if (now - LEEWAY >= expiry) {
    // @evidence recorded A token that is expired is `ExpiredTokenException`. The text has the time of its expiry, and as the current
    // time that of five minutes ago. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws.json at 9dc356f (`expired-301`).
    throw new StsError(
      "ExpiredTokenException",
      `Token expired: current date/time ${now - LEEWAY} must be before the expiration date/time ${expiry}`,
    );
  }
  if (earliest > now + LEEWAY) {
    // @evidence inferred A token that is not valid yet is refused. Reason: nothing states the text; it follows that
    // for expired ones.
    throw new StsError(
      "InvalidIdentityToken",
      `Token not yet valid: current date/time ${now} must not be before the issue date/time ${earliest}`,
    );
  }
  if (audiences(claims).some((audience) => clientIds.includes(audience))) {
    return;
  }
  if (!namesReason) {
    // @evidence inferred An audience that the provider does not list gets the general text for tokens. Reason: it came
    // for a missing provider (external-secrets/external-secrets #6648), where a maintainer reports another one for the
    // audience; BerriAI/litellm #31412 still shows "Incorrect token audience" on 26 June 2026. The text that tells less is
    // played, since nothing may depend on more.
    throw notValidated();
  }
  // @evidence log A wrong audience has a separate message. Source: awslabs/amazon-eks-irsa-cfn #18; BerriAI/litellm #31412,
  // which shows it on 26 June 2026.
  throw new StsError("InvalidIdentityToken", "Incorrect token audience");
}

/**
 * What is compared with the provider's client IDs: `azp` where the token has it, `aud` otherwise (IAM User Guide).
 *
 * @evidence documentation `azp` is compared with the client IDs if the token has it, otherwise `aud`. Source: IAM
 *   User Guide, "Available keys for AWS OIDC federation"; aws/aws-sdk-net #3071, #3100 report it.
 */
function audiences(claims: JWTPayload): readonly string[] {
  const value: unknown = claims.azp ?? claims.aud;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return claims.aud === undefined ? [] : list.filter((audience) => typeof audience === "string");
}

/** STS takes whole seconds only. */
function timestamp(claims: JWTPayload, name: "exp" | "iat" | "nbf"): number {
  const value = claims[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    // @evidence inferred A time that is not a whole number counts as missing. Reason: STS takes whole seconds (API
    // Reference); the text is that for missing claims.
    throw missing(name);
  }
  return value;
}

/** @evidence log A missing claim is named. Source: aws/aws-sdk-ruby #2698. */
function missing(claim: string): StsError {
  return new StsError("InvalidIdentityToken", `Missing a required claim: ${claim}`);
}

/** @evidence report The text suggests that an access token was sent. Source: answers quoted in public logs. */
function notAToken(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  );
}
