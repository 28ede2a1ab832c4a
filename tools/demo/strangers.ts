/** Identities that must not assume the deployed role. An administrator of the tenant could create them. */
import type { ArmClient, GraphObject } from "../../lab/pulumi";
import type { Administrator } from "./administrator";
import { eventually } from "./eventually";
import type { QuickstartOutputs } from "./steps/deploy";

const GROUP_API = "2024-03-01";
const IDENTITY_API = "2023-01-31";
const VM_API = "2024-11-01";

/** The removal must not end with the signal that ends the rest. */
const { signal: unending } = new AbortController();

/** A managed identity that is attached to the deployed VM. */
export interface Stranger {
  readonly resourceId: string;
  readonly clientId: string;
  readonly principalId: string;
}

/** The identities and the application that the attempts use. */
export interface Strangers {
  /** Not assigned to the application. */
  readonly unassigned: Stranger;
  /** Assigned to the application, as another team's workload is. */
  readonly colleague: Stranger;
  /** Application ID URI of another application of the tenant. Every identity can get a token for it. */
  readonly otherAudience: string;
}

/** The changes so far, and the signals of the requests. */
interface Invitation extends Administrator {
  readonly signal: AbortSignal;
  /** Ends the requests that undo changes. */
  readonly hurry: AbortSignal;
  readonly undo: (() => Promise<void>)[];
}

/** The resource group of the strangers. */
export function strangersGroup({ prefix }: Pick<Administrator, "prefix">): string {
  return `${prefix}-strangers`;
}

/** The display name of the other application. */
export function otherApplication({ prefix }: Pick<Administrator, "prefix">): string {
  return `${prefix}-other`;
}

/**
 * Creates the strangers, does `work`, and always removes them.
 *
 * @param signal ends the creation. What was created until then is removed. Default: never aborted
 */
export async function withStrangers<T>(
  administrator: Administrator,
  outputs: QuickstartOutputs,
  work: (strangers: Strangers) => Promise<T>,
  signal: AbortSignal = unending,
): Promise<T> {
  const undo: (() => Promise<void>)[] = [];
  try {
    const { hurry = unending } = administrator;
    return await work(await invite({ ...administrator, signal, hurry, undo }, outputs));
  } finally {
    await takeBack(undo.reverse());
  }
}

/** Undoes every change that it can. @throws the first error */
async function takeBack(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) {
    throw failures[0];
  }
}

async function invite(invitation: Invitation, outputs: QuickstartOutputs): Promise<Strangers> {
  const { arm, location, signal, hurry, undo } = invitation;
  const id = `/subscriptions/${arm.subscriptionId}/resourceGroups/${strangersGroup(invitation)}`;
  const group = { id, apiVersion: GROUP_API };
  // Before the request: an interrupted request may have succeeded.
  undo.push(async () => {
    if (await arm.exists(group, hurry)) {
      await arm.delete(group, hurry);
    }
  });
  await arm.put(group, { location }, signal);
  const unassigned = await createIdentity(invitation, `${id}/${IDENTITIES}/unassigned`);
  const colleague = await createIdentity(invitation, `${id}/${IDENTITIES}/colleague`);
  await assign(invitation, outputs, colleague);
  const otherAudience = await registerOther(invitation);
  await attach(invitation, outputs, [unassigned, colleague]);
  return { unassigned, colleague, otherAudience };
}

/** Gives an identity the application's role. The assignment goes with the identity. */
async function assign(
  { graph, signal, hurry, undo, patience = 0 }: Invitation,
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
  const assignment = await eventually(() => graph.post(assigned, body, { signal }), { patience, signal });
  undo.push(() => graph.delete(`${assigned}/${member(assignment, "id")}`, { signal: hurry }));
}

/** Registers another application that requires no assignment. Returns its application ID URI. */
async function registerOther(invitation: Invitation): Promise<string> {
  const { graph, signal, hurry, undo, tenantId, patience = 0 } = invitation;
  const displayName = otherApplication(invitation);
  const audience = `api://${tenantId}/${displayName}`;
  undo.push(async () => {
    const created = await graph.find("applications", "displayName", displayName, { signal: hurry });
    for (const application of created) {
      await graph.delete(`/applications/${member(application, "id")}`, { signal: hurry });
    }
  });
  const other = await graph.post(
    "/applications",
    { displayName, signInAudience: "AzureADMyOrg", identifierUris: [audience] },
    { signal },
  );
  const appId = member(other, "appId");
  await eventually(() => graph.post("/servicePrincipals", { appId }, { signal }), { patience, signal });
  return audience;
}

/**
 * Attaches identities to the deployed VM, in addition to its own. Null removes one (source: Microsoft Entra, "Configure managed
 * identities on Azure virtual machines", REST).
 */
async function attach(
  { arm, signal, hurry, undo }: Invitation,
  outputs: QuickstartOutputs,
  strangers: readonly Stranger[],
): Promise<void> {
  const address = { id: virtualMachineId(arm, outputs), apiVersion: VM_API };
  const patch = (value: object | null) => ({
    identity: {
      type: "UserAssigned",
      userAssignedIdentities: Object.fromEntries(strangers.map(({ resourceId }) => [resourceId, value])),
    },
  });
  undo.push(async () => {
    await arm.patch(address, patch(null), hurry);
  });
  await arm.patch(address, patch({}), signal);
}

function virtualMachineId(
  { subscriptionId }: ArmClient,
  { resourceGroupName, virtualMachineName }: QuickstartOutputs,
): string {
  return (
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}` +
    `/providers/Microsoft.Compute/virtualMachines/${virtualMachineName}`
  );
}

const IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities";

async function createIdentity({ arm, location, signal }: Invitation, resourceId: string): Promise<Stranger> {
  const identity = await arm.put({ id: resourceId, apiVersion: IDENTITY_API }, { location }, signal);
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
    throw new Error(`the answer of Azure lacks ${name}`);
  }
  return value;
}
