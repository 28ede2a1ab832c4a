import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, SUBSCRIPTION_ID } from "../../../testing/azure-lab";

const REGIONS =
  "westeurope,northeurope,uksouth,westus,westus2,eastus2,chinanorth3,usgovvirginia,usgovarizona";

describeWithAzureLab("the regions of the lab's subscription", {}, (lab) => {
  it("are listed by name and display name", async () => {
    const { body } = await lab().arm(
      "GET",
      `/subscriptions/${SUBSCRIPTION_ID}/locations?api-version=2022-12-01`,
    );
    const value = body.value as { name: string; displayName: string }[];
    assert.equal(value.map(({ name }) => name).join(","), REGIONS);
    assert.deepEqual(value[2], {
      id: `/subscriptions/${SUBSCRIPTION_ID}/locations/uksouth`,
      name: "uksouth",
      type: "Region",
      displayName: "UK South",
      metadata: { regionType: "Physical" },
    });
  });

  it("are the only places for a resource group", async () => {
    const { status, body } = await lab().arm("PUT", GROUP, { location: "westeuropa" });
    assert.equal(status, 400);
    assert.deepEqual(body.error, {
      code: "LocationNotAvailableForResourceGroup",
      message: `The provided location 'westeuropa' is not available for resource group. List of available regions is '${REGIONS}'.`,
    });
    assert.equal((await lab().arm("GET", GROUP)).status, 404);
    await lab().put(GROUP, { location: "UK South" });
  });

  it("are the only places for anything else", async () => {
    await lab().put(GROUP, { location: "uksouth" });
    const path = `${GROUP}/providers/Microsoft.Network/publicIPAddresses/ip`;
    const { status, body } = await lab().arm("PUT", path, { location: "westeuropa", properties: {} });
    assert.equal(status, 400);
    assert.deepEqual(body.error, {
      code: "LocationNotAvailableForResourceType",
      message: `The provided location 'westeuropa' is not available for resource type 'Microsoft.Network/publicIPAddresses'. List of available regions for the resource type is '${REGIONS}'.`,
    });
  });
});
