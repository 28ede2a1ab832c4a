/** The managed identities of a resource: what a request says about them, and what ARM makes of it. */
import type { EntraTenant } from "../entra/entra-tenant";
import { ArmError } from "./arm-error";
import { objectAt, textAt } from "./json-reader";
import { sameId } from "./resource-id";
import type { JsonObject, Resource, ResourceChange, ResourceStore } from "./resource-store";

/** An identity that a resource can get tokens of. */
export interface AttachedIdentity {
  readonly kind: "SystemAssigned" | "UserAssigned";
  readonly clientId: string;
  readonly principalId: string;
  /** ARM ID of a user-assigned identity, of the resource itself otherwise. */
  readonly resourceId: string;
  /** The same object as long as the identity stays attached, and another one once it was detached and attached again. */
  readonly assignment: object;
}

/**
 * The `identity` member as ARM stores it: client and principal IDs filled in.
 *
 * @throws ArmError for an identity that is not there.
 */
export function prepareIdentity(
  { id, body, before }: ResourceChange,
  store: ResourceStore,
  tenant: EntraTenant,
): JsonObject | undefined {
  const type = textAt(body.identity, "type") ?? "None";
  if (type === "None") {
    return undefined;
  }
  const kinds = type.split(",").map((kind) => kind.trim());
  const wanted = Object.keys(objectAt(body.identity, "userAssignedIdentities"));
  if (kinds.includes("UserAssigned") !== wanted.length > 0) {
    const message = "The identity ids must not be null or empty for 'UserAssigned' identity type.";
    // @evidence report An identity type without identities, or the reverse, is 400 `InvalidIdentityValues`. Source:
    // answers quoted in public logs.
    throw new ArmError(400, "InvalidIdentityValues", message);
  }
  const assignedBefore = objectAt(before?.body.identity, "userAssignedIdentities");
  const userAssignedIdentities = Object.fromEntries(
    wanted.map((identityId) => {
      const assigned = readAssigned(identityId, id.text, store);
      return [identityId, sameAssignment(assignedBefore, identityId, assigned) ?? assigned];
    }),
  );
  return {
    type,
    ...(kinds.includes("SystemAssigned")
      ? systemIdentity(before?.body.identity, id.name, id.text, tenant)
      : {}),
    ...(wanted.length > 0 ? { userAssignedIdentities } : {}),
  };
}

/** The identities in a stored `identity` member. */
export function attachedIdentities(
  identity: JsonObject | undefined,
  resourceId: string,
): readonly AttachedIdentity[] {
  const read = (kind: AttachedIdentity["kind"], holder: unknown, id: string): readonly AttachedIdentity[] => {
    const [clientId, principalId] = [textAt(holder, "clientId"), textAt(holder, "principalId")];
    return clientId === undefined || principalId === undefined
      ? []
      : [{ kind, clientId, principalId, resourceId: id, assignment: holder as object }];
  };
  const assigned = Object.entries(objectAt(identity, "userAssignedIdentities"));
  return [
    ...read("SystemAssigned", identity, resourceId),
    ...assigned.flatMap(([id, holder]) => read("UserAssigned", holder, id)),
  ];
}

/** The former entry of an identity that is still the same one. */
function sameAssignment(
  assigned: JsonObject,
  identityId: string,
  { clientId, principalId }: JsonObject,
): JsonObject | undefined {
  const [, former] = Object.entries(assigned).find(([id]) => sameId(id, identityId)) ?? [];
  return textAt(former, "clientId") === clientId && textAt(former, "principalId") === principalId
    ? (former as JsonObject)
    : undefined;
}

/** Removes the identity that is a resource's own, since the resource goes. */
export function removeSystemIdentity({ id, body }: Resource, { directory }: EntraTenant): void {
  for (const { kind, principalId } of attachedIdentities(body.identity, id.text)) {
    const principal = directory.servicePrincipal(principalId);
    if (kind === "SystemAssigned" && principal !== undefined) {
      directory.deleteServicePrincipal(principal);
    }
  }
}

function readAssigned(identityId: string, resourceId: string, store: ResourceStore): JsonObject {
  const found = store.get(identityId);
  const { clientId, principalId } = found?.body.properties ?? {};
  if (found === undefined || !sameId(found.id.type, "Microsoft.ManagedIdentity/userAssignedIdentities")) {
    // @evidence log A user-assigned identity that does not exist is 400 `FailedIdentityOperation`. Source:
    // Azure/azure-cli #31837; the lab's text is shorter.
    throw new ArmError(
      400,
      "FailedIdentityOperation",
      `Identity operation for resource '${resourceId}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${identityId}' was not found."}}'.'`,
    );
  }
  return { clientId, principalId };
}

/**
 * The system-assigned identity lives as long as its resource: an update keeps it.
 *
 * @evidence documentation The identity of a resource itself lives as long as the resource. Source: Microsoft Entra,
 *   "Managed identities for Azure resources".
 */
function systemIdentity(
  before: JsonObject | undefined,
  name: string,
  resourceId: string,
  { directory, tenantId }: EntraTenant,
): JsonObject {
  const former = directory.servicePrincipal(textAt(before, "principalId") ?? "");
  const principal = former ?? directory.createManagedIdentity(name, resourceId);
  return { principalId: principal.id, tenantId, clientId: principal.appId };
}
