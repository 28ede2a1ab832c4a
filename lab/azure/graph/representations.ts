/** How Microsoft Graph shows the objects of a directory. */
import type {
  Application,
  AppRole,
  AppRoleAssignment,
  ServicePrincipal,
} from "../directory/directory-objects";
import type { DirectoryReader } from "../directory/directory-reader";

type JsonObject = Readonly<Record<string, unknown>>;

/** What an application shows for properties that nobody has set. Complex ones are filled up member by member. */
const NO_INFO: JsonObject = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
};
const NO_PUBLISHER: JsonObject = { displayName: null, verifiedPublisherId: null, addedDateTime: null };
const NO_PARENTAL_CONTROL: JsonObject = { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" };
const NO_REDIRECTS: JsonObject = { redirectUris: [] };
const NO_IMPLICIT_GRANT: JsonObject = { enableAccessTokenIssuance: false, enableIdTokenIssuance: false };
const NO_CLAIM: JsonObject = { additionalProperties: [], essential: false, name: null, source: null };

/**
 * Graph resource type `application`. Its publisher is the domain that its tenant has proved to own first.
 *
 * @evidence recorded An application is shown with these members in this order, without its owners, and with null or an
 *   empty value for what nobody has set: `id`, `deletedDateTime`, `appId`, `applicationTemplateId`,
 *   `disabledByMicrosoftStatus`, `createdDateTime`, `displayName`, `description`, `groupMembershipClaims`,
 *   `identifierUris`, `isDeviceOnlyAuthSupported`, `isFallbackPublicClient`, `nativeAuthenticationApisEnabled`, `notes`,
 *   `publisherDomain`, `serviceManagementReference`, `signInAudience`, `tags`, `tokenEncryptionKeyId`, `uniqueName`,
 *   `samlMetadataUrl`, `defaultRedirectUri`, `certification`, `optionalClaims`, `servicePrincipalLockConfiguration`,
 *   `requestSignatureVerification`, `addIns`, `api`, `appRoles`, `info`, `keyCredentials`, `parentalControlSettings`,
 *   `passwordCredentials`, `publicClient`, `requiredResourceAccess`, `verifiedPublisher`, `web`, and `spa`; and in the
 *   complex ones: `acceptMappedClaims`, `knownClientApplications`, `requestedAccessTokenVersion`, `oauth2PermissionScopes`,
 *   `preAuthorizedApplications`, `logoUrl`, `marketingUrl`, `privacyStatementUrl`, `supportUrl`, `termsOfServiceUrl`,
 *   `verifiedPublisherId`, `addedDateTime`, `countriesBlockedForMinors`, `legalAgeGroupRule`, `redirectUris`,
 *   `homePageUrl`, `logoutUrl`, `implicitGrantSettings`, `redirectUriSettings`, `enableAccessTokenIssuance`, and
 *   `enableIdTokenIssuance`. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_create_for_rbac_service_management_reference.yaml
 *   at ef32b2a (April 2025).
 * @evidence recorded Optional claims follow the keys once there are some; before that, null comes with the other nulls. A claim
 *   has `additionalProperties`, `essential`, `name`, and `source`. Source:
 *   Azure/azure-cli src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
 */
export function applicationView(
  application: Application,
  publisherDomain: string | null,
): Record<string, unknown> {
  const { id, appId, displayName, identifierUris, signInAudience, appRoles, api, others } = application;
  const given = (name: string, otherwise: unknown = null): unknown => others[name] ?? otherwise;
  const optionalClaims = claimsView(others.optionalClaims);
  const shown: Record<string, unknown> = {
    id,
    deletedDateTime: null,
    appId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: inSeconds(application.createdDateTime),
    displayName,
    description: given("description"),
    groupMembershipClaims: given("groupMembershipClaims"),
    identifierUris,
    isDeviceOnlyAuthSupported: given("isDeviceOnlyAuthSupported"),
    isFallbackPublicClient: given("isFallbackPublicClient"),
    nativeAuthenticationApisEnabled: given("nativeAuthenticationApisEnabled"),
    notes: given("notes"),
    publisherDomain,
    serviceManagementReference: given("serviceManagementReference"),
    signInAudience,
    tags: given("tags", []),
    tokenEncryptionKeyId: given("tokenEncryptionKeyId"),
    uniqueName: given("uniqueName"),
    samlMetadataUrl: given("samlMetadataUrl"),
    defaultRedirectUri: given("defaultRedirectUri"),
    certification: null,
    ...(optionalClaims === null ? { optionalClaims } : {}),
    servicePrincipalLockConfiguration: given("servicePrincipalLockConfiguration"),
    requestSignatureVerification: given("requestSignatureVerification"),
    addIns: given("addIns", []),
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: api.requestedAccessTokenVersion,
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
      ...withoutNames(api, ["requestedAccessTokenVersion"]),
    },
    appRoles: appRoles.map(roleView),
    info: { ...NO_INFO, ...objectIn(others, "info") },
    keyCredentials: keysView(others),
    ...(optionalClaims === null ? {} : { optionalClaims }),
    parentalControlSettings: { ...NO_PARENTAL_CONTROL, ...objectIn(others, "parentalControlSettings") },
    passwordCredentials: given("passwordCredentials", []),
    publicClient: { ...NO_REDIRECTS, ...objectIn(others, "publicClient") },
    requiredResourceAccess: given("requiredResourceAccess", []),
    verifiedPublisher: NO_PUBLISHER,
    web: webView(objectIn(others, "web")),
    spa: { ...NO_REDIRECTS, ...objectIn(others, "spa") },
  };
  return { ...shown, ...withoutNames(others, Object.keys(shown)) };
}

/**
 * The answer to the request that created an application.
 *
 * @evidence recorded The answer to POST has the time of creation with seven decimals; reads have whole seconds. Source:
 *   Azure/azure-cli src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
 */
export function createdApplicationView(
  application: Application,
  publisherDomain: string | null,
): Record<string, unknown> {
  const { createdDateTime } = application;
  return { ...applicationView(application, publisherDomain), createdDateTime };
}

/** The lists of an optional claim, each claim with all its members. */
function claimsView(claims: unknown): JsonObject | null {
  if (claims === undefined || claims === null) {
    return null;
  }
  const lists = ["accessToken", "idToken", "saml2Token"].map((name) => [
    name,
    objectsIn(claims as JsonObject, name).map((claim) => ({ ...NO_CLAIM, ...claim })),
  ]);
  return Object.fromEntries(lists) as JsonObject;
}

/**
 * @evidence recorded A role is shown with `allowedMemberTypes`, `description`, `displayName`, `id`, `isEnabled`, `origin`, and
 *   `value` in this order. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
 */
function roleView(role: AppRole): JsonObject {
  const { allowedMemberTypes, description, displayName, id, isEnabled, value } = role;
  return { allowedMemberTypes, description, displayName, id, isEnabled, origin: "Application", value };
}

/**
 * @evidence recorded A certificate is shown with null as its `key`. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d; its thumbprint
 *   and the name that Graph reads from it are not played.
 */
function keysView(others: JsonObject): readonly JsonObject[] {
  return objectsIn(others, "keyCredentials").map((key) => ({ ...key, key: null }));
}

/**
 * @evidence report Each redirect URI of `web` comes with a setting that has its `uri` and null as its `index`. Source: applications shown in
 *   public repositories.
 */
function webView(web: JsonObject): JsonObject {
  const redirectUris = Array.isArray(web.redirectUris) ? (web.redirectUris as readonly unknown[]) : [];
  return {
    homePageUrl: null,
    logoutUrl: null,
    ...withoutNames(web, ["implicitGrantSettings", "redirectUriSettings"]),
    redirectUris,
    implicitGrantSettings: { ...NO_IMPLICIT_GRANT, ...objectIn(web, "implicitGrantSettings") },
    redirectUriSettings: redirectUris.map((uri) => ({ uri, index: null })),
  };
}

/** A member that is an object; an empty one if it is not. */
function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** A member that is a list of objects; an empty one if it is not. */
function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

function withoutNames(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function inSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}

/** Lists whose order Graph does not keep, by the members that lead to them. */
const UNORDERED: readonly (readonly string[])[] = [
  ["appRoles"],
  ["requiredResourceAccess"],
  ["web", "redirectUris"],
  ["web", "redirectUriSettings"],
  ["spa", "redirectUris"],
  ["publicClient", "redirectUris"],
];

/**
 * An application as a read shows it, with lists in another order than they were sent.
 *
 * @evidence recorded A read gives app roles, required permissions, and redirect URIs in another order than the answer to POST.
 *   Source: Azure/azure-cli src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
 * @evidence inferred The order is the reverse one. Reason: the recording has two members in each list, so it shows that
 *   the order differs, and not how.
 */
export function inAnotherOrder(view: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return UNORDERED.reduce<Record<string, unknown>>((shown, path) => reversedAt(shown, path), { ...view });
}

function reversedAt(
  object: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
): Record<string, unknown> {
  const value = object[name];
  if (Array.isArray(value)) {
    return { ...object, [name]: value.toReversed() as unknown[] };
  }
  return typeof value === "object" && value !== null && rest.length > 0
    ? { ...object, [name]: reversedAt(value as Record<string, unknown>, rest) }
    : object;
}

/**
 * Graph resource type `servicePrincipal`.
 *
 * @evidence recorded A service principal is shown with these members in this order, and with null or an empty value for
 *   what nobody has set: `id`, `deletedDateTime`, `accountEnabled`, `alternativeNames`, `appDisplayName`, `appDescription`,
 *   `appId`, `applicationTemplateId`, `appOwnerOrganizationId`, `appRoleAssignmentRequired`, `createdDateTime`,
 *   `description`, `disabledByMicrosoftStatus`, `displayName`, `homepage`, `loginUrl`, `logoutUrl`, `notes`,
 *   `notificationEmailAddresses`, `preferredSingleSignOnMode`, `preferredTokenSigningKeyThumbprint`, `replyUrls`,
 *   `servicePrincipalNames`, `servicePrincipalType`, `signInAudience`, `tags`, `tokenEncryptionKeyId`,
 *   `samlSingleSignOnSettings`, `addIns`, `appRoles`, `info`, `keyCredentials`, `oauth2PermissionScopes`,
 *   `passwordCredentials`, `resourceSpecificApplicationPermissions`, and `verifiedPublisher`. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_create_for_rbac_service_management_reference.yaml
 *   at ef32b2a (April 2025).
 * @evidence documentation A service principal shows the description, the profile, and the scopes of its application. Source:
 *   Microsoft Graph v1.0, "servicePrincipal resource type" (`appDescription`, `info`, `oauth2PermissionScopes`).
 */
export function servicePrincipalView(
  servicePrincipal: ServicePrincipal,
  directory: DirectoryReader,
): Record<string, unknown> {
  const { others } = servicePrincipal;
  const application = directory.application(servicePrincipal.appId);
  const given = (name: string, otherwise: unknown = null): unknown => others[name] ?? otherwise;
  return {
    id: servicePrincipal.id,
    deletedDateTime: null,
    accountEnabled: servicePrincipal.accountEnabled,
    alternativeNames: servicePrincipal.alternativeNames,
    appDisplayName: application?.displayName ?? null,
    appDescription: application?.others.description ?? null,
    appId: servicePrincipal.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: servicePrincipal.appOwnerOrganizationId,
    appRoleAssignmentRequired: servicePrincipal.appRoleAssignmentRequired,
    createdDateTime: servicePrincipal.createdDateTime,
    description: given("description"),
    disabledByMicrosoftStatus: null,
    displayName: servicePrincipal.displayName,
    homepage: given("homepage"),
    loginUrl: given("loginUrl"),
    logoutUrl: given("logoutUrl"),
    notes: given("notes"),
    notificationEmailAddresses: given("notificationEmailAddresses", []),
    preferredSingleSignOnMode: given("preferredSingleSignOnMode"),
    preferredTokenSigningKeyThumbprint: given("preferredTokenSigningKeyThumbprint"),
    replyUrls: given("replyUrls", []),
    servicePrincipalNames: directory.names(servicePrincipal),
    servicePrincipalType: servicePrincipal.servicePrincipalType,
    signInAudience: application?.signInAudience ?? null,
    tags: given("tags", []),
    tokenEncryptionKeyId: given("tokenEncryptionKeyId"),
    samlSingleSignOnSettings: given("samlSingleSignOnSettings"),
    addIns: given("addIns", []),
    appRoles: directory.appRoles(servicePrincipal).map(roleView),
    info: { ...NO_INFO, ...objectIn(application?.others ?? {}, "info") },
    keyCredentials: keysView(others),
    oauth2PermissionScopes: application?.api.oauth2PermissionScopes ?? [],
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
    verifiedPublisher: NO_PUBLISHER,
  };
}

/**
 * The answer to the request that created a service principal.
 *
 * @evidence recorded The answer to POST has the application ID as the first of the names; reads have it as the last. Source:
 *   Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_service_principal_scenario.yaml at 11656fe.
 */
export function createdServicePrincipalView(
  servicePrincipal: ServicePrincipal,
  directory: DirectoryReader,
): Record<string, unknown> {
  return {
    ...servicePrincipalView(servicePrincipal, directory),
    servicePrincipalNames: directory.names(servicePrincipal).toReversed(),
  };
}

/** Graph resource type `appRoleAssignment`. */
export function assignmentView(assignment: AppRoleAssignment): Record<string, unknown> {
  return { ...assignment, deletedDateTime: null };
}
