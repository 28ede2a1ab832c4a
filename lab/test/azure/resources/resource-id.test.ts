import assert from "node:assert/strict";
import { isWithin, parseResourceId, sameId } from "../../../azure/resources/resource-id";

describe("parseResourceId", () => {
  it("reads a resource group", () => {
    const id = parseResourceId("/subscriptions/s/resourcegroups/RG");
    assert.deepEqual(
      [id?.type, id?.name, id?.parent],
      ["Microsoft.Resources/resourceGroups", "RG", undefined],
    );
  });

  it("reads a child and knows its parent", () => {
    const text =
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net/subnets/sub";
    assert.deepEqual(parseResourceId(text), {
      text,
      subscriptionId: "s",
      resourceGroup: "rg",
      type: "Microsoft.Network/virtualNetworks/subnets",
      name: "sub",
      names: ["net", "sub"],
      parent: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net",
    });
  });

  for (const text of [
    "/subscriptions/s",
    "/subscriptions/s/resourceGroups",
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks",
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks//subnets/x",
  ]) {
    it(`does not take ${text} for a resource`, () => {
      assert.equal(parseResourceId(text), undefined);
    });
  }

  it("is compared without case, segment by segment", () => {
    assert.equal(sameId("/A/b", "/a/B"), true);
    assert.equal(isWithin("/a/B/c", "/A/b"), true);
    assert.equal(isWithin("/a/bc", "/a/b"), false);
  });
});
