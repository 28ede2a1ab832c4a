/** Which properties of a collection's members a request to Microsoft Graph may name in `$select` and `$filter`. */
import { GraphError } from "./graph-error";

/** How a filter writes a value: in quotes, as an ID without quotes, or as `true` or `false`. */
export type Literal = "Edm.String" | "Edm.Guid" | "Edm.Boolean";

/** A type of members. */
interface MemberType {
  /** The type's name in refusals, without its namespace. */
  readonly name: string;
  readonly properties: readonly string[];
  /** Those that are IDs, and so have no quotes in a filter. All others compare with text or a boolean. */
  readonly ids: readonly string[];
  /** Those that no filter may name. */
  readonly unfilterable: readonly string[];
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * The types by their collections. Other collections are not checked.
 *
 * @evidence documentation Each type has these properties in version 1.0. Source: Microsoft Graph, "application resource type",
 *   "servicePrincipal resource type", "appRoleAssignment resource type".
 */
const TYPES: Readonly<Record<string, MemberType>> = {
  applications: {
    name: "application",
    properties: words(`
      addIns api appId appRoles applicationTemplateId authenticationBehaviors certification createdByAppId createdDateTime
      defaultRedirectUri deletedDateTime description disabledByMicrosoftStatus displayName groupMembershipClaims id
      identifierUris info isDeviceOnlyAuthSupported isFallbackPublicClient keyCredentials logo nativeAuthenticationApisEnabled
      notes oauth2RequirePostResponse optionalClaims parentalControlSettings passwordCredentials publicClient publisherDomain
      requestSignatureVerification requiredResourceAccess samlMetadataUrl serviceManagementReference
      servicePrincipalLockConfiguration signInAudience spa tags tokenEncryptionKeyId uniqueName verifiedPublisher web
    `),
    ids: ["tokenEncryptionKeyId"],
    unfilterable: [],
  },
  servicePrincipals: {
    name: "servicePrincipal",
    properties: words(`
      accountEnabled addIns alternativeNames appDescription appDisplayName appId applicationTemplateId appOwnerOrganizationId
      appRoleAssignmentRequired appRoles createdByAppId customSecurityAttributes deletedDateTime description
      disabledByMicrosoftStatus displayName homepage id info keyCredentials loginUrl logoutUrl notes notificationEmailAddresses
      oauth2PermissionScopes passwordCredentials preferredSingleSignOnMode preferredTokenSigningKeyThumbprint replyUrls
      resourceSpecificApplicationPermissions samlSingleSignOnSettings servicePrincipalNames servicePrincipalType signInAudience
      tags tokenEncryptionKeyId verifiedPublisher
    `),
    ids: ["appOwnerOrganizationId", "tokenEncryptionKeyId"],
    unfilterable: ["appRoleAssignmentRequired"],
  },
  appRoleAssignments: {
    name: "appRoleAssignment",
    properties: words(`
      appRoleId createdDateTime deletedDateTime id principalDisplayName principalId principalType resourceDisplayName resourceId
    `),
    ids: ["appRoleId", "principalId", "resourceId"],
    unfilterable: ["appRoleId", "principalType"],
  },
};

/** @throws GraphError 400 for a name in `$select` that the type does not have. */
export function demandSelectable(collection: string, name: string): void {
  const type = TYPES[collection];
  if (type !== undefined && !type.properties.includes(name)) {
    // @evidence log An unknown property in `$select` is refused with this code and text. Source:
    // microsoftgraph/microsoft-graph-docs-contrib #4529; microsoftgraph/msgraph-sdk-powershell #2103 for objects of the directory.
    throw new GraphError(
      400,
      "BadRequest",
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type.name}'.`,
    );
  }
}

/** @throws GraphError 400 for a property that the type does not have, that has no such values, or that no filter may name. */
export function demandFilterable(collection: string, name: string, literal: Literal): void {
  const type = TYPES[collection];
  if (type === undefined) {
    return;
  }
  if (!type.properties.includes(name)) {
    // @evidence report An unknown property in `$filter` is refused with this code and text. Source: answers of Graph for chats and
    // messages, quoted in public notes; that objects of the directory answer alike is inferred.
    throw new GraphError(
      400,
      "BadRequest",
      `Invalid filter clause: Could not find a property named '${name}' on type 'microsoft.graph.${type.name}'.`,
    );
  }
  const expected = type.ids.includes(name) ? "Edm.Guid" : "Edm.String";
  if (literal !== "Edm.Boolean" && literal !== expected) {
    // @evidence log An ID in quotes is refused where the property is an ID. Source: microsoftgraph/msgraph-sdk-dotnet #2306 (the
    // text); microsoftgraph/microsoft-graph-docs-contrib #4133 (the code). That the reverse is refused alike is inferred.
    throw new GraphError(
      400,
      "BadRequest",
      `Invalid filter clause: A binary operator with incompatible types was detected. Found operand types '${expected}' and '${literal}' for operator kind 'Equal'.`,
    );
  }
  if (collection === "servicePrincipals" && type.unfilterable.includes(name)) {
    // @evidence log Service principals cannot be filtered by whether they demand an assignment. Source:
    // microsoftgraph/microsoft-graph-docs-contrib #1726.
    throw new GraphError(
      400,
      "Request_UnsupportedQuery",
      `Unsupported or invalid query filter clause specified for property '${name}' of resource 'ServicePrincipal'.`,
    );
  }
  if (type.unfilterable.includes(name)) {
    // @evidence log Assignments cannot be filtered by role or by kind of principal. Source:
    // microsoftgraph/microsoft-graph-docs-contrib #8934; microsoftgraph/microsoft-graph-docs #12338.
    throw GraphError.badRequest(`Invalid filter clause ${name}: ${expected.replace("Edm.", "System.")}`);
  }
}
