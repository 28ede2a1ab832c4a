/** The reasons why an existing application cannot name the audience of a federation, each with the command that fixes it. */
import type { GetApplicationResult } from "@pulumi/azuread/getApplication";
import type { GetServicePrincipalResult } from "@pulumi/azuread/getServicePrincipal";
import { quoteWord } from "../../credential-helper/shell-quote";
import { coded, ENTRA } from "../../messages";
import type { EntraCloud } from "../../trust/entra";
import { shown } from "../arguments/argument-rule";
import { audience } from "../arguments/rules/iam";
import { graphEndpoint } from "../logins/graph-endpoint";
import type { AdoptedProblem } from "../pulumi/suspending";
import { APP_ROLE_VALUE } from "./app-role";
import { roleRemedy, useGuidRemedy } from "./application-remedies";

/** The application and service principal that were read. */
export interface ReadApplication {
  readonly application: GetApplicationResult;
  readonly servicePrincipal: GetServicePrincipalResult;
}

/** The arguments that concern the application. */
export interface WantedApplication {
  readonly tenantId: string;
  readonly cloud: EntraCloud;
  readonly tokenVersion: number;
  /** The audience; undefined for the application's only application ID URI. */
  readonly audience: string | undefined;
  /** The ID of the app role; undefined for the one with this package's value. */
  readonly appRoleId: string | undefined;
}

/** The values that the component uses of a valid application. */
export interface UsableApplication {
  readonly audience: string;
  readonly appRoleId: string;
}

/** All problems of an application and its service principal; none if they can be used without a change. */
export function adoptedApplicationProblems(
  { application, servicePrincipal }: ReadApplication,
  wanted: WantedApplication,
): AdoptedProblem[] {
  const id = application.clientId;
  const problems: AdoptedProblem[] = [];
  const wrong = (what: string, command: string): void => {
    problems.push({ path: "applicationClientId", ...ENTRA.say("application-problem", what, command) });
  };
  if (servicePrincipal.applicationTenantId.toLowerCase() !== wanted.tenantId.toLowerCase()) {
    const { applicationTenantId: own } = servicePrincipal;
    problems.push({
      path: "tenantId",
      ...coded(
        "application-of-other-tenant",
        `the application is in another tenant. Expected ${own}; got ${JSON.stringify(wanted.tenantId)}`,
        "Set that tenant, or log in to the other one with the azuread provider",
      ),
    });
  }
  if (application.signInAudience !== "AzureADMyOrg") {
    const what = `is open to more than its own tenant (sign-in audience ${application.signInAudience})`;
    wrong(what, `az ad app update --id ${id} --sign-in-audience AzureADMyOrg`);
  }
  if (!servicePrincipal.accountEnabled) {
    const message = ENTRA.say(
      "application-problem",
      "its service principal is disabled, so nobody gets a token for it",
      `az ad sp update --id ${id} --set accountEnabled=true`,
    );
    problems.push({ path: "applicationClientId", ...message, acceptable: true });
  }
  if (!servicePrincipal.appRoleAssignmentRequired) {
    const what = "does not require assignment, so every identity of the tenant gets a token for it";
    wrong(what, `az ad sp update --id ${id} --set appRoleAssignmentRequired=true`);
  }
  problems.push(...audienceOf(application, wanted).problems);
  const version = application.apis[0]?.requestedAccessTokenVersion ?? 1;
  if (version !== wanted.tokenVersion) {
    const url = `${graphEndpoint(wanted.cloud)}/v1.0/applications/${application.objectId}`;
    const body = JSON.stringify({ api: { requestedAccessTokenVersion: wanted.tokenVersion } });
    const command = `az rest --method PATCH --url ${url} --headers Content-Type=application/json --body ${quoteWord(body)}`;
    const message = coded(
      "application-token-version",
      `the application issues v${version} tokens. Expected v${wanted.tokenVersion}`,
      `Set tokenVersion to ${version}, or change the application: ${command}`,
    );
    problems.push({ path: "tokenVersion", ...message });
  }
  const useGuid = wanted.tokenVersion === 1 ? useGuidRemedy(application) : undefined;
  if (useGuid !== undefined) {
    const what =
      "has the optional claim aud with use_guid, which puts its client ID into aud instead of the audience";
    wrong(what, useGuid);
  }
  problems.push(...appRoleOf(application, wanted).problems);
  return problems;
}

/** The values of an application that has no problem. */
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
    const given = shown(only);
    // For v2 tokens, AWS compares another claim.
    const faults = wanted.tokenVersion === 1 ? audience(only) : [];
    return { found: only, problems: faults.map((fault) => ({ path: "audience", ...fault, given })) };
  }
  const found = wanted.audience ?? `api://${clientId}`;
  if (wanted.audience !== undefined && identifierUris.includes(wanted.audience)) {
    return { found, problems: [] };
  }
  if (wanted.audience === undefined && only !== undefined) {
    const message = coded(
      "application-audience-ambiguous",
      `required argument is missing, because the application has several application ID URIs. Expected one of: ${identifierUris.join(", ")}`,
    );
    return { found, problems: [{ path: "audience", ...message }] };
  }
  const state = only === undefined ? "none" : identifierUris.join(", ");
  // The command replaces the whole list.
  const command = `az ad app update --id ${clientId} --identifier-uris ${[...identifierUris, found].map(quoteWord).join(" ")}`;
  const given = JSON.stringify(wanted.audience ?? null);
  const message = coded(
    "application-audience",
    `not an application ID URI of the application, which has ${state}; got ${given}`,
    `Add it: ${command}`,
  );
  return { found, problems: [{ path: "audience", ...message }] };
}

function appRoleOf(application: GetApplicationResult, { appRoleId }: WantedApplication): Finding {
  const role = application.appRoles.find(({ id, value }) =>
    appRoleId === undefined ? value === APP_ROLE_VALUE : id.toLowerCase() === appRoleId.toLowerCase(),
  );
  const refused = (what: string): AdoptedProblem => ({
    path: "appRoleId",
    ...ENTRA.say("application-problem", what, roleRemedy(application, role)),
  });
  if (role === undefined) {
    const what =
      appRoleId === undefined
        ? `required argument is missing, because the application has no app role with the value ${APP_ROLE_VALUE}`
        : `not an app role of the application; got ${JSON.stringify(appRoleId)}`;
    return { found: "", problems: [refused(what)] };
  }
  if (!role.allowedMemberTypes.includes("Application")) {
    const what = `an app role for users and groups only, not for managed identities (${role.displayName})`;
    return { found: "", problems: [refused(what)] };
  }
  if (!role.enabled) {
    const problem = refused(`a disabled app role (${role.displayName})`);
    return { found: role.id, problems: [{ ...problem, acceptable: true }] };
  }
  return { found: role.id, problems: [] };
}
