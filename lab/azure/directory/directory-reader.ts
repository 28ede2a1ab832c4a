/** What can be asked of a directory, whichever copy of it answers. */
import type { Application, AppRole, AppRoleAssignment, ServicePrincipal } from "./directory-objects";

/** A copy of one tenant's directory: the one that is written, or one that follows it. */
export abstract class DirectoryReader {
  abstract applications(): readonly Application[];

  abstract servicePrincipals(): readonly ServicePrincipal[];

  abstract assignments(): readonly AppRoleAssignment[];

  /** By object ID or by `appId`. */
  application(id: string): Application | undefined {
    return this.applications().find((candidate) => candidate.id === id || candidate.appId === id);
  }

  /** By object ID or by `appId`. */
  servicePrincipal(id: string): ServicePrincipal | undefined {
    return this.servicePrincipals().find((candidate) => candidate.id === id || candidate.appId === id);
  }

  /** The roles that a service principal offers: its application's, or its own. */
  appRoles(servicePrincipal: ServicePrincipal): readonly AppRole[] {
    return this.application(servicePrincipal.appId)?.appRoles ?? servicePrincipal.ownAppRoles;
  }

  /** The names by which a token for a service principal may be asked (`servicePrincipalNames`). */
  names(servicePrincipal: ServicePrincipal): readonly string[] {
    const uris = this.application(servicePrincipal.appId)?.identifierUris ?? [];
    return [...new Set([...uris, ...servicePrincipal.ownNames, servicePrincipal.appId])];
  }

  /** The service principal that a token request names. Compared exactly, as the audience is. */
  resource(name: string): ServicePrincipal | undefined {
    return this.servicePrincipals().find((candidate) => this.names(candidate).includes(name));
  }
}
