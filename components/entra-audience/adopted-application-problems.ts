/** What keeps an existing application from naming the audience of a federation, each with the command that mends it. */
import type { GetApplicationResult } from "@pulumi/azuread/getApplication";
import type { GetServicePrincipalResult } from "@pulumi/azuread/getServicePrincipal";
import { quoteWord } from "../../credential-helper/shell-quote";
import type { EntraCloud } from "../../trust";
import { audience } from "../arguments/rules/iam";
import { graphEndpoint } from "../logins/graph-endpoint";
import type { AdoptedProblem } from "../pulumi/suspending";
import { APP_ROLE_VALUE } from "./app-role";
import { roleRemedy, useGuidRemedy } from "./application-remedies";

/** What was read. */
export interface ReadApplication {
  readonly application: GetApplicationResult;
  readonly servicePrincipal: GetServicePrincipalResult;
}

/** What the arguments say of it. */
export interface WantedApplication {
  readonly tenantId: string;
  readonly cloud: EntraCloud;
  readonly tokenVersion: number;
  /** The audience; undefined for the only application ID URI that there is. */
  readonly audience: string | undefined;
  /** The ID of the app role; undefined for the one with this package's value. */
  readonly appRoleId: string | undefined;
}

/** An application that is right: what is taken of it. */
export interface UsableApplication {
  readonly audience: string;
  readonly appRoleId: string;
}

/** Everything that is wrong with an application and its service principal; none if they can be used as they are. */
export function adoptedApplicationProblems(
  { application, servicePrincipal }: ReadApplication,
  wanted: WantedApplication,
): AdoptedProblem[] {
  const id = application.clientId;
  const problems: AdoptedProblem[] = [];
  const wrong = (path: string, reason: string, remedy: string): void => {
    problems.push({ path, reason: `${reason}: ${remedy}` });
  };
  if (servicePrincipal.applicationTenantId.toLowerCase() !== wanted.tenantId.toLowerCase()) {
    const reason = `must be the tenant of the application, ${servicePrincipal.applicationTenantId}; got ${JSON.stringify(wanted.tenantId)}`;
    wrong("tenantId", reason, "give that tenant, or have the azuread provider log in to the other");
  }
  if (application.signInAudience !== "AzureADMyOrg") {
    const reason = `is an application for more than its own tenant (sign-in audience ${application.signInAudience})`;
    wrong("applicationClientId", reason, `az ad app update --id ${id} --sign-in-audience AzureADMyOrg`);
  }
  if (!servicePrincipal.accountEnabled) {
    const reason = "has a service principal that is disabled, so that nobody gets a token for it";
    const remedy = `az ad sp update --id ${id} --set accountEnabled=true`;
    problems.push({ path: "applicationClientId", reason: `${reason}: ${remedy}`, bearable: true });
  }
  if (!servicePrincipal.appRoleAssignmentRequired) {
    const reason = "does not require assignment, so that every identity of the tenant gets a token for it";
    wrong("applicationClientId", reason, `az ad sp update --id ${id} --set appRoleAssignmentRequired=true`);
  }
  problems.push(...audienceOf(application, wanted).problems);
  const version = application.apis[0]?.requestedAccessTokenVersion ?? 1;
  if (version !== wanted.tokenVersion) {
    const url = `${graphEndpoint(wanted.cloud)}/v1.0/applications/${application.objectId}`;
    const body = JSON.stringify({ api: { requestedAccessTokenVersion: wanted.tokenVersion } });
    const remedy = `give tokenVersion ${version}, or change the application: az rest --method PATCH --url ${url} --headers Content-Type=application/json --body ${quoteWord(body)}`;
    wrong("tokenVersion", `is ${wanted.tokenVersion}, and the application's tokens are v${version}`, remedy);
  }
  const useGuid = wanted.tokenVersion === 1 ? useGuidRemedy(application) : undefined;
  if (useGuid !== undefined) {
    const reason =
      "has the optional claim aud with use_guid, which puts its client ID into aud in place of the audience";
    wrong("applicationClientId", reason, useGuid);
  }
  problems.push(...appRoleOf(application, wanted).problems);
  return problems;
}

/** What is taken of an application that has no problem. */
export function usableApplication(
  { application }: ReadApplication,
  wanted: WantedApplication,
): UsableApplication {
  return {
    audience: audienceOf(application, wanted).found,
    appRoleId: appRoleOf(application, wanted).found,
  };
}

interface Finding {
  readonly found: string;
  readonly problems: readonly AdoptedProblem[];
}

function audienceOf({ clientId, identifierUris }: GetApplicationResult, wanted: WantedApplication): Finding {
  const [only, ...others] = identifierUris;
  if (wanted.audience === undefined && only !== undefined && others.length === 0) {
    const got = `; got ${JSON.stringify(only)}`;
    // Of v2 tokens AWS compares another claim.
    const reasons = wanted.tokenVersion === 1 ? audience(only) : [];
    return { found: only, problems: reasons.map((reason) => ({ path: "audience", reason, given: got })) };
  }
  const found = wanted.audience ?? `api://${clientId}`;
  if (wanted.audience !== undefined && identifierUris.includes(wanted.audience)) {
    return { found, problems: [] };
  }
  if (wanted.audience === undefined && only !== undefined) {
    const reason = `is missing, and the application has several application ID URIs: give one of ${identifierUris.join(", ")}`;
    return { found, problems: [{ path: "audience", reason }] };
  }
  const state = only === undefined ? "has none" : `has ${identifierUris.join(", ")}`;
  // az replaces the whole list.
  const command = `az ad app update --id ${clientId} --identifier-uris ${[...identifierUris, found].map(quoteWord).join(" ")}`;
  const reason = `must be an application ID URI of the application, which ${state}; got ${JSON.stringify(wanted.audience ?? null)}: ${command}`;
  return { found, problems: [{ path: "audience", reason }] };
}

function appRoleOf(application: GetApplicationResult, { appRoleId }: WantedApplication): Finding {
  const role = application.appRoles.find(({ id, value }) =>
    appRoleId === undefined ? value === APP_ROLE_VALUE : id.toLowerCase() === appRoleId.toLowerCase(),
  );
  const refused = (reason: string): AdoptedProblem => ({
    path: "appRoleId",
    reason: `${reason}: ${roleRemedy(application, role)}`,
  });
  if (role === undefined) {
    const reason =
      appRoleId === undefined
        ? `is missing, and the application has no app role with the value ${APP_ROLE_VALUE}`
        : `is no app role of the application; got ${JSON.stringify(appRoleId)}`;
    return { found: "", problems: [refused(reason)] };
  }
  if (!role.allowedMemberTypes.includes("Application")) {
    const reason = `is an app role for users and groups only, not for managed identities (${role.displayName})`;
    return { found: "", problems: [refused(reason)] };
  }
  if (!role.enabled) {
    const problem = refused(`is an app role that is disabled (${role.displayName})`);
    return { found: role.id, problems: [{ ...problem, bearable: true }] };
  }
  return { found: role.id, problems: [] };
}
