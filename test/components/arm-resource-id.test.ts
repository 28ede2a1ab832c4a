import assert from "node:assert/strict";
import { armIdParts } from "../../components/arm-resource-id";

describe("armIdParts", () => {
  it("gives the group and the names from the outside in", () => {
    const group = "/subscriptions/s/resourceGroups/hub";
    assert.deepEqual(armIdParts(`${group}/providers/Microsoft.Network/natGateways/nat`), {
      resourceGroupName: "hub",
      names: ["nat"],
    });
    assert.deepEqual(armIdParts(`${group}/providers/Microsoft.Network/virtualNetworks/net/subnets/app`), {
      resourceGroupName: "hub",
      names: ["net", "app"],
    });
  });
});
