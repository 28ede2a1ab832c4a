import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;

describeWithAzureLab("A list of resources", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  it("has no properties, by page, and with their state where it is asked for", async () => {
    const list = `/subscriptions/${SUBSCRIPTION_ID}/resources?api-version=2024-07-01`;
    const { body } = await lab().arm(
      "GET",
      `${list}&$filter=resourceType eq 'Microsoft.Network/natGateways'`,
    );
    const nat = {
      id: `${NETWORK}/natGateways/nat`,
      name: "nat",
      type: "Microsoft.Network/natGateways",
      location: LOCATION,
    };
    assert.deepEqual(body, { value: [nat] });
    const expanded = `${list}&$filter=name eq 'nat'&$expand=provisioningState`;
    assert.deepEqual((await lab().arm("GET", expanded)).body.value, [
      { ...nat, provisioningState: "Succeeded" },
    ]);
    const names: string[] = [];
    let next: unknown = `${GROUP}/resources?api-version=2024-07-01&$top=2`;
    let pages = 0;
    while (typeof next === "string") {
      const page: Record<string, unknown> = (await lab().arm("GET", next)).body;
      names.push(...(page.value as { name: string }[]).map(({ name }) => name));
      next = page.nextLink;
      pages += 1;
    }
    assert.deepEqual([names, pages], [["ip", "nat", "net", "nic", "workload"], 3]);
  });

  it("is refused for a page size that is not a positive number, and for a filter that the lab does not know", async () => {
    const list = `/subscriptions/${SUBSCRIPTION_ID}/resources?api-version=2024-07-01`;
    for (const size of ["0", "two"]) {
      const { status, body } = await lab().arm("GET", `${list}&$top=${size}`);
      assert.deepEqual(
        [status, body.error],
        [
          400,
          {
            code: "InvalidTopInQueryString",
            message: `The value '${size}' of $top is not a positive number.`,
          },
        ],
      );
    }
    assert.equal((await lab().arm("GET", `${list}&$filter=tagName eq 'a'`)).status, 501);
  });
});
