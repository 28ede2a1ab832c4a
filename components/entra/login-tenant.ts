import { getClientConfig, type GetClientConfigResult } from "@pulumi/azuread/getClientConfig";
import type * as pulumi from "@pulumi/pulumi";
import { failLate } from "../arguments/argument-error";
import { withDefault } from "../default-value";
import { providerAnswer } from "../provider-answer";

/**
 * The tenant of the federation: the one that the `azuread` provider is logged in to. One that is given must be the same,
 * since applications are made and read there, and a token of any other tenant has another issuer.
 *
 * @param component - The class and name of the component, for the error.
 * @param parent - The component, whose provider is asked.
 * @param given - The argument, checked.
 */
export function loginTenant(
  component: string,
  parent: pulumi.Resource,
  given: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  const config: Promise<Partial<GetClientConfigResult> | undefined> = getClientConfig({ parent });
  // Nothing is told in a preview that configures the provider itself.
  const told = config.then((answer) => answer?.tenantId);
  const login = told.catch(() => undefined);
  const remedy = "the azuread provider does not tell the tenant that it is logged in to";
  return withDefault(given, () => providerAnswer(component, "tenantId", remedy, told)).apply<string>(
    async (tenantId) => {
      const own = await login;
      if (own === undefined || own.toLowerCase() === tenantId.toLowerCase()) return tenantId;
      const reason = `must be the tenant that the azuread provider is logged in to, ${own}; got ${JSON.stringify(tenantId)}: leave it out, or give the component a provider of the other tenant`;
      return failLate(component, [{ path: "tenantId", reason }]);
    },
  );
}
