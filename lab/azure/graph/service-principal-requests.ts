/** What a request to create or change a service principal says, checked as Microsoft Graph does. */
import type { NewServicePrincipal } from "../directory/directory";
import type { Application, ServicePrincipal } from "../directory/directory-objects";
import type { EntraTenant } from "../entra/entra-tenant";
import { GraphError } from "./graph-error";

/**
 * Properties that a client may write; the rest is refused.
 *
 * @evidence documentation Clients may write these properties of a service principal. Source: Microsoft Graph v1.0,
 *   "servicePrincipal resource type".
 */
const STORED_AS_GIVEN: readonly string[] = [
  "addIns",
  "description",
  "homepage",
  "keyCredentials",
  "loginUrl",
  "logoutUrl",
  "notes",
  "notificationEmailAddresses",
  "preferredSingleSignOnMode",
  "preferredTokenSigningKeyThumbprint",
  "replyUrls",
  "samlSingleSignOnSettings",
  "tags",
  "tokenEncryptionKeyId",
];

/** The properties that have a meaning in the lab, and the others as they came. */
type ServicePrincipalFields = Pick<
  ServicePrincipal,
  "accountEnabled" | "alternativeNames" | "appRoleAssignmentRequired" | "others"
>;

/**
 * Reads the body of "Create servicePrincipal".
 *
 * @param application the one behind it, if the copy of the directory that answers has it
 * @throws GraphError when the application is not there or has one already.
 */
export function readNewServicePrincipal(
  body: Record<string, unknown>,
  tenant: EntraTenant,
  application: Application | undefined,
): NewServicePrincipal {
  const { appId, ...rest } = body;
  if (typeof appId !== "string") {
    // @evidence inferred A service principal needs an application ID. Reason: the page "Create servicePrincipal"
    // requires it; the text is the lab's, in the form of Graph's other texts.
    throw GraphError.badRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.");
  }
  if (application === undefined) {
    const message = `The appId '${appId}' of the service principal does not reference a valid application object.`;
    // @evidence source The service principal of an application that Graph does not see yet is 400. Source:
    // hashicorp/terraform-provider-azuread internal/services/serviceprincipals/service_principal_resource.go at
    // f0169e0, which repeats its request at this text; the code is inferred.
    throw new GraphError(400, "NoBackingApplicationObject", message);
  }
  if (tenant.directory.servicePrincipals().some((candidate) => candidate.appId === appId)) {
    // @evidence log A second service principal of one application is 409 `Request_MultipleObjectsWithSameKeyValue`.
    // Source: Azure/reliable-web-app-pattern-java #185.
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
    );
  }
  return { appId, displayName: application.displayName, ...readFields(rest, undefined) };
}

/**
 * Reads the body of "Update servicePrincipal": properties that it does not name stay as they are.
 *
 * @throws GraphError for properties that are not there or cannot be written.
 */
export function readServicePrincipalUpdate(
  body: Record<string, unknown>,
  before: ServicePrincipal,
): ServicePrincipalFields {
  return readFields(body, before);
}

function readFields(
  body: Record<string, unknown>,
  before: ServicePrincipal | undefined,
): ServicePrincipalFields {
  const { accountEnabled, alternativeNames, appRoleAssignmentRequired, ...rest } = body;
  const unknown = Object.keys(rest).find((name) => !STORED_AS_GIVEN.includes(name));
  if (unknown !== undefined) {
    // @evidence inferred A property that the resource type does not have is refused. Reason: Graph refuses unknown
    // properties; the text is the lab's.
    throw GraphError.badRequest(`Invalid property '${unknown}'.`);
  }
  return {
    accountEnabled: readBoolean(accountEnabled ?? before?.accountEnabled ?? true, "accountEnabled"),
    appRoleAssignmentRequired: readBoolean(
      appRoleAssignmentRequired ?? before?.appRoleAssignmentRequired ?? false,
      "appRoleAssignmentRequired",
    ),
    alternativeNames:
      alternativeNames === undefined ? (before?.alternativeNames ?? []) : readTexts(alternativeNames),
    others: { ...before?.others, ...rest },
  };
}

function readBoolean(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") {
    // @evidence inferred A property that is not a Boolean is invalid. Reason: the text is that of other invalid
    // properties.
    throw GraphError.invalidProperty(name);
  }
  return value;
}

function readTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) {
    // @evidence inferred Alternative names that are not a list of strings are invalid. Reason: the text is that of other
    // invalid properties.
    throw GraphError.invalidProperty("alternativeNames");
  }
  return value;
}
