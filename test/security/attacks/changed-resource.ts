/** Changes to resources of the stack, as the deployer can make them: what shows that the comparison sees them. */
import type { Lab } from "../../../lab";
import { LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { ArmClient, azureEnvironment, AzureSession } from "../../../lab/pulumi";
import type { AttackContext } from "./attack";

/** The resource of a type in the stack's group. @throws Error unless there is exactly one */
export function resourceId({ lab, target }: AttackContext, type: string): string {
  const group = `/resourceGroups/${target.resourceGroupName}/providers/${type}/`;
  const [id, ...others] = lab.azure
    .resourceIds()
    .filter((one) => one.includes(group) && !/\/runCommands\/|\/extensions\//.test(one));
  if (id === undefined || others.length > 0) {
    throw new Error(`there must be one ${type} in the stack's group; there is ${[id, ...others].join(", ")}`);
  }
  return id;
}

/** Changes members of a resource. Answers what sets it back. */
export async function changedResource(
  lab: Lab,
  id: string,
  { properties, ...members }: { readonly identity?: object; readonly properties?: object },
): Promise<() => Promise<unknown>> {
  const session = new AzureSession(azureEnvironment({}, lab.pulumi.environment));
  const arm = new ArmClient(session, LAB_AZURE_LOCATION);
  const address = { id, apiVersion: id.includes("Compute") ? "2024-11-01" : "2024-05-01" };
  const { signal } = new AbortController();
  const before = await arm.get(address, signal);
  const changed = { ...before, ...members, properties: { ...(before.properties as object), ...properties } };
  await arm.put(address, changed, signal);
  return () => arm.put(address, before, signal);
}
