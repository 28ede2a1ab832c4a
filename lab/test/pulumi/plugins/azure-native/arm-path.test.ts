import assert from "node:assert/strict";
import { fillPath, pathParameters, readPath } from "../../../../pulumi/plugins/azure-native/arm-path";

const template =
  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.X/things/{thingName}";

describe("ARM paths", () => {
  it("take their inputs by name", () => {
    assert.deepEqual(pathParameters(template), ["resourceGroupName", "thingName"]);
    assert.equal(
      fillPath(template, "s", { resourceGroupName: "rg", thingName: "a b" }),
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.X/things/a%20b",
    );
  });

  it("are read back whatever their case", () => {
    const id = "/subscriptions/s/resourcegroups/rg/providers/microsoft.x/things/a%20b";
    assert.deepEqual(readPath(template, id), { resourceGroupName: "rg", thingName: "a b" });
  });

  it("may extend a scope, which is an ID itself", () => {
    const extension = "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}";
    const id = "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/n";
    for (const scope of ["/subscriptions/s", "subscriptions/s"]) {
      assert.equal(fillPath(extension, "other", { scope, roleAssignmentName: "n" }), id);
    }
    assert.deepEqual(readPath(extension, id), { scope: "subscriptions/s", roleAssignmentName: "n" });
  });

  it("of another type are told apart", () => {
    assert.equal(readPath(template, "/subscriptions/s/resourceGroups/rg"), undefined);
  });
});
