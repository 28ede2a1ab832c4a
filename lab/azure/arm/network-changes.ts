/** Changes of virtual networks, subnets, and network interfaces, which Azure does one at a time. */
import { setTimeout } from "node:timers/promises";
import { ArmError } from "../resources/arm-error";
import { type ResourceId, sameId } from "../resources/resource-id";
import {
  type JsonObject,
  referencesOf,
  type Resource,
  type ResourceStore,
} from "../resources/resource-store";

const NETWORK = "Microsoft.Network/virtualNetworks";
const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
const INTERFACE = "Microsoft.Network/networkInterfaces";

/** Names of Azure's operations, by type. */
const KINDS: ReadonlyMap<string, string> = new Map([
  [NETWORK.toLowerCase(), "VirtualNetwork"],
  [SUBNET.toLowerCase(), "Subnet"],
  [INTERFACE.toLowerCase(), "Nic"],
]);

/** What is to be changed. */
interface WantedChange {
  readonly id: ResourceId;
  readonly method: "PUT" | "DELETE";
  /** What was sent; for a deletion, what is there. */
  readonly body: { readonly properties: JsonObject };
}

/** The changes of networks that go on, and what was refused because of them. */
export class NetworkChanges {
  /**
   * How long a change lasts, in milliseconds.
   *
   * @evidence inferred A change of a network lasts milliseconds. Reason: in Azure it lasts about ten seconds, for which
   *   no test waits; a client that orders its requests cannot tell.
   */
  milliseconds = 20;
  /** What was refused, such as `409 PUT /subscriptions/…`. */
  readonly refused: string[] = [];
  readonly #operations = new Map<string, string>();

  /** Whether a resource is one whose changes last. */
  concerns({ type }: ResourceId): boolean {
    return KINDS.has(type.toLowerCase());
  }

  /** Keeps which operation changes a resource, for the texts of refusals. */
  began({ text }: ResourceId, operationId: string): void {
    this.#operations.set(text.toLowerCase(), operationId);
  }

  /** Resolves when a change that begins now is done. */
  async done(): Promise<void> {
    await setTimeout(this.milliseconds);
  }

  /** @throws ArmError 409 or 429 while something else is changed that the change depends on. */
  demandFree(change: WantedChange, store: ResourceStore): void {
    const refusal = this.#refusalOf(change, store);
    if (refusal !== undefined) {
      this.refused.push(`${refusal.status} ${change.method} ${change.id.text}`);
      throw refusal;
    }
  }

  #refusalOf(change: WantedChange, store: ResourceStore): ArmError | undefined {
    const { id, method } = change;
    if (sameId(id.type, SUBNET)) {
      const { parent = "" } = id;
      const isBusy = [store.get(parent), ...store.inside(parent)].some(
        (other) => other !== undefined && !sameId(other.id.text, id.text) && isChanging(other),
      );
      if (isBusy) {
        // @evidence log A subnet is neither changed nor deleted while its network or another subnet of it changes: 409
        // `AnotherOperationInProgress`. Source: Azure/terraform-provider-azapi #503 (creating or deleting several
        // subnets), Azure/sap-automation #1052; the text goes on with the address of the operation.
        return new ArmError(
          409,
          "AnotherOperationInProgress",
          "Another operation on this or dependent resource is in progress.",
        );
      }
      const users = store.referencesTo(id.text).map(({ from }) => from);
      const user = users.find((from) => sameId(from.id.type, INTERFACE) && isChanging(from));
      // @evidence log A subnet is not changed while a network interface in it changes: 429 `RetryableError`. Source:
      // hashicorp/terraform-provider-azurerm #21293.
      return method === "PUT" && user !== undefined ? notProvisioned(user, id) : undefined;
    }
    if (sameId(id.type, NETWORK)) {
      const subnet = store.inside(id.text).find(isChanging);
      // @evidence log A virtual network is not changed while a subnet of it changes: 429 `RetryableError` due to another
      // operation. Source: kubernetes-sigs/cluster-api-provider-azure #4385; for the network's deletion it is inferred.
      return subnet === undefined ? undefined : this.#dueToAnother(subnet, id);
    }
    if (sameId(id.type, INTERFACE)) {
      const resource: Resource = { ...change, secrets: {}, provisioningState: "Updating" };
      const subnets = referencesOf(resource).map(({ to }) => store.get(to));
      const busy = subnets.find(
        (subnet) => subnet !== undefined && sameId(subnet.id.type, SUBNET) && isChanging(subnet),
      );
      // @evidence log A network interface is not created or changed while its subnet changes: 429 `RetryableError`.
      // Source: hashicorp/terraform #7986, #14365.
      // @evidence inferred A network interface is not deleted while its subnet changes. Reason: no report shows it; the
      // deletion changes the subnet's list of interfaces too.
      // @evidence log A change of another subnet of the same network does not keep an interface from being created. Source:
      // hashicorp/terraform-provider-azurerm #24339, which quotes the service team.
      return busy === undefined ? undefined : notProvisioned(busy, id);
    }
    return undefined;
  }

  #dueToAnother(busy: Resource, { text }: ResourceId): ArmError {
    const operation = `${operationOf(busy)} (${this.#operations.get(busy.id.text.toLowerCase()) ?? ""})`;
    const seconds = Math.ceil(this.milliseconds / 1000);
    // @evidence log The text of that refusal names the operation, the resource, and the seconds to wait. Source:
    // kubernetes-sigs/cluster-api-provider-azure #4385, cloudfoundry/bosh-azure-cpi-release #179.
    return retryable(
      "RetryableErrorDueToAnotherOperation",
      `Operation ${operation} is updating resource ${text}. The call can be retried in ${seconds} seconds.`,
    );
  }
}

function isChanging({ provisioningState }: Resource): boolean {
  return ["Creating", "Updating", "Deleting"].includes(provisioningState);
}

function operationOf({ id, provisioningState }: Resource): string {
  const verb = provisioningState === "Deleting" ? "Delete" : "Put";
  return `${verb}${KINDS.get(id.type.toLowerCase()) ?? ""}Operation`;
}

function notProvisioned(busy: Resource, { text }: ResourceId): ArmError {
  const state = busy.provisioningState === "Deleting" ? "Deleting" : "Updating";
  // @evidence log The text names the other resource as `Updating`, also if it is new, and the operation that changes it. Source:
  // hashicorp/terraform #7986; for one that is deleted it is inferred.
  return retryable(
    "ReferencedResourceNotProvisioned",
    `Cannot proceed with operation because resource ${busy.id.text} used by resource ${text} is not in Succeeded state. ` +
      `Resource is in ${state} state and the last operation that updated/is updating the resource is ${operationOf(busy)}.`,
  );
}

/**
 * @evidence log A refusal that passes is 429 `RetryableError`, with its reason among the details. Source:
 *   hashicorp/terraform-provider-azurerm #21293.
 */
function retryable(code: string, message: string): ArmError {
  const details = [{ code, message }];
  return new ArmError(429, "RetryableError", "A retryable error occurred.", { details });
}
