/** Identities that the demo's role must not let in, made as an administrator of the tenant could make them. */
import type { Lab } from "../lab";
import { LAB_AZURE_LOCATION, LAB_SUBSCRIPTION_ID, LAB_TENANT_ID } from "../lab-facts";
import { azureEnvironment } from "../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../pulumi/plugins/azure-login/azure-session";
import { ArmClient, type ArmResource } from "../pulumi/plugins/azure-native/arm-client";
import { GraphClient, type GraphObject } from "../pulumi/plugins/azuread/graph-client";
import type { QuickstartOutputs } from "./steps/deploy";

const GROUP = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/demo-strangers`;
const GROUP_API = "2024-03-01";
const IDENTITY_API = "2023-01-31";
const VM_API = "2024-11-01";

/** A managed identity that is attached to the deployed VM. */
export interface Stranger {
  readonly resourceId: string;
  readonly clientId: string;
  readonly principalId: string;
}

/** Who was invited. */
export interface Strangers {
  /** Not assigned to the application. */
  readonly unassigned: Stranger;
  /** Assigned to the application, as another team's workload is. */
  readonly colleague: Stranger;
  /** Application ID URI of another application of the tenant, which every identity gets a token for. */
  readonly otherAudience: string;
}

/** The clients of an administrator, and what takes back what they did. */
interface Invitation {
  readonly arm: ArmClient;
  readonly graph: GraphClient;
  readonly signal: AbortSignal;
  readonly undo: (() => Promise<void>)[];
}

/** Lets the strangers in, does `work`, and sees them out whatever comes of it. */
export async function withStrangers<T>(
  lab: Lab,
  outputs: QuickstartOutputs,
  work: (strangers: Strangers) => Promise<T>,
): Promise<T> {
  const { signal } = new AbortController();
  const session = new AzureSession(azureEnvironment({}, lab.pulumi.environment));
  const [arm, graph] = [new ArmClient(session, LAB_AZURE_LOCATION), new GraphClient(session)];
  const undo: (() => Promise<void>)[] = [];
  try {
    return await work(await invite({ arm, graph, signal, undo }, outputs));
  } finally {
    for (const step of undo.reverse()) {
      await step();
    }
  }
}

async function invite(invitation: Invitation, outputs: QuickstartOutputs): Promise<Strangers> {
  const { arm, signal, undo } = invitation;
  const group = { id: GROUP, apiVersion: GROUP_API };
  await arm.put(group, { location: LAB_AZURE_LOCATION }, signal);
  undo.push(() => arm.delete(group, signal));
  const unassigned = await createIdentity(arm, "unassigned", signal);
  const colleague = await createIdentity(arm, "colleague", signal);
  await assign(invitation, outputs, colleague);
  const otherAudience = await registerOther(invitation);
  await attach(invitation, outputs, [unassigned, colleague]);
  return { unassigned, colleague, otherAudience };
}

/** Gives an identity the application's role. */
async function assign(
  { graph, signal, undo }: Invitation,
  { applicationClientId }: QuickstartOutputs,
  { principalId }: Stranger,
): Promise<void> {
  const [application] = await graph.find("servicePrincipals", "appId", applicationClientId, { signal });
  const assigned = `/servicePrincipals/${member(application, "id")}/appRoleAssignedTo`;
  const [appRole] = application?.appRoles as GraphObject[];
  const body = {
    principalId,
    resourceId: member(application, "id"),
    appRoleId: member(appRole, "id"),
  };
  const assignment = await graph.post(assigned, body, { signal });
  undo.push(() => graph.delete(`${assigned}/${member(assignment, "id")}`, { signal }));
}

/** Registers another application that needs no assignment. Answers its application ID URI. */
async function registerOther({ graph, signal, undo }: Invitation): Promise<string> {
  const audience = `api://${LAB_TENANT_ID}/demo-other`;
  const other = await graph.post(
    "/applications",
    { displayName: "demo-other", signInAudience: "AzureADMyOrg", identifierUris: [audience] },
    { signal },
  );
  undo.push(() => graph.delete(`/applications/${member(other, "id")}`, { signal }));
  await graph.post("/servicePrincipals", { appId: member(other, "appId") }, { signal });
  return audience;
}

/** Attaches identities to the deployed VM, besides its own. */
async function attach(
  { arm, signal, undo }: Invitation,
  outputs: QuickstartOutputs,
  strangers: readonly Stranger[],
): Promise<void> {
  const address = { id: virtualMachineId(outputs), apiVersion: VM_API };
  const before = await arm.get(address, signal);
  const put = async (identities: readonly string[]) => {
    await arm.put(address, withIdentities(before, identities), signal);
  };
  const own = Object.keys((before.identity as Identity).userAssignedIdentities);
  await put([...own, ...strangers.map(({ resourceId }) => resourceId)]);
  undo.push(() => put(own));
}

function virtualMachineId({ resourceGroupName, virtualMachineName }: QuickstartOutputs): string {
  return (
    `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}` +
    `/providers/Microsoft.Compute/virtualMachines/${virtualMachineName}`
  );
}

interface Identity {
  readonly userAssignedIdentities: Readonly<Record<string, unknown>>;
}

function withIdentities(vm: ArmResource, identities: readonly string[]): ArmResource {
  const userAssignedIdentities = Object.fromEntries(identities.map((id) => [id, {}]));
  return { ...vm, identity: { type: "UserAssigned", userAssignedIdentities } };
}

async function createIdentity(arm: ArmClient, name: string, signal: AbortSignal): Promise<Stranger> {
  const resourceId = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const identity = await arm.put(
    { id: resourceId, apiVersion: IDENTITY_API },
    { location: LAB_AZURE_LOCATION },
    signal,
  );
  const properties = identity.properties as GraphObject;
  return {
    resourceId,
    clientId: member(properties, "clientId"),
    principalId: member(properties, "principalId"),
  };
}

function member(object: GraphObject | undefined, name: string): string {
  const value = object?.[name];
  if (typeof value !== "string") {
    throw new Error(`the Azure double answered without ${name}`);
  }
  return value;
}
