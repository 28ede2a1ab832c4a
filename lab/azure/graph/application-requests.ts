/** What a request to create or change an application says, checked as Microsoft Graph does. */
import type { NewApplication } from "../directory/directory";
import type { Application, ApplicationApi } from "../directory/directory-objects";
import type { EntraTenant } from "../entra/entra-tenant";
import { checkAppRoleChange, readAppRoles } from "./app-role-rules";
import { GraphError } from "./graph-error";
import { checkAddedIdentifierUris } from "./identifier-uri-rules";

/**
 * Properties that a client may write; the rest is refused.
 *
 * @evidence documentation Clients may write these properties of an application. Source: Microsoft Graph v1.0,
 *   "application resource type".
 */
const STORED_AS_GIVEN: readonly string[] = [
  "addIns",
  "authenticationBehaviors",
  "defaultRedirectUri",
  "description",
  "groupMembershipClaims",
  "info",
  "isDeviceOnlyAuthSupported",
  "isFallbackPublicClient",
  "keyCredentials",
  "nativeAuthenticationApisEnabled",
  "notes",
  "oauth2RequirePostResponse",
  "optionalClaims",
  "parentalControlSettings",
  "publicClient",
  "requestSignatureVerification",
  "requiredResourceAccess",
  "samlMetadataUrl",
  "serviceManagementReference",
  "servicePrincipalLockConfiguration",
  "spa",
  "tags",
  "tokenEncryptionKeyId",
  "uniqueName",
  "web",
];

const PERSONAL_AUDIENCES = ["AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];
const AUDIENCES = ["AzureADMyOrg", "AzureADMultipleOrgs", ...PERSONAL_AUDIENCES];

/** The properties of an application that have a meaning in the lab, and the others as they came. */
type ApplicationFields = Pick<
  Application,
  "displayName" | "identifierUris" | "signInAudience" | "appRoles" | "api" | "others"
>;

/**
 * Reads the body of "Create application".
 *
 * @throws GraphError for what Graph refuses.
 */
export function readNewApplication(body: Record<string, unknown>, tenant: EntraTenant): NewApplication {
  if (body.displayName === undefined) {
    // @evidence inferred An application needs a display name; the text names the property and the resource type.
    // Reason: the page "Create application" requires it; the text is the lab's, in the form of Graph's other texts.
    throw GraphError.badRequest("A value is required for property 'displayName' of resource 'Application'.");
  }
  return read(body, tenant, undefined);
}

/**
 * Reads the body of "Update application": properties that it does not name stay as they are; lists are replaced.
 *
 * @throws GraphError for what Graph refuses.
 */
export function readApplicationUpdate(
  body: Record<string, unknown>,
  tenant: EntraTenant,
  application: Application,
): ApplicationFields {
  return read(body, tenant, application);
}

function read(
  body: Record<string, unknown>,
  tenant: EntraTenant,
  before: Application | undefined,
): ApplicationFields {
  const { displayName, identifierUris, signInAudience, appRoles, api, ...rest } = withoutOwnId(body, before);
  const unknown = Object.keys(rest).find((name) => !STORED_AS_GIVEN.includes(name));
  if (unknown !== undefined) {
    // @evidence inferred A property that the resource type does not have is refused. Reason: Graph refuses unknown
    // properties; the text is the lab's.
    throw GraphError.badRequest(`Invalid property '${unknown}'.`);
  }
  const fields: ApplicationFields = {
    displayName: readText(displayName ?? before?.displayName, "displayName"),
    /**
     * @evidence inferred An application without `signInAudience` is for one tenant. Reason: the azuread provider
     *   always sends it; for the Azure CLI, which does not, a recording has another default (Azure/azure-cli
     *   test_app_scenario.yaml).
     */
    signInAudience: readText(signInAudience ?? before?.signInAudience ?? "AzureADMyOrg", "signInAudience"),
    identifierUris: identifierUris === undefined ? (before?.identifierUris ?? []) : readUris(identifierUris),
    appRoles: appRoles === undefined ? (before?.appRoles ?? []) : readAppRoles(appRoles),
    api: readApi(api, before?.api),
    others: { ...before?.others, ...rest },
  };
  if (!AUDIENCES.includes(fields.signInAudience)) {
    // @evidence documentation `signInAudience` takes four values. Source: Microsoft Graph, "application resource
    // type".
    throw GraphError.invalidProperty("signInAudience");
  }
  if (PERSONAL_AUDIENCES.includes(fields.signInAudience) && fields.api.requestedAccessTokenVersion !== 2) {
    // @evidence documentation Audiences with personal accounts need tokens of the second version. Source: Microsoft
    // Entra, "Application manifest reference"; the text is inferred.
    throw GraphError.invalidProperty("api.requestedAccessTokenVersion");
  }
  checkAppRoleChange(before?.appRoles ?? [], fields.appRoles);
  checkUris(fields, tenant, before);
  return fields;
}

/**
 * @evidence source A client may name the object in its body as well. Source: hashicorp/terraform-provider-azuread
 * internal/services/applications/applications.go at f0169e0, which does so when it disables a role.
 */
function withoutOwnId(
  { id, ...rest }: Record<string, unknown>,
  before: Application | undefined,
): Record<string, unknown> {
  return id === undefined || id === before?.id ? rest : { id, ...rest };
}

function checkUris(fields: ApplicationFields, tenant: EntraTenant, before: Application | undefined): void {
  const added = fields.identifierUris.filter((uri) => before?.identifierUris.includes(uri) !== true);
  checkAddedIdentifierUris(added, {
    tenantId: tenant.tenantId,
    appId: before?.appId,
    verifiedDomains: tenant.verifiedDomains,
    isProtected: tenant.protectsIdentifierUris && fields.api.requestedAccessTokenVersion !== 2,
    isRestricted: tenant.restrictsIdentifierUris && fields.api.requestedAccessTokenVersion !== 2,
  });
  const others = tenant.directory.applications().filter(({ id }) => id !== before?.id);
  if (added.some((uri) => others.some(({ identifierUris }) => identifierUris.includes(uri)))) {
    const message = "Another object with the same value for property identifierUris already exists.";
    // @evidence log An identifier URI that another application has is 400 with `ObjectConflict` in the details.
    // Source: Azure/pcs-cli #146 and other public issues.
    throw GraphError.badRequest(message, [{ code: "ObjectConflict", target: "identifierUris", message }]);
  }
}

function readText(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") {
    // @evidence inferred A text property that is empty or no string is invalid. Reason: the text is that of other
    // invalid properties.
    throw GraphError.invalidProperty(name);
  }
  return value;
}

function readUris(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((uri) => typeof uri === "string")) {
    // @evidence inferred Identifier URIs that are not a list of strings are invalid. Reason: the text is that of other
    // invalid properties.
    throw GraphError.invalidProperty("identifierUris");
  }
  return value;
}

function readApi(value: unknown, before: ApplicationApi | undefined): ApplicationApi {
  const given = { requestedAccessTokenVersion: null, ...before, ...(value ?? {}) };
  const version: unknown = given.requestedAccessTokenVersion;
  if (version !== null && version !== 1 && version !== 2) {
    // @evidence documentation `requestedAccessTokenVersion` is null, 1, or 2. Source: Microsoft Graph, "apiApplication
    // resource type"; the text is inferred.
    throw GraphError.invalidProperty("api.requestedAccessTokenVersion");
  }
  return { ...given, requestedAccessTokenVersion: version };
}
