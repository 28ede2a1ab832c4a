/** Container apps. */
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { readContainerTemplate } from "../../container-apps/container-template";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity, removeSystemIdentity } from "../../resources/attached-identities";
import { objectAt, textAt } from "../../resources/json-reader";
import { lowerResourceGroups } from "../../resources/resource-id";
import type { ResourceChange } from "../../resources/resource-store";
import { mergePatch } from "../merge-patch";
import { regionDisplayName } from "../region";
import type { ArmBehavior } from "../resource-type";
import { separateSecrets } from "../secret-properties";
import { SECRETS, secretsOf } from "./container-secrets";
import { demandEnvironment } from "./managed-environments";

/** The rule that the refusal states. */
const NAME = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/**
 * A container app with one container. What runs is a folder of this computer: see `lab/azure/container`.
 *
 * @evidence documentation A container app has secrets, identities, and one template, a change of which makes a
 *   revision. Source: "Container Apps ARM and YAML template specifications".
 */
export const containerApps: ArmBehavior = {
  type: "Microsoft.App/containerApps",
  asynchronous: "always",
  /**
   * @evidence recorded A container app shows who wrote it and when. Source: Azure/azure-cli
   *   src/azure-cli/azure/cli/command_modules/containerapp/tests/latest/recordings/test_containerapp_identity_user.yaml at 040d199.
   */
  showsWriter: true,
  readOnly: [
    "latestRevisionName",
    "latestReadyRevisionName",
    "latestRevisionFqdn",
    "runningStatus",
    "outboundIpAddresses",
    "customDomainVerificationId",
    "eventStreamEndpoint",
  ],
  prepare(change, { store, tenant }) {
    const { id, body } = change;
    if (!NAME.test(id.name) || id.name.includes("--")) {
      // @evidence report A name that breaks the rule is `ContainerAppInvalidName`. Source: answers quoted in public
      // logs of 2025 and 2026.
      throw new ArmError(
        400,
        "ContainerAppInvalidName",
        `Invalid ContainerApp name '${id.name}'. A name must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must be between 2 and 32.`,
      );
    }
    const environment = demandEnvironment(change, store);
    const { shown, secrets } = separateSecrets(body.properties, SECRETS);
    readContainerTemplate(shown, secretsOf(secrets));
    // @evidence documentation An app shows `managedEnvironmentId`, `environmentId`, `latestRevisionName`, `runningStatus`,
    // and `configuration`. Source: Azure, "Container Apps - Get".
    const properties = mergePatch(shown, {
      managedEnvironmentId: environment,
      environmentId: environment,
      latestRevisionName: revisionName(change),
      runningStatus: "Running",
      configuration: {
        activeRevisionsMode: textAt(shown, "configuration", "activeRevisionsMode") ?? "Single",
      },
    });
    // @evidence recorded Names of secrets are shown, values never. Source: Azure/azure-dev
    // cli/azd/test/functional/testdata/recordings/Test_CLI_Up_Down_ContainerApp.yaml at 158e438 (2023, version
    // 2022-11-01-preview).
    const names = [...secretsOf(secrets).keys()].map((name) => ({ name }));
    const configuration = names.length > 0 ? { configuration: { secrets: names } } : {};
    return {
      body: {
        ...body,
        identity: prepareIdentity(change, store, tenant),
        properties: mergePatch(properties, configuration),
      },
      secrets,
    };
  },
  /**
   * @evidence recorded IDs, keys of identities, and the location come back in another spelling. Source: Azure/azure-dev
   * cli/azd/test/functional/testdata/recordings/Test_CLI_Up_Down_ContainerApp.yaml at 158e438 (2023, version
   * 2022-11-01-preview).
   */
  shownId: (id) => id.replace(/\/containerApps\//i, "/containerapps/"),
  view({ body }) {
    const attached = Object.entries(objectAt(body.identity, "userAssignedIdentities"));
    const userAssignedIdentities = Object.fromEntries(
      attached.map(([id, holder]) => [lowerResourceGroups(id), holder]),
    );
    return {
      ...body,
      ...(body.location === undefined ? {} : { location: regionDisplayName(body.location) }),
      ...(attached.length === 0 ? {} : { identity: { ...body.identity, userAssignedIdentities } }),
    };
  },
  async carryOut({ id, body, secrets, ...rest }, before, { containerApps: running }) {
    const revision = textAt(body.properties, "latestRevisionName") ?? "";
    // @evidence documentation A change of secrets alone makes no revision. Source: Azure Container Apps, "Manage
    // secrets".
    // The revision that runs keeps the secrets that it has.
    if (revision !== textAt(before?.body.properties, "latestRevisionName")) {
      const template = readContainerTemplate(body.properties, secretsOf(secrets));
      await running.deploy({ id, body, secrets, ...rest }, revision, template);
    }
  },
  async remove(resource, { containerApps: running, tenant }) {
    await running.remove(resource.id);
    removeSystemIdentity(resource, tenant);
  },
};

/**
 * The revision of the template.
 *
 * @evidence documentation A change of the template makes a revision; its suffix is the template's or a random one.
 *   Source: Azure Container Apps, "Revisions".
 */
function revisionName({ id, body, before }: ResourceChange): string {
  const former = before?.body.properties;
  const template = objectAt(body.properties, "template");
  const formerName = textAt(former, "latestRevisionName");
  if (formerName !== undefined && isDeepStrictEqual(template, objectAt(former, "template"))) {
    return formerName;
  }
  const suffix = textAt(template, "revisionSuffix") ?? "";
  return `${id.name}--${suffix === "" ? randomBytes(4).toString("hex").slice(0, 7) : suffix}`;
}
