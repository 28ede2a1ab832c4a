/** Tokens as Entra makes them. Nobody checks their signature here: AWS does. */
import fc from "fast-check";
import { ASKED } from "./helper-process";

/** Far enough ahead for every run, and the same in each. */
const EXPIRY = 4_000_000_000;
const SIGNATURE = "c2lnbmF0dXJlLW5vYm9keS1jaGVja3MtaGVyZS1idXQtQVdTLXdvdWxk";

/** Claims that the role trusts, of both versions. */
export const usableClaims = fc.tuple(fc.boolean(), fc.boolean(), fc.nat(999)).map(([second, upper, uti]) => ({
  iss: ASKED.issuer,
  aud: second ? "an-application" : ASKED.audience,
  ...(second ? { azp: ASKED.clientId } : { appid: ASKED.clientId }),
  sub: upper ? ASKED.subject.toUpperCase() : ASKED.subject,
  oid: ASKED.subject,
  tid: ASKED.tenantId,
  roles: ["Aws.Federate"],
  ver: "1.0",
  uti: `u${uti}`,
  iat: 1_790_000_000,
  nbf: 1_790_000_000,
  exp: EXPIRY,
}));

/** A JWT with these claims. */
export function jwtOf(claims: unknown): string {
  const header = { typ: "JWT", alg: "RS256", kid: "k" };
  return `${[header, claims].map((part) => Buffer.from(JSON.stringify(part ?? null)).toString("base64url")).join(".")}.${SIGNATURE}`;
}

/** A JWT's claims, read apart from the helper. @throws Error for what is none */
export function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
}
