import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, virtualMachine, VM } from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const ELSEWHERE = "northeurope";
const SUBNET = `${NETWORK}/virtualNetworks/net/subnets/sub`;
const NAT = `${NETWORK}/natGateways/free`;

describeWithAzureLab("references between resources in the lab's ARM", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
    // No network has it yet: a NAT gateway serves one only.
    await lab().put(NAT, { location: LOCATION });
  });

  const nic = { ipConfigurations: [{ name: "primary", properties: { subnet: { id: SUBNET } } }] };
  const across: readonly (readonly [string, string, Record<string, unknown>, string])[] = [
    [
      "an interface and its subnet",
      `${NETWORK}/networkInterfaces/far`,
      { location: ELSEWHERE, properties: nic },
      SUBNET,
    ],
    [
      "a NAT gateway and its address",
      `${NETWORK}/natGateways/far`,
      {
        location: ELSEWHERE,
        properties: { publicIpAddresses: [{ id: `${NETWORK}/publicIPAddresses/ip` }] },
      },
      `${NETWORK}/publicIPAddresses/ip`,
    ],
    [
      "a virtual machine and its interface",
      VM,
      virtualMachine({}, { location: ELSEWHERE }),
      `${NETWORK}/networkInterfaces/nic`,
    ],
    [
      "a new network's subnet and a NAT gateway",
      `${NETWORK}/virtualNetworks/far`,
      {
        location: ELSEWHERE,
        properties: {
          addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
          subnets: [{ name: "sub", properties: { addressPrefix: "10.1.0.0/24", natGateway: { id: NAT } } }],
        },
      },
      NAT,
    ],
  ];
  for (const [what, path, body, referred] of across) {
    it(`are refused between regions: ${what}`, async () => {
      const answer = await lab().arm("PUT", path, body);
      const { code, message } = answer.body.error as Record<string, string>;
      assert.deepEqual([answer.status, code], [400, "InvalidResourceReference"]);
      assert.match(message ?? "", /referenced by resource .* was not found\. .* are in the same region\.$/);
      assert.ok(message?.includes(referred), message);
      assert.equal((await lab().arm("GET", path)).status, 404);
    });
  }

  it("are allowed to a region by its display name", async () => {
    await lab().put(`${NETWORK}/networkInterfaces/near`, { location: "West Europe", properties: nic });
    assert.equal((await lab().arm("GET", `${NETWORK}/networkInterfaces/near`)).status, 200);
  });

  it("are allowed to a gallery image in another region, from which Azure replicates", async () => {
    const gallery = `${GROUP}/providers/Microsoft.Compute/galleries/images`;
    await lab().put(gallery, { location: ELSEWHERE, properties: {} });
    await lab().put(`${gallery}/images/own`, { location: ELSEWHERE, properties: {} });
    const storageProfile = { imageReference: { id: `${gallery}/images/own` } };
    await lab().put(VM, virtualMachine({ storageProfile }));
    assert.equal((await lab().arm("GET", VM)).body.location, LOCATION);
  });
});
