/** Rules for arguments of Entra: application ID URIs, display names, tenants, and object IDs. */
import { ARGUMENTS, ENTRA } from "../../../messages";
import { applicationIdUriProblems, isGuid, microsoftResource } from "../../../trust";
import type { Fault } from "../argument-rule";
import { audience } from "./iam";

/** An application ID URI that Entra accepts, and that IAM and an AWS config can hold as an audience. */
export function applicationIdUri(value: string): readonly Fault[] {
  const problems = audience(value);
  if (problems.length > 0) {
    return problems;
  }
  return microsoftResource(value) !== undefined
    ? [ENTRA.say("application-id-uri-reserved")]
    : applicationIdUriProblems(value).map((reason) => ENTRA.say("application-id-uri-invalid", reason));
}

/** The display name of an Entra application: 1 to 120 characters without `<` and `>`, as the admin center accepts it. */
export function displayName(value: string): readonly Fault[] {
  return /^[^<>\p{Cc}]{1,120}$/u.test(value) && value.trim() !== ""
    ? []
    : [ENTRA.say("display-name-invalid")];
}

/** Any other GUID, such as the object ID of an identity. */
export function guid(value: string): readonly Fault[] {
  return isGuid(value) ? [] : [ENTRA.say("guid-invalid")];
}

/** The ID of an Entra tenant: a GUID, never a domain name, since tokens carry the GUID in `iss`. */
export function tenantId(value: string): readonly Fault[] {
  return isGuid(value) ? [] : [ENTRA.say("tenant-not-a-guid")];
}

/** The version of an application's access tokens (`requestedAccessTokenVersion` in Microsoft Graph). */
export function tokenVersion(value: number): readonly Fault[] {
  return value === 1 || value === 2 ? [] : [ARGUMENTS.say("argument-choice", [1, 2])];
}
