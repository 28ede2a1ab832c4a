/** The sections of an Azure subscription, by Azure Resource Manager. */
import { isObject, stringsIn } from "../../../trust";
import { CloudError } from "../../clouds/cloud-error";
import { textAt, viewOf, viewsIn } from "../../clouds/microsoft/arm-views";
import { mayDo } from "../../clouds/microsoft/azure-rights";
import type { Item, MicrosoftApi } from "../../clouds/microsoft/microsoft-api";
import type {
  AzureIdentityHolder,
  AzureManagedIdentity,
  AzureRoleAssignment,
  ObjectRecord,
} from "../../snapshot/snapshot-records";
import { eachAtOnce, type Section } from "../section";
import { federatedCredentialOf } from "./entra-sections";

/** API versions. */
const VERSIONS = {
  subscriptions: "2022-12-01",
  resources: "2021-04-01",
  identities: "2023-01-31",
  authorization: "2022-04-01",
};

/** Identities whose credentials are asked for at once. */
const AT_ONCE = 8;

/**
 * Actions by which somebody gets hold of an identity: of its credentials, of what it is attached to, or of the right to give
 * such rights. Source: Azure, "Azure permissions for Identity", "... for Compute", "... for Containers", "... for Web and
 * Mobile", and "... for Management and governance".
 */
export const CONTROLLING_ACTIONS: readonly string[] = [
  "Microsoft.Authorization/roleAssignments/write",
  "Microsoft.Authorization/roleDefinitions/write",
  "Microsoft.ManagedIdentity/userAssignedIdentities/write",
  "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
  "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
  "Microsoft.Compute/virtualMachines/write",
  "Microsoft.Compute/virtualMachines/runCommand/action",
  "Microsoft.Compute/virtualMachines/runCommands/write",
  "Microsoft.Compute/virtualMachines/extensions/write",
  "Microsoft.Compute/virtualMachineScaleSets/write",
  "Microsoft.Compute/virtualMachineScaleSets/extensions/write",
  "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommand/action",
  "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommands/write",
  "Microsoft.App/containerApps/write",
  "Microsoft.App/containerApps/getAuthToken/action",
  "Microsoft.App/containerApps/exec/action",
  "Microsoft.App/jobs/write",
  "Microsoft.App/jobs/start/action",
  "Microsoft.ContainerInstance/containerGroups/write",
  "Microsoft.ContainerInstance/containerGroups/containers/exec/action",
  "Microsoft.ContainerService/managedClusters/write",
  "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
  "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
  "Microsoft.ContainerService/managedClusters/runCommand/action",
  "Microsoft.Web/sites/write",
  "Microsoft.Web/sites/config/write",
  "Microsoft.Web/sites/config/list/action",
  "Microsoft.Web/sites/functions/write",
  "Microsoft.Web/sites/publish/action",
  "Microsoft.Web/sites/publishxml/action",
  "Microsoft.Web/sites/host/listkeys/action",
  "Microsoft.Logic/workflows/write",
  "Microsoft.Automation/automationAccounts/runbooks/write",
  "Microsoft.Automation/automationAccounts/jobs/write",
  "Microsoft.DataFactory/factories/pipelines/write",
];

/** Operations inside of resources that do. Source: Microsoft, "Azure built-in roles for Compute", the two roles for logins. */
export const CONTROLLING_DATA_ACTIONS: readonly string[] = [
  "Microsoft.Compute/virtualMachines/login/action",
  "Microsoft.Compute/virtualMachines/loginAsAdmin/action",
];

/** The subscriptions of the login's tenant. */
export async function subscriptionsOf(tenantId: string, arm: MicrosoftApi): Promise<readonly string[]> {
  const ids: string[] = [];
  const path = `/subscriptions?api-version=${VERSIONS.subscriptions}`;
  for await (const view of arm.list(path, "Microsoft.Resources/subscriptions/read")) {
    if (textAt(view, "tenantId").toLowerCase() === tenantId) {
      ids.push(textAt(view, "subscriptionId").toLowerCase());
    }
  }
  return ids;
}

/** The sections of a subscription. */
export function azureSections(subscriptionId: string, arm: MicrosoftApi): readonly Section[] {
  const readers: Readonly<Record<string, (of: string, arm: MicrosoftApi) => AsyncIterable<ObjectRecord>>> = {
    identities: readIdentities,
    "identity-holders": readHolders,
    "federated-credentials": readFederatedCredentials,
    "role-assignments": readRoleAssignments,
  };
  return Object.entries(readers).map(([name, read]) => ({
    name: `azure/${subscriptionId}/${name}`,
    read: () => read(subscriptionId, arm),
  }));
}

const IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities";

function identitiesOf(of: string, arm: MicrosoftApi): AsyncIterable<Item> {
  const path = `/subscriptions/${of}/providers/${IDENTITIES}?api-version=${VERSIONS.identities}`;
  return arm.list(path, `${IDENTITIES}/read`);
}

async function* readIdentities(of: string, arm: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  for await (const identity of identitiesOf(of, arm)) {
    yield { kind: "azure.managed-identity", of, data: identityOf(identity) };
  }
}

async function* readHolders(of: string, arm: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const path = `/subscriptions/${of}/resources?api-version=${VERSIONS.resources}`;
  for await (const resource of arm.list(path, "Microsoft.Resources/subscriptions/resources/read")) {
    if (isObject(resource.identity)) {
      yield { kind: "azure.identity-holder", of, data: holderOf(resource) };
    }
  }
}

async function* readFederatedCredentials(of: string, arm: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const needs = `${IDENTITIES}/federatedIdentityCredentials/read`;
  const read = async (identity: Item): Promise<readonly ObjectRecord[]> => {
    const id = textAt(identity, "id");
    const records: ObjectRecord[] = [];
    const path = `${id}/federatedIdentityCredentials?api-version=${VERSIONS.identities}`;
    try {
      for await (const { name, properties } of arm.list(path, needs)) {
        const data = federatedCredentialOf(id, { ...viewOf(properties), name });
        records.push({ kind: "azure.federated-credential", of, data });
      }
    } catch (error) {
      // An identity that was deleted meanwhile has no credentials. The codes are those of the identity and of its group.
      if (!(error instanceof CloudError && /^Resource(?:Group)?NotFound$/.test(error.code))) {
        throw error;
      }
    }
    return records;
  };
  for await (const records of eachAtOnce(identitiesOf(of, arm), AT_ONCE, read)) {
    yield* records;
  }
}

interface Definition {
  readonly roleName: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** Assignments at, above, and below the subscription whose role controls identity or compute. */
async function* readRoleAssignments(of: string, arm: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const authorization = `/subscriptions/${of}/providers/Microsoft.Authorization`;
  const version = `?api-version=${VERSIONS.authorization}`;
  const definitions = new Map<string, Definition>();
  const listed = arm.list(
    `${authorization}/roleDefinitions${version}`,
    "Microsoft.Authorization/roleDefinitions/read",
  );
  for await (const view of listed) {
    definitions.set(guidOf(textAt(view, "id")), definitionOf(viewOf(view.properties)));
  }
  const assignments = arm.list(
    `${authorization}/roleAssignments${version}`,
    "Microsoft.Authorization/roleAssignments/read",
  );
  for await (const view of assignments) {
    const properties = viewOf(view.properties);
    // A role that the list lacks could be any role, so it counts.
    const definition = definitions.get(guidOf(textAt(properties, "roleDefinitionId")));
    if (definition === undefined || controls(definition)) {
      const { condition } = properties;
      yield {
        kind: "azure.role-assignment",
        of,
        data: {
          id: textAt(view, "id"),
          scope: textAt(properties, "scope"),
          principalId: textAt(properties, "principalId"),
          principalType: textAt(properties, "principalType"),
          roleName: definition?.roleName ?? textAt(properties, "roleDefinitionId"),
          actions: definition?.actions ?? [],
          notActions: definition?.notActions ?? [],
          ...dataOf(definition),
          condition: typeof condition === "string" ? condition : null,
        },
      };
    }
  }
}

function controls({ actions, notActions, dataActions, notDataActions }: Definition): boolean {
  return (
    CONTROLLING_ACTIONS.some((action) => mayDo([{ actions, notActions }], action)) ||
    CONTROLLING_DATA_ACTIONS.some((action) =>
      mayDo([{ actions: dataActions, notActions: notDataActions }], action),
    )
  );
}

/** The data actions, if there are any: most roles have none. */
function dataOf(
  definition: Definition | undefined,
): Pick<AzureRoleAssignment, "dataActions" | "notDataActions"> {
  return definition === undefined || definition.dataActions.length === 0
    ? {}
    : { dataActions: definition.dataActions, notDataActions: definition.notDataActions };
}

function definitionOf(properties: Item): Definition {
  const permissions = viewsIn(properties.permissions);
  return {
    roleName: textAt(properties, "roleName"),
    actions: permissions.flatMap(({ actions }) => stringsIn(actions)),
    notActions: permissions.flatMap(({ notActions }) => stringsIn(notActions)),
    dataActions: permissions.flatMap(({ dataActions }) => stringsIn(dataActions)),
    notDataActions: permissions.flatMap(({ notDataActions }) => stringsIn(notDataActions)),
  };
}

/** The ID of a definition, whatever its scope in front. */
function guidOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1).toLowerCase();
}

function identityOf(identity: Item): AzureManagedIdentity {
  return {
    id: textAt(identity, "id"),
    name: textAt(identity, "name"),
    tenantId: textAt(identity.properties, "tenantId"),
    principalId: textAt(identity.properties, "principalId"),
    clientId: textAt(identity.properties, "clientId"),
  };
}

function holderOf(resource: Item): AzureIdentityHolder {
  const { userAssignedIdentities } = viewOf(resource.identity);
  const [principalId, tenantId] = ["principalId", "tenantId"].map((name) => textAt(resource.identity, name));
  return {
    id: textAt(resource, "id"),
    type: textAt(resource, "type"),
    name: textAt(resource, "name"),
    identity: {
      ...(principalId === "" || principalId === undefined ? {} : { principalId }),
      ...(tenantId === "" || tenantId === undefined ? {} : { tenantId }),
      userAssignedIdentities: Object.keys(viewOf(userAssignedIdentities)),
    },
  };
}
