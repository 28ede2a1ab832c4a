/** Rules for arguments of Entra: application ID URIs, display names, tenants, and object IDs. */
import { ARGUMENTS, coded } from "../../../messages";
import { applicationIdUriProblems } from "../../../trust/applications";
import { microsoftResource } from "../../../trust/entra";
import { isGuid } from "../../../trust/kernel";
import type { Fault } from "../argument-rule";
import { audience } from "./iam";

/** An application ID URI that Entra accepts, and that IAM and an AWS config can hold as an audience. */
export function applicationIdUri(value: string): readonly Fault[] {
  const problems = audience(value);
  if (problems.length > 0) {
    return problems;
  }
  return microsoftResource(value) !== undefined
    ? [
        coded(
          "application-id-uri-reserved",
          "must not be the URI of one of Microsoft's own APIs, which Entra reserves",
        ),
      ]
    : applicationIdUriProblems(value).map((reason) =>
        coded("application-id-uri-invalid", `invalid application ID URI: it ${reason}`),
      );
}

/** The display name of an Entra application: 1 to 120 characters without `<` and `>`, as the admin center accepts it. */
export function displayName(value: string): readonly Fault[] {
  return /^[^<>\p{Cc}]{1,120}$/u.test(value) && value.trim() !== ""
    ? []
    : [
        coded(
          "display-name-invalid",
          "invalid display name. Expected 1 to 120 characters without < and > and without control characters",
        ),
      ];
}

/** Any other GUID, such as the object ID of an identity. */
export function guid(value: string): readonly Fault[] {
  return isGuid(value)
    ? []
    : [coded("guid-invalid", "invalid GUID. Expected one such as 0a1b2c3d-0000-4000-8000-0123456789ab")];
}

/** The ID of an Entra tenant: a GUID, never a domain name, since tokens carry the GUID in `iss`. */
export function tenantId(value: string): readonly Fault[] {
  return isGuid(value)
    ? []
    : [
        coded(
          "tenant-not-a-guid",
          "invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name",
          "Look it up: az account show --query tenantId",
        ),
      ];
}

/** The version of an application's access tokens (`requestedAccessTokenVersion` in Microsoft Graph). */
export function tokenVersion(value: number): readonly Fault[] {
  return value === 1 || value === 2 ? [] : [ARGUMENTS.say("argument-choice", [1, 2])];
}
