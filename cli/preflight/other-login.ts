/** What the checks show if `pulumi up` signs in as someone else than this command. */
import type { AwsIdentity } from "../clouds/aws/caller-identity";
import type { AzureIdentity } from "../clouds/microsoft/identity-claims";
import { isRead, type Reading } from "../clouds/reading";
import { cannotTell, type Check } from "./check";
import type { ProviderSettings } from "./provider-settings";

/** Why the Azure providers may sign in as somebody else; `undefined` if they do not. */
export function otherAzureLogin(
  { azureLogin, azureClientIds }: ProviderSettings,
  identity: Reading<AzureIdentity>,
): string | undefined {
  if (azureLogin.length === 0) {
    return undefined;
  }
  const isSame =
    isRead(identity) &&
    identity.value.kind === "service principal" &&
    azureClientIds.length > 0 &&
    azureClientIds.every((id) => id.toLowerCase() === identity.value.clientId.toLowerCase()) &&
    // Each provider that has a login in its configuration must have this application's.
    ["azure-native:", "azuread:"].every(
      (provider) =>
        !azureLogin.some((name) => name.startsWith(provider)) || azureLogin.includes(`${provider}clientId`),
    ) &&
    !azureLogin.some((name) => /:(?:clientIdFilePath|useMsi|useDefaultAzureCredential)$/.test(name));
  return isSame ? undefined : reasonOf(azureLogin);
}

/** Why the AWS provider may sign in as somebody else; `undefined` if it does not: the login may have assumed the same role. */
export function otherAwsLogin(
  { awsLogin, awsRole }: ProviderSettings,
  identity: Reading<AwsIdentity>,
): string | undefined {
  // A role is assumed by the login in use, so without one there is none.
  const needsLogin = awsLogin.every((name) => /:assumeRoles?$/.test(name));
  if (awsLogin.length === 0 || (needsLogin && !isRead(identity))) {
    return undefined;
  }
  const [, account, path = ""] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(awsRole ?? "") ?? [];
  const name = path.split("/").at(-1) ?? "";
  const isSame =
    account !== undefined &&
    isRead(identity) &&
    identity.value.accountId === account &&
    identity.value.arn.includes(`:assumed-role/${name}/`);
  return isSame ? undefined : reasonOf(awsLogin);
}

/**
 * Checks of another login than that of `pulumi up`: what they found, nobody can rely on.
 *
 * @param reason - Why it is another one; `undefined` leaves the checks as they are.
 */
export function asOther(checks: readonly Check[], reason: string | undefined): readonly Check[] {
  return reason === undefined
    ? checks
    : checks.map(({ id, title, found }) =>
        cannotTell({ code: id, text: title }, `${reason}. With the login in use: ${found}`),
      );
}

function reasonOf(settings: readonly string[]): string {
  return `pulumi up signs in by ${settings.join(", ")} of the configuration, which this command does not use`;
}
