import type { JudgeOptions } from "../issuers/judge-options";
import type { Claim } from "../kernel/fact";
import type { OidcProvider } from "../kernel/oidc-provider";

/** The right values of a provider's claims that the caller knows. One that is not exact, or of another account, is no fix. */
export function knownValues(
  { name, account }: Pick<OidcProvider, "name" | "account">,
  { knownClaims = [] }: Pick<JudgeOptions, "knownClaims">,
): Partial<Record<Claim, string>> {
  const known = knownClaims.find(({ provider }) => provider === name);
  const isExact = (value: string | undefined): value is string =>
    value !== undefined && value !== "" && !/[*?]|\$\{/.test(value);
  const from = known?.audienceFrom;
  const isSameAccount = from === undefined || account === undefined || from.account === account;
  return {
    ...(isSameAccount && isExact(known?.audience) ? { audience: known.audience } : {}),
    ...(isExact(known?.subject) ? { subject: known.subject } : {}),
  };
}
