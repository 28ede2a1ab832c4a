import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, NIC } from "../../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;
const SUBNET = `${NETWORK}/subnets/sub`;

describeWithAzureLab("Microsoft.Network/virtualNetworks", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  const prefixOf = async () =>
    ((await lab().arm("GET", SUBNET)).body.properties as Record<string, unknown>).addressPrefix;

  it("takes back what it answered, whose read-only members it ignores", async () => {
    const { body } = await lab().arm("GET", NETWORK);
    assert.match(JSON.stringify(body), /"ipConfigurations":\[\{"id":"[^"]*\/networkInterfaces\/nic/);
    const again = await lab().put(NETWORK, body);
    assert.deepEqual(again, body);
    // An interface that is gone since is none of its business either.
    await lab().follow(await lab().arm("DELETE", NIC));
    const { properties } = await lab().put(NETWORK, body);
    const [subnet] = (properties as { subnets: { properties: Record<string, unknown> }[] }).subnets;
    assert.equal(subnet?.properties.ipConfigurations, undefined);
    const configuration = { name: "primary", properties: { subnet: { id: SUBNET } } };
    await lab().put(NIC, { location: LOCATION, properties: { ipConfigurations: [configuration] } });
  });

  it("refuses an address space that leaves out a subnet", async () => {
    const space = { location: LOCATION, properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] } } };
    const { status, body } = await lab().arm("PUT", NETWORK, space);
    assert.equal(status, 400);
    assert.deepEqual(body.error, {
      code: "NetcfgInvalidSubnet",
      message: "Subnet 'sub' is not valid in virtual network 'net'.",
    });
  });

  it("refuses a subnet the NAT gateway of another network, and takes that of its own", async () => {
    const natGateway = { id: `${GROUP}/providers/Microsoft.Network/natGateways/nat` };
    await lab().put(`${SUBNET}2`, { properties: { addressPrefix: "10.0.9.0/24", natGateway } });
    const other = NETWORK.replace("/net", "/other");
    const properties = { addressSpace: { addressPrefixes: ["10.1.0.0/16"] } };
    await lab().put(other, { location: LOCATION, properties });
    const { status, body } = await lab().arm("PUT", `${other}/subnets/sub`, {
      properties: { addressPrefix: "10.1.0.0/24", natGateway },
    });
    assert.equal(status, 400);
    assert.deepEqual(body.error, {
      code: "NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks",
      message:
        `NAT Gateway cannot be configured on multiple virtual networks. NAT Gateway ${natGateway.id} is currently used on ` +
        `virtual network ${NETWORK} and cannot be added to virtual network${other}.`,
    });
  });

  it("moves a subnet only while nothing is in it", async () => {
    const moved = { properties: { addressPrefix: "10.0.2.0/24" } };
    const { status, body } = await lab().arm("PUT", SUBNET, moved);
    assert.equal(status, 400);
    assert.deepEqual(body.error, {
      code: "InUsePrefixCannotBeDeleted",
      message: "IpPrefix 10.0.1.0/24 on Subnet sub has active allocations and cannot be deleted.",
    });
    await lab().follow(await lab().arm("DELETE", NIC));
    await lab().put(SUBNET, moved);
    assert.equal(await prefixOf(), "10.0.2.0/24");
  });
});
