/** The public addresses that connections leave from in networks that are not ours, as the provider reads them. */
import { getNatGateway } from "@pulumi/azure-native/network/getNatGateway";
import { getPublicIPAddress } from "@pulumi/azure-native/network/getPublicIPAddress";
import { getSubnet } from "@pulumi/azure-native/network/getSubnet";
import * as pulumi from "@pulumi/pulumi";
import { failLate } from "../arguments/argument-error";
import { armIdParts } from "../arm-resource-id";
import { readOrProblem } from "../read-or-problem";

/** Who asks, and which argument named what is read. */
export interface Asking {
  /** The class and name of the component, as messages show them. */
  readonly component: string;
  /** The component, whose `azure-native` provider reads. */
  readonly parent: pulumi.Resource;
}

const REMEDY = "it must exist, in the subscription of the azure-native provider";

/** The addresses of a subnet's NAT gateway; empty when it has none, since nothing else is looked at. */
export function egressOfSubnet(asking: Asking, subnetId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(subnetId).apply(async (id) => {
    const { resourceGroupName, names } = armIdParts(id);
    const [virtualNetworkName = "", subnetName = ""] = names;
    const reading = getSubnet({ resourceGroupName, virtualNetworkName, subnetName }, asking);
    const subnet = await readOrFail(asking, "subnetId", id, reading);
    // A preview that configures the provider itself cannot ask it yet.
    if (subnet === undefined) return pulumi.unknown as string;
    const gateway = subnet.natGateway?.id;
    return gateway === undefined ? "" : addressesOf(asking, "subnetId", gateway);
  });
}

/** The addresses of a NAT gateway, separated by commas. Those of its prefixes are not among them. */
export function egressOfNatGateway(
  asking: Asking,
  natGatewayId: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.output(natGatewayId).apply(async (id) => addressesOf(asking, "natGatewayId", id));
}

async function addressesOf(asking: Asking, path: string, gatewayId: string): Promise<string> {
  const { resourceGroupName, names } = armIdParts(gatewayId);
  const [natGatewayName = ""] = names;
  const reading = getNatGateway({ resourceGroupName, natGatewayName }, asking);
  const gateway = await readOrFail(asking, path, gatewayId, reading);
  if (gateway === undefined) return pulumi.unknown as string;
  const addresses = await Promise.all(
    (gateway.publicIpAddresses ?? []).map(async ({ id = "" }) => {
      const address = armIdParts(id);
      const [publicIpAddressName = ""] = address.names;
      const { resourceGroupName: group } = address;
      const found = getPublicIPAddress({ resourceGroupName: group, publicIpAddressName }, asking);
      return (await readOrFail(asking, path, id, found))?.ipAddress ?? "";
    }),
  );
  return addresses.filter((address) => address !== "").join(",");
}

async function readOrFail<T>(
  { component }: Asking,
  path: string,
  id: string,
  reading: Promise<T>,
): Promise<T | undefined> {
  const what = `cannot be read: ${JSON.stringify(id)}`;
  const { value, problem } = await readOrProblem(reading, { path, what, remedy: REMEDY });
  return problem === undefined ? value : failLate(component, [problem]);
}
