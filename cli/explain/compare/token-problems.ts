/** Answers for explain --claims whether the token itself is invalid, such as an expired one. */
import type { ReadClaims } from "./read-claims";

/** Claims that STS demands of every token. Source: aws/aws-sdk-ruby #2698; the STS API Reference, AssumeRoleWithWebIdentity. */
const REQUIRED = ["sub", "aud", "exp", "iat"];

/**
 * Why STS would refuse the token before it looks at a trust policy, as far as the claims tell. A sentence each.
 *
 * The OIDC provider's client IDs and the signature are not in the claims, so they are not checked.
 *
 * @param now - Seconds since the epoch.
 */
export function tokenProblems({ claims, complete }: ReadClaims, now: number): string[] {
  const problems: string[] = [];
  const missing = REQUIRED.filter((name) => claims[name] === undefined);
  if (complete && missing.length > 0) {
    problems.push(`The token lacks ${missing.join(", ")}. STS requires each of them.`);
  }
  const { exp, nbf } = claims;
  if (typeof exp === "number" && now - LEEWAY >= exp) {
    problems.push(`The token expired on ${date(exp)}.`);
  }
  if (typeof nbf === "number" && nbf > now + LEEWAY) {
    problems.push(`The token is not valid before ${date(nbf)}.`);
  }
  return problems;
}

/**
 * How far `nbf` may lie ahead, and how long STS takes a token after `exp`, in seconds.
 *
 * Source: recorded answers of STS, radkawar/stackd internal/services/sts/testdata/oidc/aws.json (September 2026).
 */
const LEEWAY = 300;

function date(seconds: number): string {
  const milliseconds = seconds * 1000;
  // Beyond 8.64e15 milliseconds there is no date.
  return Math.abs(milliseconds) > 8.64e15 ? `${seconds} s` : new Date(milliseconds).toISOString();
}
