import assert from "node:assert/strict";
import {
  describeWithAzureLab,
  GROUP,
  SUBSCRIPTION_ID,
  virtualMachine,
  VM,
} from "../../../../testing/azure-lab";

const UBUNTU = { publisher: "Canonical", offer: "ubuntu-24_04-lts", sku: "server", version: "latest" };
const size = (vmSize: string) => ({ hardwareProfile: { vmSize } });
const image = (changes: object) => ({ storageProfile: { imageReference: { ...UBUNTU, ...changes } } });

describeWithAzureLab("what a region of the lab offers for a virtual machine", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", VM));
  });

  /** The network in another region of the lab, of which each test has one. */
  async function machineIn(location: string): Promise<Record<string, unknown>> {
    const group = `${GROUP}-${location}`;
    await lab().put(group, { location });
    const network = `${group}/providers/Microsoft.Network`;
    await lab().put(`${network}/virtualNetworks/net`, {
      location,
      properties: {
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        subnets: [{ name: "sub", properties: { addressPrefix: "10.0.0.0/24" } }],
      },
    });
    await lab().put(`${network}/networkInterfaces/nic`, {
      location,
      properties: {
        ipConfigurations: [
          { name: "primary", properties: { subnet: { id: `${network}/virtualNetworks/net/subnets/sub` } } },
        ],
      },
    });
    const networkInterfaces = [{ id: `${network}/networkInterfaces/nic` }];
    return { networkProfile: { networkInterfaces } };
  }

  async function refusal(properties: object, others: object = {}): Promise<readonly unknown[]> {
    const answer = await lab().arm("PUT", VM, virtualMachine({ ...properties }, { ...others }));
    const { code, message, target } = answer.body.error as Record<string, string>;
    assert.equal((await lab().arm("GET", VM)).status, 404);
    return [answer.status, code, message, ...(target === undefined ? [] : [target])];
  }
  const notAvailable = (location: string, zones: string): string =>
    `The requested size for resource '${VM}' is currently not available in location '${location}' zones '${zones}' for subscription '${SUBSCRIPTION_ID}'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details.`;

  it("has no size that nobody knows", async () => {
    assert.deepEqual(await refusal(size("Standard_Nonsense")), [
      400,
      "InvalidParameter",
      "The value Standard_Nonsense provided for the VM size is not valid. The valid sizes in the current region are: Standard_B1s,Standard_B2s,Standard_B2s_v2,Standard_B2pts_v2,Standard_D2s_v5,Standard_D2ps_v5,Standard_D2ps_v6",
      "vmSize",
    ]);
  });

  it("has no size that the region lacks, nor one that the subscription may not use there", async () => {
    const west = await machineIn("westus");
    const [status, code] = await refusal({ ...west, ...size("Standard_D2ps_v6") }, { location: "westus" });
    assert.deepEqual([status, code], [400, "InvalidParameter"]);
    const uk = await machineIn("uksouth");
    assert.deepEqual(await refusal({ ...uk, ...size("Standard_B1s") }, { location: "UK South" }), [
      409,
      "SkuNotAvailable",
      notAvailable("uksouth", ""),
    ]);
  });

  it("has a size whose zones are barred where no zone is asked for", async () => {
    const where = await machineIn("westus2");
    const barred = { ...where, ...size("Standard_B2s_v2") };
    assert.deepEqual(await refusal(barred, { location: "westus2", zones: ["1"] }), [
      409,
      "SkuNotAvailable",
      notAvailable("westus2", "1"),
    ]);
    const { body } = await lab().arm("GET", VM);
    assert.equal((body.error as { code: string }).code, "ResourceNotFound");
    await lab().put(VM, virtualMachine(barred, { location: "westus2" }));
  });

  it("has no image that nobody publishes, nor a build of one that is gone", async () => {
    for (const [changes, name] of [
      [{ sku: "serber" }, "Canonical:ubuntu-24_04-lts:serber:latest"],
      [{ version: "24.04.1" }, "Canonical:ubuntu-24_04-lts:server:24.04.1"],
    ] as const) {
      assert.deepEqual(await refusal(image(changes)), [
        404,
        "PlatformImageNotFound",
        `The platform image '${name}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile`,
        "imageReference",
      ]);
    }
    await lab().put(VM, virtualMachine(image({ publisher: "canonical", version: "24.04.202601160" })));
  });

  it("starts no image on other cores than it is for", async () => {
    assert.deepEqual(await refusal(size("Standard_D2ps_v6")), [
      400,
      "BadRequest",
      "Cannot create a VM of size 'Standard_D2ps_v6' because this VM size only supports a CPU Architecture of 'Arm64', but an image or disk with CPU Architecture 'x64' was given. Please check that the CPU Architecture of the image or disk is compatible with that of the VM size.",
    ]);
  });

  it("is asked again for another size only", async () => {
    await lab().put(VM, virtualMachine(size("Standard_B1s")));
    await lab().put(VM, virtualMachine(size("Standard_B2s")));
    const { status } = await lab().arm("PUT", VM, virtualMachine(size("Standard_Nonsense")));
    assert.equal(status, 400);
  });
});
