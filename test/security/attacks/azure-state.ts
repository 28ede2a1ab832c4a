import type { Lab } from "../../../lab";

/**
 * What is in Azure, by the place: the objects of the directory with their federated identity credentials, the resources
 * with all that is stored of them, who has which role.
 */
export function azureState(lab: Lab): Readonly<Record<string, unknown>> {
  const { directory, federatedCredentials } = lab.azure.tenant();
  const objects = [
    ...directory.applications(),
    ...directory.servicePrincipals(),
    ...directory.assignments(),
  ].map(
    (object) => [`Entra ${object.id}`, { ...object, outside: federatedCredentials.of(object.id) }] as const,
  );
  const resources = lab.azure
    .resources()
    .map(({ id, body, secrets }) => [`Azure ${id.text}`, { body, secrets }] as const);
  const roles = ["Azure role assignments", lab.azure.roleAssignments()] as const;
  // A copy: what changes later must not change here.
  return structuredClone(Object.fromEntries<unknown>([...objects, ...resources, roles]));
}
