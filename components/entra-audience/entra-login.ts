/** The login of a component's `azuread` provider. */
import { getClientConfig, type GetClientConfigResult } from "@pulumi/azuread/getClientConfig";
import { getServicePrincipal } from "@pulumi/azuread/getServicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { withDefault } from "../arguments/inputs";
import { requireLogins } from "../logins/logins";
import { providerAnswer, providerSaid } from "../pulumi/provider-answers";

/**
 * The application by which the provider says that the Azure CLI logged in, as a person or as a service principal.
 * Source: hashicorp/go-azure-sdk, `environments.PublishedApis`, which the provider's `internal/clients/builder.go` reads.
 */
const AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

/** A login to Entra. */
export interface EntraLogin {
  /** The tenant of the federation. */
  readonly tenantId: pulumi.Output<string>;
  /**
   * The object ID of the service principal that deploys, if an application deploys; undefined if a person does.
   */
  readonly application: pulumi.Output<string | undefined>;
}

/**
 * Asks the `azuread` provider once for its login. The tenant of the federation is the one that the provider is signed in to. A
 * given tenant must be the same, because applications are created and read there, and tokens of other tenants have other
 * issuers.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose provider is asked.
 * @param givenTenant - The argument, checked.
 */
export function entraLogin(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  givenTenant: pulumi.Input<string | undefined>,
): EntraLogin {
  const loggedIn = requireLogins(paths, parent, ["entra"]);
  const config: Promise<Partial<GetClientConfigResult> | undefined> = getClientConfig({ parent });
  return {
    tenantId: loginTenant(paths, config, givenTenant, loggedIn),
    application: pulumi.output(applicationOf(config, parent)),
  };
}

function loginTenant(
  paths: ArgumentPaths,
  config: Promise<Partial<GetClientConfigResult> | undefined>,
  given: pulumi.Input<string | undefined>,
  loggedIn: Promise<void>,
): pulumi.Output<string> {
  // Nothing is reported in a preview that configures the provider itself.
  const reported = config.then((answer) => answer?.tenantId);
  const login = reported.catch(() => undefined);
  const refused = (providerError: string) =>
    coded(
      "entra-tenant-missing",
      `required argument is missing, and the azuread provider does not report the tenant of its login (provider error: ${providerError})`,
    );
  const ownTenant = () => providerAnswer(paths, "tenantId", refused, reported, loggedIn);
  return withDefault(given, ownTenant).apply<string>(async (tenantId) => {
    await loggedIn;
    const own = await login;
    if (own === undefined || own.toLowerCase() === tenantId.toLowerCase()) {
      return tenantId;
    }
    return failLate(paths, [
      {
        path: "tenantId",
        ...coded(
          "entra-tenant-differs",
          `the azuread provider is logged in to another tenant. Expected ${own}; got ${JSON.stringify(tenantId)}`,
          "Omit the argument, or give the component a provider of the other tenant",
        ),
      },
    ]);
  });
}

/** The application that deploys. A login that cannot be read is reported with the tenant, which needs the same answer. */
async function applicationOf(
  config: Promise<Partial<GetClientConfigResult> | undefined>,
  parent: pulumi.Resource,
): Promise<string | undefined> {
  const { clientId, objectId } = (await config.catch(() => undefined)) ?? {};
  if (clientId === undefined || objectId === undefined) {
    return undefined;
  }
  if (clientId.toLowerCase() !== AZURE_CLI) {
    return objectId;
  }
  // Only the directory knows whether the Azure CLI is logged in as a person: a person has no service principal.
  // A deployer who cannot look counts as an application, because a person may always look.
  const isApplication = await getServicePrincipal({ objectId }, { parent }).then(
    () => true,
    (error: unknown) => !/not found|\b404\b|No service ?principal found/i.test(providerSaid(error)),
  );
  return isApplication ? objectId : undefined;
}
