/** Clients of a run for Resource Manager and Microsoft Graph, at their public addresses. */
import { azureFetch } from "../../cli/clouds/microsoft/azure-fetch";
import { ARM_HOST, GRAPH_HOST, LOGIN_HOST } from "../../lab/azure";
import {
  ArmClient,
  type AzureEnvironment,
  type AzureRequest,
  type AzureResponse,
  AzureSession,
  GraphClient,
} from "../../lab/pulumi";
import { azureCliToken, type AzureLogin } from "./accounts";

/** See {@link azureClients}. */
export interface AzureClients {
  readonly arm: ArmClient;
  readonly graph: GraphClient;
}

/** Pause between two requests about an operation, if Resource Manager names none, in milliseconds. */
const POLL_INTERVAL = 5_000;

/**
 * Signs in.
 *
 * @param onResponse sees each answer
 */
export function azureClients(
  login: AzureLogin,
  location: string,
  onResponse: (request: AzureRequest, response: AzureResponse) => void,
): AzureClients {
  const { tenantId, subscriptionId, application } = login;
  const environment: AzureEnvironment = {
    armEndpoint: `https://${ARM_HOST}`,
    graphEndpoint: `https://${GRAPH_HOST}`,
    loginEndpoint: `https://${LOGIN_HOST}`,
    tenantId,
    subscriptionId,
    clientId: application?.clientId ?? "",
    clientSecret: application?.clientSecret ?? "",
    azRefreshToken: undefined,
  };
  const session = new AzureSession(environment, {
    onResponse,
    fetch: azureFetch,
    isPatient: true,
    ...(application === undefined
      ? { signIn: async (scope: string, signal: AbortSignal) => azureCliToken(scope, login, signal) }
      : {}),
  });
  return { arm: new ArmClient(session, location, POLL_INTERVAL), graph: new GraphClient(session) };
}
