/**
 * Owners of applications and service principals, as the provider manages them.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `applications/application_resource.go` and
 * `serviceprincipals/service_principal_resource.go`: it creates an object with the caller as owner, and afterwards removes
 * the caller unless `owners` names it.
 */
import { type Properties, type PropertyValue, sameSet } from "../kernel/property-value";
import type { Call } from "../kernel/resource-type";
import { attempting, type GraphClient } from "./graph-client";

/** A request that creates an object names the caller and up to so many others; the rest is added afterwards. */
const MAX_OTHERS_AT_FIRST = 19;

/** The owners of a new object, and when it gets them. */
export interface InitialOwners {
  /** References for `owners@odata.bind`. */
  readonly bound: readonly string[];
  /** Object IDs to add afterwards. */
  readonly added: readonly string[];
  /** Object ID of the caller where the caller is to be removed again. */
  readonly removed: string | undefined;
}

/** Reads `owners` of a new object. */
export async function initialOwners(inputs: Properties, call: Call<GraphClient>): Promise<InitialOwners> {
  const { client } = call;
  const callerId = await client.callerId(call);
  const owners = ownerIds(inputs.owners);
  const others = owners.filter((id) => id.toLowerCase() !== callerId.toLowerCase());
  return {
    bound: [callerId, ...others.slice(0, MAX_OTHERS_AT_FIRST)].map((id) => client.reference(id)),
    added: others.slice(MAX_OTHERS_AT_FIRST),
    removed: others.length === owners.length ? callerId : undefined,
  };
}

/** Brings the owners of a new object to where the program wants them. `name` is how messages call it. */
export async function settleOwners(
  id: string,
  { added, removed }: InitialOwners,
  name: string,
  call: Call<GraphClient>,
): Promise<void> {
  for (const owner of added) {
    await attempting(`Could not add owners to ${name}`, addOwner(id, owner, call));
  }
  if (removed !== undefined) {
    await attempting(`Could not remove initial owner from ${name}`, removeOwner(id, removed, call));
  }
}

/** Changes the owners of an object when `owners` changed. */
export async function updateOwners(
  id: string,
  change: { readonly olds: Properties; readonly news: Properties },
  names: { readonly retrieve: string; readonly change: string },
  call: Call<GraphClient>,
): Promise<void> {
  if (sameSet(change.olds.owners ?? [], change.news.owners ?? [])) {
    return;
  }
  const existing = await attempting(`Could not retrieve owners for ${names.retrieve}`, listOwners(id, call));
  const desired = ownerIds(change.news.owners);
  for (const owner of desired.filter((wanted) => !existing.includes(wanted))) {
    await attempting(`Could not add owners to ${names.change}`, addOwner(id, owner, call));
  }
  for (const owner of existing.filter((other) => !desired.includes(other))) {
    // The provider says "add" here too.
    await attempting(`Could not add owners to ${names.change}`, removeOwner(id, owner, call));
  }
}

/** Object IDs of the owners that there are. */
export async function listOwners(id: string, call: Call<GraphClient>): Promise<string[]> {
  return (await call.client.list(`${id}/owners`, call)).map((owner) => String(owner.id));
}

export async function addOwner(id: string, ownerId: string, call: Call<GraphClient>): Promise<void> {
  await call.client.post(`${id}/owners/$ref`, { "@odata.id": call.client.reference(ownerId) }, call);
}

export async function removeOwner(id: string, ownerId: string, call: Call<GraphClient>): Promise<void> {
  await call.client.delete(`${id}/owners/${ownerId}/$ref`, call);
}

function ownerIds(value: PropertyValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
