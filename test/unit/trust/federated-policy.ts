/** Trust policies of one statement for one provider, whatever the issuer. */
import { issuers } from "../../../trust";
import { policy } from "./entra-policy";

/** Values by claim, without the provider's name. Keys of AWS's own begin with `sts:`. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * A trust policy for one provider.
 *
 * @param provider - The issuer URL without `https://`, e.g. `"gitlab.com"`.
 * @param conditions - Claims by operator, e.g. `{ StringEquals: { sub: "x" } }`.
 */
export function federatedPolicy(
  provider: string,
  conditions: Readonly<Record<string, Claims>>,
): Record<string, unknown> {
  const isBuiltIn = issuers.some(({ facts }) => facts.builtIn && facts.providers.includes(provider));
  const keyOf = (claim: string): string => (claim.startsWith("sts:") ? claim : `${provider}:${claim}`);
  return policy({
    Principal: { Federated: isBuiltIn ? provider : `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Condition: Object.fromEntries(
      Object.entries(conditions).map(([operator, claims]) => [
        operator,
        Object.fromEntries(Object.entries(claims).map(([claim, value]) => [keyOf(claim), value])),
      ]),
    ),
  });
}
