import assert from "node:assert/strict";
import { AzureLab, GROUP, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";
import { describeWith } from "../../../testing/describe-with";

describeWith(
  "the quotas of a region",
  () => AzureLab.start(),
  (lab) => {
    const usage = async (namespace: string, version: string, name: string) => {
      const path = `/subscriptions/${SUBSCRIPTION_ID}/providers/${namespace}/locations/${LOCATION}/usages`;
      const { body } = await lab().arm("GET", `${path}?api-version=${version}`);
      const found = (body.value as { name: { value: string }; currentValue: number; limit: number }[]).find(
        (one) => one.name.value === name,
      );
      return found === undefined ? undefined : [found.currentValue, found.limit];
    };

    it("count what the subscription has there", async () => {
      assert.deepEqual(await usage("Microsoft.Network", "2024-05-01", "StaticPublicIPAddresses"), [0, 20]);
      await lab().arm("PUT", `${GROUP}?api-version=2024-07-01`, { location: LOCATION });
      await lab().arm("PUT", `${GROUP}/providers/Microsoft.Network/publicIPAddresses/one`, {
        location: LOCATION,
        sku: { name: "Standard" },
        properties: { publicIPAllocationMethod: "Static" },
      });
      assert.deepEqual(await usage("Microsoft.Network", "2024-05-01", "StaticPublicIPAddresses"), [1, 20]);
    });

    it("have the limit that was set, until it is taken back", async () => {
      const back = lab().azure.quotas.limit("standardBSFamily", 3);
      assert.deepEqual(await usage("Microsoft.Compute", "2024-07-01", "standardBSFamily"), [0, 3]);
      back();
      assert.deepEqual(await usage("Microsoft.Compute", "2024-07-01", "standardBSFamily"), [0, 10]);
      assert.deepEqual(await usage("Microsoft.Compute", "2024-07-01", "cores"), [0, 10]);
    });
  },
);
