/** The public addresses from which VMs connect in existing networks, as the provider reads them. */
import { getClientConfig } from "@pulumi/azure-native/authorization/getClientConfig";
import { getNatGateway } from "@pulumi/azure-native/network/getNatGateway";
import { getPublicIPAddress } from "@pulumi/azure-native/network/getPublicIPAddress";
import { getPublicIPPrefix } from "@pulumi/azure-native/network/getPublicIPPrefix";
import { getSubnet } from "@pulumi/azure-native/network/getSubnet";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { armIdParts } from "../arguments/rules/azure";
import { warn } from "../pulumi/component";
import { readOrProblem } from "../pulumi/provider-answers";

/** The component that reads, and the argument that names the resource. */
export interface Asking {
  /** Where problems are reported. */
  readonly paths: ArgumentPaths;
  /** The component, whose `azure-native` provider reads. */
  readonly parent: pulumi.Resource;
}

/** The provider's answer; `"later"` in a preview that configures it itself, `"elsewhere"` for another subscription. */
type Reading<T> = T | "later" | "elsewhere";

/** What `egressAddress` lacks if the named resource, or a part of it, is in another subscription. */
const EMPTY = "egressAddress is empty. Ask its owner whether it exists and has a way to the internet";
const WITHOUT_IT = "egressAddress lacks its addresses. Ask its owner for them";

/**
 * The addresses and prefixes of a subnet's NAT gateway. Empty, with a warning, in two cases: if the subnet has no NAT gateway,
 * or if it is in another subscription, where the provider does not look.
 */
export function egressOfSubnet(asking: Asking, subnetId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(subnetId).apply(async (id) => {
    const { resourceGroupName, names } = armIdParts(id);
    const [virtualNetworkName = "", subnetName = ""] = names;
    const subnet = await read(asking, "subnetId", id, async () =>
      getSubnet({ resourceGroupName, virtualNetworkName, subnetName }, asking),
    );
    if (subnet === "later") {
      return pulumi.unknown as string;
    }
    if (subnet === "elsewhere") {
      return "";
    }
    const gateway = subnet.natGateway?.id;
    if (gateway !== undefined) {
      return addressesOf(asking, "subnetId", gateway);
    }
    await warn(
      coded(
        "subnet-without-gateway",
        `subnet ${JSON.stringify(id)} has no NAT gateway, so egressAddress is empty. The VM needs another way to the internet, such as a route to a firewall`,
        "Ask the owner of the subnet",
      ),
      asking.parent,
    );
    return "";
  });
}

/**
 * The ID of a subnet's NAT gateway. `undefined` if there is none, and if the subnet cannot be read: {@link egressOfSubnet}
 * reports that.
 */
export async function gatewayOfSubnet(
  parent: pulumi.Resource,
  subnetId: string,
): Promise<string | undefined> {
  if (await isElsewhere(parent, subnetId)) {
    return undefined;
  }
  const { resourceGroupName, names } = armIdParts(subnetId);
  const [virtualNetworkName = "", subnetName = ""] = names;
  const reading: Promise<{ readonly natGateway?: { readonly id?: string } } | undefined> = getSubnet(
    { resourceGroupName, virtualNetworkName, subnetName },
    { parent },
  );
  const subnet = await reading.catch(() => undefined);
  return subnet?.natGateway?.id;
}

/**
 * The addresses of a NAT gateway, then its prefixes in CIDR notation, separated by commas. Empty, with a warning, if it is in
 * another subscription.
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
  if (gateway === "later") {
    return pulumi.unknown as string;
  }
  if (gateway === "elsewhere") {
    return "";
  }
  const sources = await Promise.all([
    ...(gateway.publicIpAddresses ?? []).map(async ({ id = "" }) => addressOf(asking, path, id)),
    ...(gateway.publicIpPrefixes ?? []).map(async ({ id = "" }) => prefixOf(asking, path, id)),
  ]);
  // A list that allows only a part of them refuses the VM whenever the gateway uses another one.
  if (sources.includes("later")) {
    return pulumi.unknown as string;
  }
  return sources.filter((source) => source !== "" && source !== "elsewhere").join(",");
}

/** A public IP address. Empty until Azure assigns it. */
async function addressOf(asking: Asking, path: string, id: string): Promise<Reading<string>> {
  const { resourceGroupName, names } = armIdParts(id);
  const [publicIpAddressName = ""] = names;
  const address = await read(
    asking,
    path,
    id,
    async () => getPublicIPAddress({ resourceGroupName, publicIpAddressName }, asking),
    WITHOUT_IT,
  );
  return typeof address === "string" ? address : (address.ipAddress ?? "");
}

/** A public IP prefix in CIDR notation, such as `203.0.113.16/28`. Empty until Azure assigns it. */
async function prefixOf(asking: Asking, path: string, id: string): Promise<Reading<string>> {
  const { resourceGroupName, names } = armIdParts(id);
  const [publicIpPrefixName = ""] = names;
  const prefix: Reading<{ readonly id?: string; readonly ipPrefix?: string }> = await read(
    asking,
    path,
    id,
    async () => getPublicIPPrefix({ resourceGroupName, publicIpPrefixName }, asking),
    WITHOUT_IT,
  );
  return typeof prefix === "string" ? prefix : (prefix.ipPrefix ?? "");
}

/** Reads a resource in the provider's subscription. It does not mistake a resource of the same name there for another subscription's. */
async function read<T extends { readonly id?: string }>(
  { paths, parent }: Asking,
  path: string,
  id: string,
  reading: () => Promise<T | undefined>,
  consequence = EMPTY,
): Promise<Reading<T>> {
  if (await isElsewhere(parent, id)) {
    return warnElsewhere(parent, id, consequence);
  }
  const { value, problem } = await readOrProblem(reading(), {
    path,
    refused: (providerError) =>
      coded(
        "network-unreadable",
        `cannot read ${JSON.stringify(id)}. Expected one in the subscription of the azure-native provider that its login may read (provider error: ${providerError})`,
      ),
  });
  if (problem !== undefined) {
    return failLate(paths, [problem]);
  }
  // A preview that configures the provider itself cannot ask it yet.
  if (value === undefined) {
    return "later";
  }
  const found = value.id?.toLowerCase() ?? id.toLowerCase();
  return found === id.toLowerCase() ? value : warnElsewhere(parent, id, consequence);
}

/** Whether an ID is in another subscription than the provider's. If the provider does not report its own, the answer is no. */
export async function isElsewhere(parent: pulumi.Resource, id: string): Promise<boolean> {
  const own = await getClientConfig({ parent }).then(
    (config: { readonly subscriptionId?: string } | undefined) => config?.subscriptionId ?? "",
    () => "",
  );
  return own !== "" && own.toLowerCase() !== armIdParts(id).subscriptionId.toLowerCase();
}

async function warnElsewhere(parent: pulumi.Resource, id: string, consequence: string): Promise<"elsewhere"> {
  await warn(
    coded(
      "network-elsewhere",
      `${JSON.stringify(id)} is in another subscription than the azure-native provider's and is not read: ${consequence}`,
    ),
    parent,
  );
  return "elsewhere";
}
