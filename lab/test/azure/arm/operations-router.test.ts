import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, VM } from "../../../testing/azure-lab";

describeWithAzureLab("a long-running operation of Azure Resource Manager", {}, (lab) => {
  it("answers 202 at the Location of a slow group deletion, until the group is gone", async () => {
    await lab().put(GROUP, { location: LOCATION });
    const begin = lab().azure.operations.hold();
    const deletion = await lab().arm("DELETE", GROUP);
    const location = deletion.headers.get("Location") ?? "";
    assert.deepEqual([deletion.status, deletion.headers.get("Azure-AsyncOperation")], [202, null]);
    const early = await lab().arm("GET", location);
    assert.deepEqual(
      [early.status, early.body, early.headers.get("Location"), early.headers.get("Retry-After")],
      [202, { text: "" }, location, "0"],
    );
    const { body } = await lab().arm("GET", GROUP);
    assert.deepEqual(body.properties, { provisioningState: "Deleting" });
    begin();
    await lab().follow(early);
    assert.equal((await lab().arm("GET", location)).status, 200);
    assert.equal((await lab().arm("GET", GROUP)).status, 404);
  });

  it("is InProgress at its Azure-AsyncOperation until it is done", async () => {
    await lab().prepareNetwork();
    const address = VM.replace(/Compute.*/, "Network/publicIPAddresses/slow");
    const body = {
      location: LOCATION,
      sku: { name: "Standard" },
      properties: { publicIPAllocationMethod: "Static" },
    };
    const begin = lab().azure.operations.hold();
    const { headers } = await lab().arm("PUT", address, body);
    const status = async () =>
      (await lab().arm("GET", headers.get("Azure-AsyncOperation") ?? "")).body.status;
    assert.equal(await status(), "InProgress");
    begin();
    assert.equal(await status(), "Succeeded");
  });
});
