/** The public addresses that connections leave from in networks that are not ours, as the provider reads them. */
import { getClientConfig } from "@pulumi/azure-native/authorization/getClientConfig";
import { getNatGateway } from "@pulumi/azure-native/network/getNatGateway";
import { getPublicIPAddress } from "@pulumi/azure-native/network/getPublicIPAddress";
import { getSubnet } from "@pulumi/azure-native/network/getSubnet";
import * as pulumi from "@pulumi/pulumi";
import { failLate } from "../arguments/argument-error";
import { armIdParts } from "../arm-resource-id";
import { readOrProblem } from "../read-or-problem";
import { warn } from "../warning";

/** Who asks, and which argument named what is read. */
export interface Asking {
  /** The class and name of the component, as messages show them. */
  readonly component: string;
  /** The component, whose `azure-native` provider reads. */
  readonly parent: pulumi.Resource;
}

/** What the provider read; `"later"` in a preview that configures it itself, `"elsewhere"` of another subscription. */
type Reading<T> = T | "later" | "elsewhere";

const REMEDY = "it must exist, in the subscription of the azure-native provider";

/**
 * The addresses of a subnet's NAT gateway; empty when it has none, since nothing else is looked at, or when it is in
 * another subscription, in which the provider does not look. A warning says either.
 */
export function egressOfSubnet(asking: Asking, subnetId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(subnetId).apply(async (id) => {
    const { resourceGroupName, names } = armIdParts(id);
    const [virtualNetworkName = "", subnetName = ""] = names;
    const subnet = await read(asking, "subnetId", id, async () =>
      getSubnet({ resourceGroupName, virtualNetworkName, subnetName }, asking),
    );
    if (subnet === "later") return pulumi.unknown as string;
    if (subnet === "elsewhere") return "";
    const gateway = subnet.natGateway?.id;
    if (gateway !== undefined) return addressesOf(asking, "subnetId", gateway);
    await warn(
      `the subnet ${JSON.stringify(id)} has no NAT gateway, so that egressAddress is empty. A VM in it needs another ` +
        `way out to the internet, such as a route to a firewall; without one, neither the credential helper gets onto ` +
        `it nor a token to AWS. Whoever owns the subnet knows, or gives it a NAT gateway.`,
      asking.parent,
    );
    return "";
  });
}

/**
 * The addresses of a NAT gateway, separated by commas; empty, with a warning, when it is in another subscription. Those
 * of its prefixes are not among them.
 */
export function egressOfNatGateway(
  asking: Asking,
  natGatewayId: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.output(natGatewayId).apply(async (id) => addressesOf(asking, "natGatewayId", id));
}

async function addressesOf(asking: Asking, path: string, gatewayId: string): Promise<string> {
  const { resourceGroupName, names } = armIdParts(gatewayId);
  const [natGatewayName = ""] = names;
  const gateway = await read(asking, path, gatewayId, async () =>
    getNatGateway({ resourceGroupName, natGatewayName }, asking),
  );
  if (gateway === "later") return pulumi.unknown as string;
  if (gateway === "elsewhere") return "";
  const addresses = await Promise.all(
    (gateway.publicIpAddresses ?? []).map(async ({ id = "" }) => {
      const { resourceGroupName: group, names: own } = armIdParts(id);
      const [publicIpAddressName = ""] = own;
      const address = await read(asking, path, id, async () =>
        getPublicIPAddress({ resourceGroupName: group, publicIpAddressName }, asking),
      );
      return typeof address === "string" ? "" : (address.ipAddress ?? "");
    }),
  );
  return addresses.filter((address) => address !== "").join(",");
}

/** Reads what is in the provider's subscription. A namesake there of what is in another one is not taken for it. */
async function read<T extends { readonly id?: string }>(
  { component, parent }: Asking,
  path: string,
  id: string,
  reading: () => Promise<T | undefined>,
): Promise<Reading<T>> {
  if (await isElsewhere(parent, id)) return toldElsewhere(parent, id);
  const what = `cannot be read: ${JSON.stringify(id)}`;
  const { value, problem } = await readOrProblem(reading(), { path, what, remedy: REMEDY });
  if (problem !== undefined) return failLate(component, [problem]);
  // A preview that configures the provider itself cannot ask it yet.
  if (value === undefined) return "later";
  const found = value.id?.toLowerCase() ?? id.toLowerCase();
  return found === id.toLowerCase() ? value : toldElsewhere(parent, id);
}

/** Whether an ID is of another subscription than the provider's. One that the provider does not tell counts as its own. */
async function isElsewhere(parent: pulumi.Resource, id: string): Promise<boolean> {
  const own = await getClientConfig({ parent }).then(
    (config: { readonly subscriptionId?: string } | undefined) => config?.subscriptionId ?? "",
    () => "",
  );
  return own !== "" && own.toLowerCase() !== armIdParts(id).subscriptionId.toLowerCase();
}

async function toldElsewhere(parent: pulumi.Resource, id: string): Promise<"elsewhere"> {
  await warn(
    `${JSON.stringify(id)} is in another subscription than the azure-native provider's and is used unread, so that ` +
      `egressAddress is empty: whether it is there and has a way out is for its owner to say.`,
    parent,
  );
  return "elsewhere";
}
