import { isMark, isObject } from "../../trust";
import type { SeenResource } from "../engine/seen-resource";

/** Type tokens of Entra's and Azure's resources. Compared as text: loading a provider's SDK would cost too much. */
export const APPLICATIONS: readonly string[] = [
  "azuread:index/application:Application",
  "azuread:index/applicationRegistration:ApplicationRegistration",
];
export const SERVICE_PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
export const IDENTIFIER_URI = "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri";
export const APP_ROLE_ASSIGNMENT = "azuread:index/appRoleAssignment:AppRoleAssignment";
export const MANAGED_IDENTITIES: readonly string[] = [
  "azure-native:managedidentity:UserAssignedIdentity",
  "azure:authorization/userAssignedIdentity:UserAssignedIdentity",
];

/** Secrets and certificates of applications and their service principals, and what messages call them. */
export const CREDENTIALS: ReadonlyMap<string, string> = new Map([
  ["azuread:index/applicationPassword:ApplicationPassword", "a client secret"],
  ["azuread:index/applicationCertificate:ApplicationCertificate", "a certificate"],
  ["azuread:index/servicePrincipalPassword:ServicePrincipalPassword", "a client secret"],
  ["azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate", "a certificate"],
]);

/** Federated identity credentials, and the properties in which they name what they belong to. */
export const FEDERATED_CREDENTIALS: ReadonlyMap<string, readonly string[]> = new Map([
  ["azure-native:managedidentity:FederatedIdentityCredential", ["resourceName"]],
  ["azure:armmsi/federatedIdentityCredential:FederatedIdentityCredential", ["parentId"]],
  [
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
    ["applicationId"],
  ],
  [
    "azuread:index/applicationFlexibleFederatedIdentityCredential:ApplicationFlexibleFederatedIdentityCredential",
    ["applicationId"],
  ],
]);

/** The token version that an application asks for; a mark while that is not known. */
export function requestedTokenVersion(application: SeenResource): unknown {
  const api = application.get("api");
  return isObject(api)
    ? api.requestedAccessTokenVersion
    : isMark(api)
      ? api
      : application.get("requestedAccessTokenVersion");
}
