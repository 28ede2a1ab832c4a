/** One Entra tenant: who is in it, what signs its tokens and who is given one. */
import { randomUUID } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import { type Clock, epochSeconds } from "../../clock";
import { Directory } from "../directory/directory";
import type { ServicePrincipal, User } from "../directory/directory-objects";
import { DirectoryRoles } from "../directory/directory-roles";
import type { ReplicationLagOptions } from "../directory/replication-lag";
import {
  accessTokenClaims,
  accessTokenHeader,
  type ClientAuthentication,
  type IssuedToken,
} from "./access-token";
import type { AzureCloud } from "./azure-cloud";
import type { TokenVersion } from "./discovery";
import { EntraError, type EntraProblem } from "./entra-error";
import * as refusals from "./entra-refusals";
import { FederatedCredentials } from "./federated-credentials";
import { addFirstPartyApis } from "./first-party-apis";
import { KeyRing } from "./key-ring";
import { TokenCache } from "./token-cache";
import { azureCliScopes, idTokenClaims, letsAzureCliIn, userTokenClaims } from "./user-token";

/** Options of {@link EntraTenant.create}. */
export interface EntraTenantOptions {
  readonly tenantId: string;
  /** The cloud of the tenant, which decides who issues its tokens. Default is `public`. */
  readonly cloud?: AzureCloud;
  /** Name of the organization, as errors show it. Default is the tenant ID. */
  readonly displayName?: string;
  /**
   * Whether new identifier URIs must contain the tenant ID, the application's ID or a verified domain
   * (`uriAdditionWithoutUniqueTenantIdentifier`, on by default since 2025). Default is true.
   */
  readonly protectsIdentifierUris?: boolean;
  /**
   * Whether new identifier URIs of applications with v1 tokens must be `api://{appId}` or `api://{tenantId}/{appId}`
   * (`nonDefaultUriAddition`, off by default). Default is false.
   */
  readonly restrictsIdentifierUris?: boolean;
  /** Domains that the organization has proved to own, in addition to its initial one. Default is none. */
  readonly verifiedDomains?: readonly string[];
  /** Whether any member may register applications ("Users can register applications"). Default is true. */
  readonly usersMayRegisterApplications?: boolean;
  /** Lets Microsoft Graph answer from a copy that is behind what was written. Default is no lag. */
  readonly replicationLag?: ReplicationLagOptions;
}

/**
 * Tokens are dated this far back, in seconds.
 *
 * @evidence report Tokens are dated 300 seconds back. Source: captured tokens of managed identities in public logs.
 */
const BACKDATED = 300;
/**
 * Lifetime in seconds from the moment of issue.
 *
 * @evidence report Tokens of managed identities live a day. Source: captured answers of the metadata service in public
 * logs; the hour of other clients is inferred, since Entra draws it between 60 and 90 minutes.
 */
const LIFETIME = { managedIdentity: 86_400, client: 3_600 };

interface ClientSecret {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** A tenant. Each has separate keys, so that a token of one is never valid as a token of another. */
export class EntraTenant {
  readonly tenantId: string;
  readonly cloud: AzureCloud;
  readonly displayName: string;
  readonly protectsIdentifierUris: boolean;
  readonly restrictsIdentifierUris: boolean;
  /**
   * The initial one is the last.
   *
   * @evidence documentation Every tenant has an initial domain. Source: Microsoft Entra, "Managing custom domain names".
   */
  readonly verifiedDomains: readonly string[];
  usersMayRegisterApplications: boolean;
  readonly directory: Directory;
  readonly directoryRoles = new DirectoryRoles();
  /** Tokens of managed identities that are replayed. */
  readonly tokenCache: TokenCache;
  /** The outside identities that may sign in as service principals. */
  readonly federatedCredentials = new FederatedCredentials();
  /** By client IDs, then by key IDs. */
  readonly #secrets = new Map<string, Map<string, ClientSecret>>();

  private constructor(
    options: EntraTenantOptions,
    readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {
    this.tenantId = options.tenantId;
    this.cloud = options.cloud ?? "public";
    this.displayName = options.displayName ?? options.tenantId;
    this.protectsIdentifierUris = options.protectsIdentifierUris ?? true;
    this.restrictsIdentifierUris = options.restrictsIdentifierUris ?? false;
    const label = this.displayName.toLowerCase().replace(/[^a-z0-9]/g, "");
    this.verifiedDomains = [...(options.verifiedDomains ?? []), `${label}.onmicrosoft.com`];
    this.usersMayRegisterApplications = options.usersMayRegisterApplications ?? true;
    this.directory = new Directory(options.tenantId, clock);
    this.tokenCache = new TokenCache(clock);
    addFirstPartyApis(this.directory);
    if (options.replicationLag !== undefined) {
      this.directory.lagBehind(options.replicationLag);
    }
  }

  /** A tenant with new keys and with Microsoft's own APIs in its directory. */
  static async create(options: EntraTenantOptions, clock: Clock): Promise<EntraTenant> {
    return new EntraTenant(options, await KeyRing.create(clock), clock);
  }

  /**
   * Gives an application another client secret.
   *
   * @param endsAt Its end, in milliseconds since the epoch. Default is never.
   */
  addSecret(appId: string, text: string, keyId: string = randomUUID(), endsAt = Infinity): void {
    const secrets = this.#secrets.get(appId) ?? new Map<string, ClientSecret>();
    this.#secrets.set(appId, secrets.set(keyId, { text, endsAt }));
  }

  /** All client secrets of all applications, for tests that search for secrets. */
  secrets(): readonly string[] {
    return [...this.#secrets.values()].flatMap((ofOne) => [...ofOne.values()].map(({ text }) => text));
  }

  /** Removes a client secret. */
  removeSecret(appId: string, keyId: string): void {
    this.#secrets.get(appId)?.delete(keyId);
  }

  /**
   * The service principal of an application that proves itself with its secret.
   *
   * @throws EntraError AADSTS700016 for an unknown application, AADSTS7000215 for a wrong secret, AADSTS7000222 for one that has
   *   expired.
   */
  authenticate(clientId: string, secret: string): ServicePrincipal {
    const client = this.directory.servicePrincipal(clientId);
    if (client?.appId !== clientId) {
      // @evidence documentation An unknown application is AADSTS700016. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw this.#refusal(refusals.unknownApplication(clientId, this.displayName));
    }
    const known = [...(this.#secrets.get(clientId)?.values() ?? [])].find(({ text }) => text === secret);
    if (known === undefined) {
      // @evidence documentation A wrong secret is AADSTS7000215. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw this.#refusal(refusals.wrongSecret(clientId));
    }
    if (this.clock() >= known.endsAt) {
      // @evidence log A secret that has expired is AADSTS7000222. Source: liprec/vsts-release-aas #119; dotnet/sign #849. That a
      // wrong secret is AADSTS7000215 although all secrets have expired is inferred.
      throw this.#refusal(refusals.expiredSecret(clientId));
    }
    return client;
  }

  /**
   * A token for what the Azure CLI does for a person.
   *
   * @param withIdToken whether the client asked for `openid`
   * @throws EntraError AADSTS500011 or AADSTS500014 for an unknown or disabled resource, AADSTS65001 for one of a customer's own.
   * @evidence source The answer names the person in an ID token and in `client_info`, from which MSAL makes its account. Source:
   *   AzureAD/microsoft-authentication-library-for-python msal/token_cache.py.
   */
  async issueForUser(user: User, requestedResource: string, withIdToken: boolean): Promise<IssuedToken> {
    const resource = this.#resource(requestedResource);
    if (!letsAzureCliIn(resource.appId)) {
      // @evidence log The Azure CLI gets no token for an API that has not let it in. Source: Azure/azure-cli #15056,
      // #12566. That Microsoft's own APIs have let it in, and customers' have not, is the lab's rule: it has no consents.
      throw this.#refusal(refusals.notConsented());
    }
    const now = epochSeconds(this.clock);
    const [issuedAt, expiresAt] = [now - BACKDATED, now + LIFETIME.client];
    const scopes = azureCliScopes(resource.appId);
    const { tenantId, cloud } = this;
    const common = { tenantId, cloud, user, issuedAt, expiresAt };
    const claims = userTokenClaims({ ...common, requestedResource, resourceAppId: resource.appId, scopes });
    return {
      accessToken: await this.sign(claims, 1),
      resource: requestedResource,
      notBefore: issuedAt,
      expiresOn: expiresAt,
      further: {
        // @evidence log The answer lists the scopes with the resource in front, as the request named it. Source: a debug log in
        // Azure/azure-powershell #24940.
        scope: [...scopes, ".default"].map((scope) => `${requestedResource}/${scope}`).join(" "),
        client_info: Buffer.from(JSON.stringify({ uid: user.id, utid: tenantId })).toString("base64url"),
        ...(withIdToken ? { id_token: await this.sign(idTokenClaims(common), 2) } : {}),
      },
    };
  }

  /** A token for an application's own use of `resource`. @throws EntraError as for a managed identity. */
  async issueForClient(client: ServicePrincipal, resource: string): Promise<IssuedToken> {
    return this.#issue(client, "secret", resource, LIFETIME.client);
  }

  /**
   * A token of a managed identity for `resource`, replayed from the cache for about a day.
   *
   * @throws EntraError AADSTS500011 when no service principal has that name, AADSTS500014 when it is disabled,
   *   AADSTS7000112 when the identity is, AADSTS501051 when the resource demands an assignment and there is none.
   */
  async issueForManagedIdentity(identity: ServicePrincipal, resource: string): Promise<IssuedToken> {
    return this.tokenCache.get(identity.id, resource, () =>
      this.#issue(identity, "certificate", resource, LIFETIME.managedIdentity),
    );
  }

  /**
   * The version of a resource's tokens: its application decides, nothing else does.
   *
   * @evidence documentation The application of the resource decides the version of its tokens; the default is the
   *   first. Source: Microsoft identity platform, "Access tokens".
   */
  tokenVersion(resource: ServicePrincipal): TokenVersion {
    return this.directory.application(resource.appId)?.api.requestedAccessTokenVersion ?? 1;
  }

  /** Signs claims as this tenant, whatever they say. */
  async sign(claims: JWTPayload, version: TokenVersion): Promise<string> {
    const key = this.keys.active;
    return new SignJWT(claims).setProtectedHeader(accessTokenHeader(version, key.kid)).sign(key.privateKey);
  }

  async #issue(
    client: ServicePrincipal,
    clientAuthentication: ClientAuthentication,
    requestedResource: string,
    lifetime: number,
  ): Promise<IssuedToken> {
    const resource = this.#resource(requestedResource);
    const roles = this.#roles(client, requestedResource, resource);
    const now = epochSeconds(this.clock);
    const [issuedAt, expiresAt] = [now - BACKDATED, now + lifetime];
    const version = this.tokenVersion(resource);
    const claims = accessTokenClaims({
      tenantId: this.tenantId,
      cloud: this.cloud,
      version,
      client,
      clientAuthentication,
      resource,
      requestedResource,
      roles,
      issuedAt,
      expiresAt,
    });
    const accessToken = await this.sign(claims, version);
    return { accessToken, resource: requestedResource, notBefore: issuedAt, expiresOn: expiresAt };
  }

  #resource(name: string): ServicePrincipal {
    const resource = this.directory.resource(name);
    if (resource === undefined) {
      // @evidence log A resource without a service principal is AADSTS500011. Source:
      // AzureAD/microsoft-authentication-library-for-dotnet #3979.
      throw this.#refusal(refusals.unknownResource(name, this.displayName));
    }
    if (!resource.accountEnabled) {
      // @evidence documentation A disabled resource is AADSTS500014. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw this.#refusal(refusals.disabledResource(name));
    }
    return resource;
  }

  /** Values of the enabled roles that were assigned. Default access has none, and none is needed unless demanded. */
  #roles(client: ServicePrincipal, name: string, resource: ServicePrincipal): readonly string[] {
    const assigned = this.directory
      .assignments()
      .filter(({ principalId, resourceId }) => principalId === client.id && resourceId === resource.id)
      .map(({ appRoleId }) => appRoleId);
    if (!client.accountEnabled) {
      // @evidence documentation A disabled client is AADSTS7000112. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw this.#refusal(refusals.disabledApplication(client));
    }
    if (resource.appRoleAssignmentRequired && assigned.length === 0) {
      // @evidence log A resource that demands an assignment refuses a managed identity without one. Source:
      // Azure/azure-functions-host #9884.
      throw this.#refusal(refusals.notAssigned(client, name, resource));
    }
    // @evidence documentation `roles` holds the assigned, enabled roles of the resource. Source: Microsoft identity
    // platform, "Access token claims reference".
    return this.directory
      .appRoles(resource)
      .filter(({ id, isEnabled }) => isEnabled && assigned.includes(id))
      .flatMap(({ value }) => value ?? []);
  }

  #refusal(problem: EntraProblem): EntraError {
    return new EntraError(problem, this.clock);
  }
}
