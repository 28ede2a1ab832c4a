import type { Lab } from "../../../lab/lab";
import { LAB_TENANT_ID } from "../../../lab/lab-facts";

/** An application of another team that gets tokens of version 2, for which every identity of the tenant may ask. */
export function registerSecondVersionApplication(lab: Lab): string {
  const { directory } = lab.azure.tenant();
  const displayName = "second-version";
  const identifierUri = `api://${LAB_TENANT_ID}/${displayName}`;
  const { appId } = directory.createApplication({
    displayName,
    identifierUris: [identifierUri],
    api: { requestedAccessTokenVersion: 2 },
  });
  directory.createServicePrincipal({ appId, displayName });
  return identifierUri;
}
