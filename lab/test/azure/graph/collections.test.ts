import assert from "node:assert/strict";
import { type AzureAnswer, describeWithAzureLab } from "../../../testing/azure-lab";

const errorOf = ({ status, body }: AzureAnswer): readonly unknown[] => {
  const { code, message } = body.error as Record<string, unknown>;
  return [status, code, message];
};

describeWithAzureLab("A collection of Microsoft Graph", {}, (lab) => {
  it("comes in pages of the size that is asked for", async () => {
    for (const displayName of ["page-1", "page-2", "page-3"]) {
      await lab().graph("POST", "/applications", { displayName });
    }
    const filter = encodeURIComponent("startswith(displayName,'page-')");
    const first = (await lab().graph("GET", `/applications?$filter=${filter}&$top=2`)).body;
    const next = String(first["@odata.nextLink"]);
    const second = (await lab().graph("GET", next.slice(next.indexOf("/v1.0") + 5))).body;
    assert.deepEqual(
      [first, second].map(({ value }) =>
        (value as { displayName: string }[]).map((entry) => entry.displayName),
      ),
      [["page-1", "page-2"], ["page-3"]],
    );
    assert.equal(second["@odata.nextLink"], undefined);
    assert.equal(
      (await lab().graph("GET", `/applications?$filter=${filter}`)).body["@odata.nextLink"],
      undefined,
    );
    for (const size of ["0", "1000"]) {
      assert.deepEqual(errorOf(await lab().graph("GET", `/applications?$top=${size}`)), [
        400,
        "Request_UnsupportedQuery",
        `Invalid page size specified: '${size}'. Must be between 1 and 999 inclusive.`,
      ]);
    }
  });

  it("is counted where the request takes eventual consistency", async () => {
    await lab().graph("POST", "/applications", { displayName: "counted" });
    const filter = encodeURIComponent("displayName eq 'counted'");
    const url = lab().azure.resolve(`https://graph.microsoft.com/v1.0/applications/$count?$filter=${filter}`);
    const headers = { Authorization: `Bearer ${await lab().token("graph.microsoft.com")}` };
    const counted = await fetch(url, { headers: { ...headers, ConsistencyLevel: "eventual" } });
    assert.deepEqual([counted.status, await counted.text()], [200, "1"]);
    assert.deepEqual(errorOf(await lab().graph("GET", "/applications/$count")), [
      400,
      "Request_BadRequest",
      "$count is not currently supported.",
    ]);
  });
});
