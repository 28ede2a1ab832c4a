/** What is in the lab's Azure beyond what it started with. */
import { resourceTypeOf } from "./arm/resource-types";
import type { Directory } from "./directory/directory";
import type { EntraTenant } from "./entra/entra-tenant";
import type { ResourceStore } from "./resources/resource-store";

/** Numbers of things that somebody created: all are zero after everything was destroyed. */
export interface AzureCounts {
  /** ARM resources by type; a type without resources is not there. */
  readonly resources: Readonly<Record<string, number>>;
  readonly applications: number;
  /** Without those of managed identities, which come and go with their resources. */
  readonly servicePrincipals: number;
  readonly appRoleAssignments: number;
  /** All of them together. */
  readonly total: number;
}

/** IDs of the objects that were there at the start. */
export type DirectoryBaseline = ReadonlySet<string>;

/** Remembers what a directory holds now. */
export function baselineOf(directory: Directory): DirectoryBaseline {
  return new Set(allObjects(directory).map(({ id }) => id));
}

/** Counts what the subscription and the tenant's directory hold, without what they started with. */
export function countAll(
  store: ResourceStore,
  { directory }: EntraTenant,
  baseline: DirectoryBaseline,
): AzureCounts {
  const resources: Record<string, number> = {};
  for (const { id } of store.all()) {
    const { type } = resourceTypeOf(id.type);
    resources[type] = (resources[type] ?? 0) + 1;
  }
  const added = <T extends { readonly id: string }>(objects: readonly T[]): readonly T[] =>
    objects.filter(({ id }) => !baseline.has(id));
  const applications = added(directory.applications()).length;
  const servicePrincipals = added(directory.servicePrincipals()).filter(
    ({ servicePrincipalType }) => servicePrincipalType !== "ManagedIdentity",
  ).length;
  const appRoleAssignments = added(directory.assignments()).length;
  return {
    resources,
    applications,
    servicePrincipals,
    appRoleAssignments,
    total: store.all().length + applications + servicePrincipals + appRoleAssignments,
  };
}

function allObjects(directory: Directory): readonly { readonly id: string }[] {
  return [...directory.applications(), ...directory.servicePrincipals(), ...directory.assignments()];
}
