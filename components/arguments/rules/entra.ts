/** Rules for arguments of Entra: application ID URIs, display names, tenants, and object IDs. */
import { applicationIdUriProblems, isGuid, isReservedAudience } from "../../../trust";
import { audience } from "./iam";

/** An application ID URI, as Entra takes it for an audience that IAM and an AWS config can hold too. */
export function applicationIdUri(value: string): readonly string[] {
  const problems = audience(value);
  if (problems.length > 0) {
    return problems;
  }
  return isReservedAudience(value)
    ? ["must not be the URI of one of Microsoft's own APIs, which Entra reserves"]
    : applicationIdUriProblems(value);
}

/** The display name of an Entra application: 1 to 120 characters without `<` and `>`, as the admin center takes it. */
export function displayName(value: string): readonly string[] {
  return /^[^<>\p{Cc}]{1,120}$/u.test(value) && value.trim() !== ""
    ? []
    : ["must be 1 to 120 characters without < and > and without control characters"];
}

/** Any other GUID, such as the object ID of an identity. */
export function guid(value: string): readonly string[] {
  return isGuid(value) ? [] : ["must be a GUID such as 0a1b2c3d-0000-4000-8000-0123456789ab"];
}

/** The ID of an Entra tenant: a GUID, never a domain name, since tokens carry the GUID in `iss`. */
export function tenantId(value: string): readonly string[] {
  return isGuid(value)
    ? []
    : ["must be the GUID of the tenant (Directory ID), not a domain name: az account show --query tenantId"];
}

/** The version of an application's access tokens (`requestedAccessTokenVersion` in Microsoft Graph). */
export function tokenVersion(value: number): readonly string[] {
  return value === 1 || value === 2 ? [] : ["must be 1 or 2"];
}
