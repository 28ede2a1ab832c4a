/** Jobs of Container Apps. */
import { readContainerTemplate } from "../../container-apps/container-template";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity, removeSystemIdentity } from "../../resources/attached-identities";
import { textAt } from "../../resources/json-reader";
import { mergePatch } from "../merge-patch";
import { regionDisplayName } from "../region";
import type { ArmBehavior } from "../resource-type";
import { separateSecrets } from "../secret-properties";
import { SECRETS, secretsOf } from "./container-secrets";
import { demandEnvironment } from "./managed-environments";

/**
 * A job with one container, which a call starts. What runs is a folder of this computer: see `lab/azure/container`.
 *
 * @evidence recorded A job is created and changed asynchronously. It shows its writer, `environmentId`, and the region's name for
 *   readers. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/containerapp/tests/latest/recordings/test_containerapp_manualjob_crudoperations_e2e.yaml
 *   at 05efc03 (2024, version 2024-03-01).
 */
export const containerJobs: ArmBehavior = {
  type: "Microsoft.App/jobs",
  asynchronous: "always",
  showsWriter: true,
  readOnly: ["eventStreamEndpoint", "outboundIpAddresses"],
  prepare(change, { store, tenant }) {
    const { body } = change;
    const environmentId = demandEnvironment(change, store);
    const { shown, secrets } = separateSecrets(body.properties, SECRETS);
    readContainerTemplate(shown, secretsOf(secrets));
    if (textAt(shown, "configuration", "triggerType") !== "Manual") {
      throw ArmError.notInTheLab("jobs with another trigger than Manual (configuration.triggerType)");
    }
    const names = [...secretsOf(secrets).keys()].map((name) => ({ name }));
    const configuration = names.length > 0 ? { configuration: { secrets: names } } : {};
    return {
      body: {
        ...body,
        identity: prepareIdentity(change, store, tenant),
        properties: mergePatch(shown, { environmentId, ...configuration }),
      },
      secrets,
    };
  },
  view({ body }) {
    return body.location === undefined ? body : { ...body, location: regionDisplayName(body.location) };
  },
  async remove(resource, { containerApps: running, tenant }) {
    await running.remove(resource.id);
    removeSystemIdentity(resource, tenant);
  },
};
