/** Apps of App Service. */
import { isDeepStrictEqual } from "node:util";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity, removeSystemIdentity } from "../../resources/attached-identities";
import { objectsAt, textAt } from "../../resources/json-reader";
import { sameId } from "../../resources/resource-id";
import type { Resource, ResourceChange, ResourceStore } from "../../resources/resource-store";
import { invalidReference } from "../change-rules";
import type { ArmBehavior } from "../resource-type";
import { separateSecrets } from "../secret-properties";
import { serverFarms } from "./server-farms";

/** "Web Apps - Get" answers without them. */
const SECRETS = [
  ["siteConfig", "appSettings"],
  ["siteConfig", "connectionStrings"],
];
const NAME = /^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/i;

/**
 * An app on Linux. What runs is a folder of this computer: see `lab/azure/app-service`.
 *
 * @evidence documentation Settings and connection strings of an app are not shown. Source: Azure, "Web Apps - Get".
 */
export const webApps: ArmBehavior = {
  type: "Microsoft.Web/sites",
  asynchronous: "deletion",
  readOnly: [
    "defaultHostName",
    "state",
    "hostNames",
    "enabledHostNames",
    "outboundIpAddresses",
    "possibleOutboundIpAddresses",
    "customDomainVerificationId",
    "lastModifiedTimeUtc",
  ],
  prepare(change, { store, tenant, webApps: running }) {
    const { id, body, before } = change;
    const taken = before === undefined && running.all().some(({ name }) => sameId(name, id.name));
    if (!NAME.test(id.name) || taken) {
      // @evidence report The name of an app is unique everywhere: 409 `Conflict`. Source: answers quoted in public
      // logs; the text for a name that breaks the rule is inferred.
      throw new ArmError(
        taken ? 409 : 400,
        taken ? "Conflict" : "BadRequest",
        taken
          ? `Website with given name ${id.name} already exists.`
          : `The parameter name has an invalid value: ${id.name}.`,
      );
    }
    demandLinuxPlan(change, store);
    const { shown, secrets } = separateSecrets(body.properties, SECRETS);
    if (before !== undefined && !isDeepStrictEqual(secrets, before.secrets)) {
      throw ArmError.notInTheLab("changing the settings of a running app (siteConfig.appSettings)");
    }
    const hostName = `${id.name}.azurewebsites.net`;
    const properties = { ...shown, state: "Running", defaultHostName: hostName, hostNames: [hostName] };
    return { body: { ...body, identity: prepareIdentity(change, store, tenant), properties }, secrets };
  },
  async carryOut({ id, secrets }, before, { webApps: running }) {
    if (before === undefined) {
      await running.start(id, settingsOf(secrets));
    }
  },
  async remove(resource, { webApps: running, tenant }) {
    await running.remove(resource.id);
    removeSystemIdentity(resource, tenant);
  },
};

function demandLinuxPlan({ id, body }: ResourceChange, store: ResourceStore): void {
  const plan = store.get(textAt(body.properties, "serverFarmId") ?? "");
  if (plan === undefined || !sameId(plan.id.type, serverFarms.type)) {
    // @evidence inferred A plan that does not exist is `InvalidResourceReference`. Reason: the text is that of other
    // references.
    throw invalidReference(textAt(body.properties, "serverFarmId") ?? "", id.text);
  }
  if (plan.body.properties.reserved !== true) {
    throw ArmError.notInTheLab("apps on a plan for Windows", "Set reserved to true on the plan, for Linux");
  }
}

function settingsOf(secrets: Resource["secrets"]): Readonly<Record<string, string>> {
  const settings = objectsAt(secrets, "siteConfig", "appSettings");
  return Object.fromEntries(
    settings.map((setting) => [textAt(setting, "name") ?? "", textAt(setting, "value") ?? ""]),
  );
}
