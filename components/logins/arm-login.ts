import { getClientConfig } from "@pulumi/azure-native/authorization/getClientConfig";
import type * as pulumi from "@pulumi/pulumi";
import { PerDeployment } from "../deployment";
import { type AzureLogin, azureLogin } from "./azure-token";

/** A login to Azure Resource Manager, and the subscription that a provider deploys to. */
export interface ArmLogin {
  readonly login: AzureLogin;
  readonly subscriptionId: string;
}

/** By identity: each sign-in is a request to Entra or a start of the Azure CLI, and every VM of a program asks. */
const logins = new PerDeployment(() => new Map<string, Promise<AzureLogin>>());

/**
 * Signs in to Azure Resource Manager once for all checks of a preview. For previews only: a token ends after about an hour.
 *
 * @param parent - The component, whose `azure-native` provider says who it is.
 * @returns Undefined in a preview that configures the provider itself, which cannot be asked yet.
 * @throws Error that says why there is no login.
 */
export async function armLogin(parent: pulumi.Resource): Promise<ArmLogin | undefined> {
  const provider: Partial<Awaited<ReturnType<typeof getClientConfig>>> = await getClientConfig({ parent });
  const { tenantId, objectId, subscriptionId } = provider;
  if (tenantId === undefined || objectId === undefined || !subscriptionId) {
    return undefined;
  }
  const known = logins.current();
  const identity = `${tenantId}/${objectId}`;
  const login = known.get(identity) ?? azureLogin("azure-native", "arm", { tenantId, objectId });
  known.set(identity, login);
  return { login: await login, subscriptionId };
}
