/** Whether an existing network is in the region of the VM. Azure does not connect them across regions. */
import { getNatGateway } from "@pulumi/azure-native/network/getNatGateway";
import { getVirtualNetwork } from "@pulumi/azure-native/network/getVirtualNetwork";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import { armIdParts } from "../arguments/rules/azure";
import { warn } from "../pulumi/component";
import { type Asking, isElsewhere } from "./existing-egress";

/** The members that are read of an existing network. */
interface Placed {
  readonly id?: string;
  readonly location?: string;
}

/**
 * Fails if the network of an existing subnet is not in the region of the VM's interface.
 *
 * @param location - The region of the interface, which a preview knows too.
 */
export function demandSubnetInRegion(
  asking: Asking,
  subnetId: pulumi.Input<string>,
  location: pulumi.Input<string | undefined>,
): void {
  demandInRegion(asking, "subnetId", subnetId, location, async ({ resourceGroupName, names }) => {
    const [virtualNetworkName = "", subnetName = ""] = names;
    const network = await getVirtualNetwork({ resourceGroupName, virtualNetworkName }, asking);
    // A subnet that is missing is reported where its way out is read.
    const isThere = network.subnets?.some(({ name = "" }) => name.toLowerCase() === subnetName.toLowerCase());
    return isThere === false ? undefined : network;
  });
}

/** Fails if an existing NAT gateway is not in the region of the network that will use it. */
export function demandNatGatewayInRegion(
  asking: Asking,
  natGatewayId: pulumi.Input<string>,
  location: pulumi.Input<string | undefined>,
): void {
  demandInRegion(asking, "natGatewayId", natGatewayId, location, async ({ resourceGroupName, names }) =>
    getNatGateway({ resourceGroupName, natGatewayName: names[0] ?? "" }, asking),
  );
}

function demandInRegion(
  { paths, parent }: Asking,
  path: "subnetId" | "natGatewayId",
  given: pulumi.Input<string>,
  location: pulumi.Input<string | undefined>,
  read: (id: ReturnType<typeof armIdParts>) => Promise<Placed | undefined>,
): void {
  pulumi.all([given, location]).apply(async ([id, own]) => {
    // Nothing is read in another subscription. Its owner must know that the resource exists.
    if (own === undefined || (await isElsewhere(parent, id))) {
      return;
    }
    const found = await read(armIdParts(id)).catch(async (error: unknown) => {
      const { message } = error as Error;
      await warn(
        coded(
          "network-region-not-checked",
          `could not read the region of ${JSON.stringify(id)}, so it is not checked: ${message}`,
        ),
        parent,
      );
      return undefined;
    });
    // The provider reports nothing in a preview that configures the provider itself.
    if (found?.location === undefined || !isOf(found, id)) {
      return;
    }
    if (regionName(found.location) === regionName(own)) {
      return;
    }
    const theirs = regionName(found.location);
    await failLate(paths, [
      {
        path,
        ...coded(
          "network-in-other-region",
          `is in another region than the VM. Expected one in ${JSON.stringify(regionName(own))}; got ${JSON.stringify(id)} in ${JSON.stringify(theirs)}`,
          `Choose one in the VM's region, or set location to ${JSON.stringify(theirs)}`,
        ),
      },
    ]);
  });
}

/** Whether the ID names the resource that was read, or a part of it. The provider looks only in its own subscription. */
function isOf({ id = "" }: Placed, given: string): boolean {
  return `${given}/`.toLowerCase().startsWith(`${id}/`.toLowerCase());
}

/** The API name of a region: that of "West Europe" is `westeurope`. */
function regionName(location: string): string {
  return location.replaceAll(" ", "").toLowerCase();
}
