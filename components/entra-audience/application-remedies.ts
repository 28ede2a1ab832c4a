/** Azure CLI commands that fix an existing application. Each can be pasted into a shell without a change. */
import type { GetApplicationResult } from "@pulumi/azuread/getApplication";
import { quoteWord } from "../../credential-helper/shell-quote";
import { APP_ROLE_VALUE, appRoleId } from "./app-role";

type AppRole = GetApplicationResult["appRoles"][number];

/**
 * Adds an app role for managed identities, or makes the given one usable. The command replaces the whole list, so it contains
 * the other roles too. Entra changes a role only while it is disabled, which needs one more command.
 */
export function roleRemedy(application: GetApplicationResult, role: AppRole | undefined): string {
  const others = application.appRoles.filter((other) => other !== role).map(asGraph);
  if (role === undefined) {
    return setRoles(application, [
      ...others,
      {
        id: appRoleId(),
        value: APP_ROLE_VALUE,
        displayName: "Federate with AWS",
        description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
        allowedMemberTypes: ["Application"],
        isEnabled: true,
      },
    ]);
  }
  const allowedMemberTypes = [...new Set([...role.allowedMemberTypes, "Application"])];
  const usable = { ...asGraph(role), allowedMemberTypes, isEnabled: true };
  const commands = [setRoles(application, [...others, usable])];
  if (role.enabled) {
    commands.unshift(setRoles(application, [...others, { ...asGraph(role), isEnabled: false }]));
  }
  return commands.join(" && ");
}

/** Removes `use_guid` from the optional claim `aud` of access tokens; undefined if it is not there. */
export function useGuidRemedy({ clientId, optionalClaims }: GetApplicationResult): string | undefined {
  const [claims] = optionalClaims;
  const usesGuid = (claims?.accessTokens ?? []).some(
    ({ name, additionalProperties = [] }) => name === "aud" && additionalProperties.includes("use_guid"),
  );
  if (claims === undefined || !usesGuid) {
    return undefined;
  }
  const body = {
    accessToken: (claims.accessTokens ?? []).filter(({ name }) => name !== "aud"),
    idToken: claims.idTokens ?? [],
    saml2Token: claims.saml2Tokens ?? [],
  };
  return `az ad app update --id ${clientId} --optional-claims ${quoteWord(JSON.stringify(body))}`;
}

function setRoles({ clientId }: GetApplicationResult, roles: readonly object[]): string {
  return `az ad app update --id ${clientId} --app-roles ${quoteWord(JSON.stringify(roles))}`;
}

function asGraph({ id, value, displayName, description, allowedMemberTypes, enabled }: AppRole) {
  return {
    id,
    ...(value === "" ? {} : { value }),
    displayName,
    description,
    allowedMemberTypes,
    isEnabled: enabled,
  };
}
