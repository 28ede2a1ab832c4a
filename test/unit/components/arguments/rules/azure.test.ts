import assert from "node:assert/strict";
import { armIdParts } from "../../../../../components/arguments/rules/azure";

describe("armIdParts", () => {
  it("gives subscription and group and the names from the outside in", () => {
    const group = "/subscriptions/s/resourceGroups/hub";
    assert.deepEqual(armIdParts(`${group}/providers/Microsoft.Network/natGateways/nat`), {
      subscriptionId: "s",
      resourceGroupName: "hub",
      names: ["nat"],
    });
    assert.deepEqual(armIdParts(`${group}/providers/Microsoft.Network/virtualNetworks/net/subnets/app`), {
      subscriptionId: "s",
      resourceGroupName: "hub",
      names: ["net", "app"],
    });
  });
});
