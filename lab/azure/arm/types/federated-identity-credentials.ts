/** Federated identity credentials of user-assigned identities. */
import { setTimeout } from "node:timers/promises";
import { ArmError } from "../../resources/arm-error";
import { textAt } from "../../resources/json-reader";
import { lowerResourceGroups, sameId } from "../../resources/resource-id";
import type { Resource, ResourceChange, ResourceStore } from "../../resources/resource-store";
import { identityName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * Most of one identity.
 *
 * @evidence log An identity has at most 20 federated credentials. Source: Azure/azure-workload-identity #575;
 *   Microsoft Entra, "Important considerations and restrictions for federated identity credentials".
 */
const MOST = 20;

/** How long writing one takes, in milliseconds: another one that is written meanwhile is refused. */
const WRITING = 50;

/**
 * A federated identity credential: lets an outside identity sign in as the managed identity that it is on.
 *
 * @evidence recorded PUT answers 201 or 200 with `issuer`, `subject`, and `audiences`; DELETE answers 200. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/identity/tests/latest/recordings/test_federated_identity_credential.yaml at 0674fa6.
 */
export const federatedIdentityCredentials: ArmBehavior = {
  type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
  name: identityName(120),
  needsLocation: false,
  /**
   * @evidence recorded The ID of a credential comes back with `/resourcegroups/` in PUT, GET, and lists; the credential has no
   *   `provisioningState`, and the 201 has its relative address in `Location`. Source: Azure/azure-cli
   *   src/azure-cli/azure/cli/command_modules/identity/tests/latest/recordings/test_federated_identity_credential.yaml at
   *   0674fa6.
   */
  shownId: lowerResourceGroups,
  showsState: false,
  locatesNew: true,
  prepare(change, { store }) {
    const { issuer, subject, audiences } = read(change);
    const others = store
      .inside(change.id.parent ?? "")
      .filter(({ id }) => sameId(id.type, this.type) && !sameId(id.text, change.id.text));
    demandAlone(change, others);
    if (others.length >= MOST) {
      // @evidence report The twenty-first is 400 `BadRequest`. Source: an answer quoted in a public log of 2026; the
      // end of the text is the lab's.
      throw invalid(`Too many Federated Identity Credentials: an identity has at most ${MOST}.`);
    }
    if (others.some(({ body }) => body.properties.issuer === issuer && body.properties.subject === subject)) {
      // @evidence report Issuer and subject of another one are 409 `Conflict`. Source: answers quoted in public logs;
      // the documentation's table says 400.
      throw new ArmError(
        409,
        "Conflict",
        "Issuer and subject combination already exists for this Managed Identity.",
      );
    }
    return { body: { ...change.body, properties: { issuer, subject, audiences } } };
  },
  async carryOut({ id, body }, _before, { store, tenant }) {
    await setTimeout(WRITING);
    const credential = read({ id, body, before: undefined });
    tenant.federatedCredentials.put(principalOf(id.parent, store), id.name, credential);
  },
  remove({ id }: Resource, { store, tenant }) {
    tenant.federatedCredentials.remove(principalOf(id.parent, store), id.name);
    return Promise.resolve();
  },
};

/**
 * @throws ArmError 409 while another credential of the identity is being written.
 */
function demandAlone({ id }: ResourceChange, others: readonly Resource[]): void {
  const busy = others.some(({ provisioningState: state }) => state !== "Succeeded" && state !== "Failed");
  if (busy) {
    const identity = id.names[0] ?? "";
    // @evidence report Two writes at once on one identity are refused with 409 and this code. Source: logs and comments
    // of ten repositories, with Bicep and Terraform.
    throw new ArmError(
      409,
      "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
      `Too many Federated Identity Credentials are written concurrently for the managed identity '${identity}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
    );
  }
}

function read({ body: { properties } }: ResourceChange) {
  const [issuer = "", subject = ""] = ["issuer", "subject"].map((name) => textAt(properties, name));
  const audiences = Array.isArray(properties.audiences)
    ? properties.audiences.filter((audience) => typeof audience === "string")
    : [];
  if (!issuer.startsWith("https://")) {
    // @evidence documentation The issuer is an https URL. Source: "Federated Identity Credentials - Create Or
    // Update"; the text is the lab's.
    throw invalid("The issuer of a Federated Identity Credential must be an https URL.");
  }
  if (subject === "" || audiences.length !== 1) {
    // @evidence documentation A credential has a subject and one audience. Source: "Federated Identity Credentials -
    // Create Or Update"; the text is the lab's.
    throw invalid("A Federated Identity Credential has a subject and exactly one audience.");
  }
  return { issuer, subject, audiences };
}

function principalOf(identityId: string | undefined, store: ResourceStore): string {
  return textAt(store.get(identityId ?? "")?.body.properties, "principalId") ?? "";
}

/**
 * @evidence inferred A credential that cannot be is 400 `BadRequest`. Reason: this is the code of the answer for too
 *   many of them.
 */
function invalid(message: string): ArmError {
  return new ArmError(400, "BadRequest", message);
}
