import assert from "node:assert/strict";
import { LoopbackServer } from "../../../http/loopback-server";
import { AzureLab, GROUP, LOCATION, NIC, virtualMachine, VM } from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/net/subnets/sub`;
const NAT = `${NETWORK}/natGateways/nat`;
const IP = `${NETWORK}/publicIPAddresses/ip`;

describe("A virtual machine's way out", () => {
  let lab: AzureLab;
  let aws: LoopbackServer;
  /** The address that the last request came from. */
  let seen: unknown;

  before(async () => {
    aws = await LoopbackServer.listen(({ headers }, response) => {
      seen = headers["x-lab-source-ip"];
      response.end("aws");
    });
    lab = await AzureLab.start({ egressTarget: aws.url });
    await lab.prepareNetwork();
    await lab.put(VM, virtualMachine());
  });

  after(async () => {
    await lab.stop();
    await aws.close();
  });

  const reaches = async (): Promise<boolean> =>
    fetch(lab.azure.vm("vm1").egressUrl).then(
      () => true,
      () => false,
    );
  const setSubnet = async (natGateway?: unknown): Promise<unknown> =>
    lab.put(SUBNET, { properties: { addressPrefix: "10.0.1.0/24", natGateway } });
  const setNat = async (...addresses: readonly string[]): Promise<unknown> =>
    lab.put(NAT, { location: LOCATION, properties: { publicIpAddresses: addresses.map((id) => ({ id })) } });

  it("leads through a NAT gateway with an address", async () => {
    assert.equal(await reaches(), true);
  });

  it("is closed as soon as the subnet has no gateway, and the metadata service still answers", async () => {
    await setSubnet();
    assert.equal(await reaches(), false);
    assert.equal((await lab.imds("vm1", "/metadata/versions")).status, 200);
    await setSubnet({ id: NAT });
    assert.equal(await reaches(), true);
  });

  it("is closed while the gateway has no address", async () => {
    await setNat();
    assert.equal(await reaches(), false);
    await setNat(IP);
    assert.equal(await reaches(), true);
  });

  it("leads through a gateway that has only a prefix of addresses", async () => {
    const prefix = `${NETWORK}/publicIPPrefixes/prefix`;
    await lab.put(prefix, { location: LOCATION, properties: { prefixLength: 30 } });
    await lab.put(NAT, { location: LOCATION, properties: { publicIpPrefixes: [{ id: prefix }] } });
    assert.equal(await reaches(), true);
    assert.equal(seen, "192.0.2.0");
    await setNat(IP);
    assert.equal(await reaches(), true);
    assert.equal(seen, "203.0.113.1");
  });

  it("leads through an address of its own as well", async () => {
    await setSubnet();
    await setNat();
    const configuration = (publicIPAddress?: unknown): unknown => ({
      location: LOCATION,
      properties: {
        ipConfigurations: [{ name: "primary", properties: { subnet: { id: SUBNET }, publicIPAddress } }],
      },
    });
    await lab.put(NIC, configuration({ id: IP }));
    assert.equal(await reaches(), true);
    await lab.put(NIC, configuration());
    assert.equal(await reaches(), false);
  });
});
