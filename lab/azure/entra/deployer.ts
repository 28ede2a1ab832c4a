/** The application that deploys to the lab: what a platform team's pipeline logs in as. */
import type { ServicePrincipal } from "../graph/directory-objects";
import type { EntraTenant } from "./entra-tenant";
import { GRAPH_APP_ID, graphPermissionId } from "./first-party-apis";

/** Who deploys. */
export interface Deployer {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Application permissions of Microsoft Graph, by name. */
  readonly graphPermissions: readonly string[];
}

/**
 * Puts the application with its secret into a tenant and grants it its permissions.
 *
 * @throws Error for a permission that the lab does not know.
 */
export function registerDeployer(tenant: EntraTenant, deployer: Deployer): ServicePrincipal {
  const { directory } = tenant;
  const displayName = "Deployer";
  directory.createApplication({ displayName, appId: deployer.clientId });
  const principal = directory.createServicePrincipal({ displayName, appId: deployer.clientId });
  tenant.addSecret(deployer.clientId, deployer.clientSecret);
  const graph = directory.servicePrincipal(GRAPH_APP_ID);
  for (const permission of deployer.graphPermissions) {
    const id = graphPermissionId(permission);
    if (graph !== undefined) {
      directory.assign(principal, graph, id);
    }
  }
  return principal;
}
