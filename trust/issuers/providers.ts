import { type FederatedPrincipal, Providers } from "../kernel/oidc-provider";
import { ENTRA } from "./entra";
import { findIssuer } from "./find-issuer";
import { issuers } from "./issuers";

/** Identity platforms: rows beside the table of issuers. */
const platforms = [ENTRA];

/** The providers that principals can name, as this project's table of issuers knows them. */
export const providers = new Providers({
  builtIn: issuers.filter(({ facts }) => facts.builtIn).flatMap(({ facts }) => facts.providers),
  find: findIssuer,
  platformOf: (name) => ({
    platform: platforms.find(({ owns }) => owns(name.toLowerCase())),
    tenant: platforms.map(({ tenantOf }) => tenantOf(name)).find((tenant) => tenant !== undefined),
  }),
  issuerName: (name) => {
    for (const { tenantOf, namesNoTenant } of platforms) {
      const tenant = tenantOf(name);
      if (tenant !== undefined || namesNoTenant(name)) {
        return tenant?.providerName;
      }
    }
    return findIssuer(name.toLowerCase())?.facts.issuerName?.(name) ?? name;
  },
});

/** Reads the value of `"Federated"` in a principal. */
export function federatedPrincipal(text: string): FederatedPrincipal {
  return providers.read(text);
}
