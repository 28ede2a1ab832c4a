/** Who deploys to the lab: an application, which a platform team's pipeline logs in as, or a person with the Azure CLI. */
import type { ServicePrincipal, User } from "../directory/directory-objects";
import type { DirectoryRoleAssignment } from "../directory/directory-roles";
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

/** A member of the tenant, with the default permissions of users and these directory roles. */
export interface Person {
  readonly displayName: string;
  /** Default is none. */
  readonly directoryRoles?: readonly Omit<DirectoryRoleAssignment, "principalId">[];
}

/** Puts a person into a tenant. @throws Error for a directory role that the lab does not know. */
export function registerPerson(tenant: EntraTenant, { displayName, directoryRoles = [] }: Person): User {
  const name = displayName.toLowerCase().replace(/[^a-z0-9]+/g, ".");
  const user = tenant.directory.createUser({
    displayName,
    userPrincipalName: `${name}@${tenant.verifiedDomains.at(-1) ?? ""}`,
  });
  for (const assignment of directoryRoles) {
    tenant.directoryRoles.assign({ ...assignment, principalId: user.id });
  }
  return user;
}
