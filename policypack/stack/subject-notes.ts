import { coded } from "../../messages";
import { replacementPatchText } from "../../messages/policy-pack";
import type { TrustGrant } from "../../trust";
import type { SeenStack, StackResource } from "../engine/seen-resource";
import { bySource, firstByText } from "../engine/stack-index";
import { knownStrings } from "../engine/unknown";
import { type ConsistencyNote, contradiction, notSeen } from "./consistency-note";
import { APP_ROLE_ASSIGNMENT, MANAGED_IDENTITIES, SERVICE_PRINCIPAL } from "./entra-types";
import { type Federation, isConnected } from "./federation-of-stack";
import { openText } from "./open-text";

/** Types whose principal ID can be the subject of a token. */
const PRINCIPALS = [...MANAGED_IDENTITIES, SERVICE_PRINCIPAL];

/** Compares the subjects that a role's trust policy demands with the identities of the stack and their assignments. */
export function* subjectNotes(
  role: string,
  { provider, subject }: TrustGrant,
  application: StackResource | undefined,
  tenantId: string,
  { hasUnknownIdentity, servicePrincipals }: Federation,
  stack: SeenStack,
): Iterable<ConsistencyNote> {
  for (const value of subject.values) {
    const identity = firstByText(stack, PRINCIPALS, ["principalId", "objectId"]).get(value.toLowerCase());
    const mistaken = firstByText(stack, PRINCIPALS, ["clientId"]).get(value.toLowerCase());
    if (identity === undefined && mistaken !== undefined) {
      const right = openText(mistaken, "principalId") ?? openText(mistaken, "objectId");
      const patch = replacementPatchText(`${provider}:sub`, value, right);
      const message = coded(
        "subject-is-client-id",
        `Role ${role}: nobody can assume it as written. The trust policy demands the subject ${value}, which is the client ID of ${mistaken.name}. Expected its principal (object) ID.${patch}`,
      );
      yield contradiction(message, value, mistaken.name);
    } else if (identity === undefined && !hasUnknownIdentity) {
      yield notSeen(`the identity with the principal ID ${value}`);
    } else if (identity !== undefined) {
      yield* assignmentNotes(identity, application, servicePrincipals, stack);
      const [tenant] = knownStrings(identity.get("tenantId"));
      if (tenant !== undefined && tenant.toLowerCase() !== tenantId) {
        const message = coded(
          "tenant-contradicts",
          `Role ${role}: the identity ${identity.name} cannot assume it as written. The trust policy is for tokens of tenant ${tenantId}, and the identity is in tenant ${tenant}. Expected one tenant.`,
        );
        yield contradiction(message, tenantId, identity.name, tenant);
      }
    }
  }
}

function* assignmentNotes(
  identity: StackResource,
  application: StackResource | undefined,
  servicePrincipals: readonly StackResource[],
  stack: SeenStack,
): Iterable<ConsistencyNote> {
  const principal = servicePrincipals.find(
    (resource) =>
      application !== undefined &&
      resource.get("appRoleAssignmentRequired") === true &&
      isConnected(resource, "clientId", [application], "clientId"),
  );
  if (principal === undefined) {
    return;
  }
  const property = MANAGED_IDENTITIES.includes(identity.type) ? "principalId" : "objectId";
  const assignments = bySource(stack, APP_ROLE_ASSIGNMENT, "principalObjectId");
  const isAssigned = [identity, ...knownStrings(identity.get(property))].some((source) =>
    assignments
      .get(source)
      ?.some((resource) => isConnected(resource, "resourceObjectId", [principal], "objectId")),
  );
  if (!isAssigned) {
    yield notSeen(
      `the assignment of ${identity.name} to ${principal.name}, without which Entra issues no token to it`,
    );
  }
}
