/** Signing in with a token of an outside issuer in a secret's place: workload identity federation. */
import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, jwtVerify } from "jose";
import type { Clock } from "../../clock";
import type { ServicePrincipal } from "../directory/directory-objects";
import { EntraError, type EntraProblem } from "./entra-error";
import * as refusals from "./entra-refusals";
import type { EntraTenant } from "./entra-tenant";
import { isFor } from "./federated-credentials";

/** The only type of client assertions (RFC 7523). */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Judges assertions by the federated identity credentials of the client. */
export class ClientAssertions {
  /** @param resolve Where a public https address of an outside issuer is found on this machine. */
  constructor(
    private readonly resolve: (url: string) => string,
    private readonly clock: Clock,
  ) {}

  /**
   * The service principal that the assertion's bearer may sign in as.
   *
   * @throws EntraError AADSTS700016 for an unknown client, AADSTS70025 for one without credentials, AADSTS700211,
   *   AADSTS700212 or AADSTS700213 where issuer, audience or subject fit none, AADSTS700024 outside its time,
   *   AADSTS50013 for a signature that is not the issuer's.
   */
  async authenticate(tenant: EntraTenant, clientId: string, assertion: string): Promise<ServicePrincipal> {
    const client = tenant.directory.servicePrincipal(clientId);
    if (client?.appId !== clientId) {
      // @evidence documentation An unknown client is AADSTS700016. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw this.#refusal(refusals.unknownApplication(clientId, tenant.displayName));
    }
    const { issuer, audiences, subject } = this.#read(assertion);
    const all = [client.id, client.appId].flatMap((owner) => tenant.federatedCredentials.of(owner));
    const ofIssuer = all.filter((credential) => credential.issuer === issuer);
    const ofAudience = ofIssuer.filter((credential) =>
      credential.audiences.some((audience) => audiences.includes(audience)),
    );
    if (all.length === 0) {
      // @evidence documentation A client without federated credentials is AADSTS70025. Source: Microsoft Entra,
      // "Authentication and authorization error codes".
      throw this.#refusal(refusals.noFederatedCredentials(client));
    }
    if (ofIssuer.length === 0) {
      // @evidence inferred An issuer that fits no credential is AADSTS700211, before audience and subject are looked
      // at. Reason: the codes are documented; which one Entra gives where several claims differ is not.
      throw this.#refusal(refusals.noMatchingCredential(700211, "issuer", issuer));
    }
    if (ofAudience.length === 0) {
      // @evidence inferred An audience that fits no credential of the issuer is AADSTS700212. Reason: the codes are
      // documented; which one Entra gives where several claims differ is not.
      throw this.#refusal(refusals.noMatchingCredential(700212, "audience", audiences.join()));
    }
    if (!ofAudience.some((credential) => isFor(credential, subject))) {
      // @evidence report A subject that fits no credential is AADSTS700213. Source: logs of
      // hashicorp/terraform-provider-azurerm and others, with HTTP 401 and `invalid_client`.
      throw this.#refusal(refusals.noMatchingCredential(700213, "subject", subject));
    }
    await this.#verify(assertion, issuer);
    return client;
  }

  #read(assertion: string): { issuer: string; audiences: readonly string[]; subject: string } {
    try {
      const { iss = "", aud = [], sub = "" } = decodeJwt(assertion);
      return { issuer: iss, audiences: [aud].flat(), subject: sub };
    } catch {
      // @evidence documentation An assertion that is not a JWT is AADSTS50027. Source: Microsoft Entra, "Authentication
      // and authorization error codes".
      throw this.#refusal(refusals.malformedAssertion());
    }
  }

  async #verify(assertion: string, issuer: string): Promise<void> {
    const { jwks_uri: keys } = await this.#get(
      `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    );
    const published = (await this.#get(String(keys))) as unknown as JSONWebKeySet;
    try {
      await jwtVerify(assertion, createLocalJWKSet(published), {
        issuer,
        algorithms: ["RS256"],
        requiredClaims: ["exp"],
        currentDate: new Date(this.clock()),
      });
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) {
        throw error;
      }
      const isOutOfTime =
        error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
      // @evidence documentation An assertion outside its time is AADSTS700024; any other that cannot be verified is
      // AADSTS50013. Source: Microsoft Entra, "Authentication and authorization error codes".
      throw this.#refusal(isOutOfTime ? refusals.assertionOutOfTime() : refusals.assertionNotSigned());
    }
  }

  async #get(url: string): Promise<Record<string, unknown>> {
    const response = await fetch(this.resolve(url)).catch(() => undefined);
    if (response?.ok !== true) {
      // @evidence inferred An issuer whose documents cannot be fetched is AADSTS50013. Reason: nothing states the
      // code; without keys, no signature can be verified.
      throw this.#refusal(refusals.assertionNotSigned());
    }
    return (await response.json()) as Record<string, unknown>;
  }

  #refusal(problem: EntraProblem): EntraError {
    return new EntraError(problem, this.clock);
  }
}
