/** Virtual networks. */
import { ArmError } from "../../resources/arm-error";
import { holdsNetwork, parseNetwork } from "../../resources/ip-network";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { parseResourceId } from "../../resources/resource-id";
import type { Resource, ResourceChange, ResourceStore } from "../../resources/resource-store";
import { demandReferences } from "../change-rules";
import { regionName } from "../region";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";
import { addressPrefixOf, prepareSubnet, subnets } from "./subnets";

/**
 * A virtual network. Its subnets are resources of their own, and can be given inline as well. Before version 2023-09-01 of
 * the network provider, omitting the list removed them.
 *
 * @evidence documentation A list of subnets replaces those that are there; no list leaves them alone. Source: Azure,
 *   "Virtual Networks - Create Or Update", since version 2023-09-01 of the network provider.
 * @evidence documentation A virtual network shows `enableDdosProtection`, `subnets`, and `provisioningState`. Source:
 *   Azure, "Virtual Networks - Get".
 */
export const virtualNetworks: ArmBehavior = {
  type: "Microsoft.Network/virtualNetworks",
  name: networkName(2, 64),
  asynchronous: "always",
  readOnly: ["resourceGuid"],
  prepare(change, { store }) {
    const { subnets: inline, ...properties } = change.body.properties;
    const addressSpace = readAddressSpace(change);
    if (inline === undefined) {
      demandHeld(change.id.text, addressSpace, store);
    } else {
      const children = objectsAt(change.body.properties, "subnets").map((given) =>
        readSubnet(change, given, addressSpace, store),
      );
      replaceSubnets(change.id.text, children, store);
    }
    return { body: { ...change.body, properties: { enableDdosProtection: false, ...properties } } };
  },
  view({ id, body }, context) {
    const children = context.store.inside(id.text).map((subnet) => ({
      id: subnet.id.text,
      name: subnet.id.name,
      type: subnets.type,
      properties: {
        ...(subnets.view?.(subnet, context, undefined) ?? subnet.body).properties,
        provisioningState: subnet.provisioningState,
      },
    }));
    return { ...body, properties: { ...body.properties, subnets: children } };
  },
};

function readAddressSpace({ id, body }: ResourceChange): readonly string[] {
  const { addressPrefixes } = objectAt(body.properties, "addressSpace");
  const prefixes: unknown[] = Array.isArray(addressPrefixes) ? addressPrefixes : [];
  const wrong = prefixes.find((prefix) => typeof prefix !== "string" || parseNetwork(prefix) === undefined);
  if (prefixes.length === 0 || wrong !== undefined) {
    // @evidence report A range that is not a network is `InvalidCIDRNotation`. Source: answers quoted in public logs.
    throw new ArmError(
      400,
      "InvalidCIDRNotation",
      `The address prefix ${typeof wrong === "string" ? wrong : "(none)"} in resource ${id.text} has an invalid CIDR notation. For more information, see https://aka.ms/cidr.`,
    );
  }
  return prefixes.filter((prefix) => typeof prefix === "string");
}

/** @throws ArmError for an address space that leaves out a subnet that is there. */
function demandHeld(networkId: string, addressSpace: readonly string[], store: ResourceStore): void {
  const lost = store
    .inside(networkId)
    .find(
      ({ body }) =>
        !addressSpace.some((space) => holdsNetwork(space, addressPrefixOf(body.properties) ?? "")),
    );
  if (lost !== undefined) {
    // @evidence log An address space without the range of a subnet that is there is `NetcfgInvalidSubnet`. Source:
    // hashicorp/terraform-provider-azurerm #10826.
    throw new ArmError(
      400,
      "NetcfgInvalidSubnet",
      `Subnet '${lost.id.name}' is not valid in virtual network '${networkId.split("/").at(-1) ?? ""}'.`,
    );
  }
}

function readSubnet(
  { id: network, body: { location = "" } }: ResourceChange,
  given: unknown,
  addressSpace: readonly string[],
  store: ResourceStore,
): Resource {
  const id = parseResourceId(`${network.text}/subnets/${textAt(given, "name") ?? ""}`);
  if (id === undefined) {
    // @evidence inferred A subnet needs a name. Reason: the text is that for other missing parameters.
    throw ArmError.invalidParameter("Required parameter 'name' is missing (null).", "subnets.name");
  }
  const former = store.get(id.text);
  // What a client read and sends back has members that only Azure writes.
  const readOnly = ["provisioningState", ...(subnets.readOnly ?? [])];
  const members = Object.entries(objectAt(given, "properties"));
  const properties = Object.fromEntries(members.filter(([name]) => !readOnly.includes(name)));
  const body = prepareSubnet(id, { properties }, addressSpace, store);
  const subnet: Resource = { id: former?.id ?? id, body, secrets: {}, provisioningState: "Succeeded" };
  demandReferences(subnet, store, regionName(location));
  return subnet;
}

function replaceSubnets(networkId: string, children: readonly Resource[], store: ResourceStore): void {
  const kept = children.map(({ id }) => id.text.toLowerCase());
  const gone = store.inside(networkId).filter(({ id }) => !kept.includes(id.text.toLowerCase()));
  for (const subnet of gone) {
    const [first, ...others] = store.referencesTo(subnet.id.text);
    const refusal = first && subnets.refuseDeletion?.(subnet, [first, ...others]);
    if (refusal !== undefined) {
      throw refusal;
    }
  }
  for (const { id } of gone) {
    store.remove(id.text);
  }
  for (const child of children) {
    store.put(child);
  }
}
