import { clusters } from "./clusters";
import { codeHosts } from "./code-hosts";
import { KnownIssuer } from "./known-issuer";
import { microsoftTenants } from "./microsoft";
import { pipelines } from "./pipelines";
import { signIn } from "./sign-in";

/**
 * The table of issuers. The analysis, the remedies, and docs/reference/issuers.md read it. Entra's
 * issuers are those of a platform instead (providers.ts), because their names hold the tenant and the token version.
 */
export const issuers: readonly KnownIssuer[] = [
  ...microsoftTenants,
  ...codeHosts,
  ...pipelines,
  ...clusters,
  ...signIn,
].map((facts) => new KnownIssuer(facts));
