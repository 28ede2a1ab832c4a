/**
 * How the provider's messages call objects. IDs of the provider are paths of Microsoft Graph.
 *
 * Source (source code): hashicorp/go-azure-sdk, `microsoft-graph/common-types/stable`, the `String` functions of the IDs, as
 * vendored by terraform-provider-azuread v3.8.0.
 */

/** The last part of a path, which is the object ID: `/applications/<object ID>`. */
export function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** `/applications/<object ID>`. */
export function applicationName(id: string): string {
  return `Application (Application: ${JSON.stringify(lastSegment(id))})`;
}

/** `/servicePrincipals/<object ID>`. */
export function servicePrincipalName(id: string): string {
  return `Service Principal (Service Principal: ${JSON.stringify(lastSegment(id))})`;
}

/** `/servicePrincipals/<object ID>/appRoleAssignedTo/<assignment ID>`. */
export function assignmentName(id: string): string {
  const [, , servicePrincipal = "", , assignment = ""] = id.split("/");
  return `Service Principal Id App Role Assigned To (Service Principal: ${JSON.stringify(servicePrincipal)}\nApp Role Assignment: ${JSON.stringify(assignment)})`;
}

/** `/applications/<object ID>/owners/<object ID>`. */
export function ownerName(id: string): string {
  const [, , application = "", , owner = ""] = id.split("/");
  return `Application Id Owner (Application: ${JSON.stringify(application)}\nDirectory Object: ${JSON.stringify(owner)})`;
}

/** `/applications/<object ID>/identifierUris/<URI in base64>` (the provider's own, `applications/parse`). */
export function identifierUriName(id: string): string {
  const [, , application = "", , uri = ""] = id.split("/");
  return `Application IdentifierUri (Application ID: ${JSON.stringify(application)}, IdentifierUri ID: ${JSON.stringify(uri)})`;
}
