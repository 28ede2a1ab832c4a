import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION } from "../../../../testing/azure-lab";

const ADDRESS = `${GROUP}/providers/Microsoft.Network/publicIPAddresses/one`;
const BASIC =
  "Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.";
const DYNAMIC = `Standard sku publicIp ${ADDRESS} must have AllocationMethod set to Static.`;

describeWithAzureLab("Microsoft.Network/publicIPAddresses", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
  });

  const refused: readonly (readonly [string, object, string, string])[] = [
    ["of the Basic SKU", { sku: { name: "Basic" } }, "IPv4BasicSkuPublicIpCountLimitReached", BASIC],
    ["without a SKU, which is Basic", {}, "IPv4BasicSkuPublicIpCountLimitReached", BASIC],
    [
      "that is dynamic",
      { sku: { name: "Standard" }, properties: { publicIPAllocationMethod: "Dynamic" } },
      "StandardAndStandardV2SkuPublicIPAddressesMustBeStatic",
      DYNAMIC,
    ],
    [
      "without an allocation method, which is Dynamic",
      { sku: { name: "Standard" } },
      "StandardAndStandardV2SkuPublicIPAddressesMustBeStatic",
      DYNAMIC,
    ],
  ];
  for (const [what, body, code, message] of refused) {
    it(`refuses an address ${what}`, async () => {
      const answer = await lab().arm("PUT", ADDRESS, { location: LOCATION, properties: {}, ...body });
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.body.error, { code, message });
      assert.equal((await lab().arm("GET", ADDRESS)).status, 404);
    });
  }

  it("gives a static address of the Standard SKU, of either version", async () => {
    for (const name of ["Standard", "StandardV2"]) {
      const body = { location: LOCATION, sku: { name }, properties: { publicIPAllocationMethod: "Static" } };
      const { properties } = await lab().put(ADDRESS, body);
      assert.match((properties as { ipAddress: string }).ipAddress, /^203\.0\.113\.\d+$/);
      await lab().follow(await lab().arm("DELETE", ADDRESS));
    }
  });
});
