import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";

const COMPUTE = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Compute`;
const OFFERS = `${COMPUTE}/locations/westeurope/publishers/Canonical/artifacttypes/vmimage/offers`;

describeWithAzureLab("what the lab's Compute provider tells of sizes and images", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
  });

  async function skus(location: string): Promise<readonly Record<string, unknown>[]> {
    const filter = encodeURIComponent(`location eq '${location}'`);
    const { body } = await lab().arm("GET", `${COMPUTE}/skus?api-version=2021-07-01&$filter=${filter}`);
    return body.value as Record<string, unknown>[];
  }
  async function names(path: string): Promise<readonly string[]> {
    const { body } = await lab().arm("GET", path);
    return (JSON.parse(String(body.text)) as { name: string }[]).map(({ name }) => name);
  }

  it("are the sizes of a region, with their zones, cores and restrictions", async () => {
    assert.deepEqual(
      (await skus("eastus2")).find(({ name }) => name === "Standard_D2s_v5"),
      {
        resourceType: "virtualMachines",
        name: "Standard_D2s_v5",
        tier: "Standard",
        size: "D2s_v5",
        family: "standardDSv5Family",
        locations: ["eastus2"],
        locationInfo: [{ location: "eastus2", zones: ["1", "2", "3"], zoneDetails: [] }],
        capabilities: [
          { name: "vCPUs", value: "2" },
          { name: "MemoryGB", value: "8" },
          { name: "CpuArchitectureType", value: "x64" },
        ],
        restrictions: [
          {
            type: "Zone",
            values: ["eastus2"],
            restrictionInfo: { locations: ["eastus2"], zones: ["2"] },
            reasonCode: "NotAvailableForSubscription",
          },
        ],
      },
    );
    const [restricted] = (await skus("uksouth")) as { restrictions: { type: string }[] }[];
    assert.deepEqual(
      restricted?.restrictions.map(({ type }) => type),
      ["Location"],
    );
    assert.deepEqual(await skus("nowhere"), []);
  });

  it("are the publishers, offers, variants and builds of images", async () => {
    assert.deepEqual(await names(`${COMPUTE}/locations/westeurope/publishers`), [
      "Canonical",
      "Debian",
      "MicrosoftWindowsServer",
    ]);
    assert.deepEqual(await names(`${COMPUTE}/locations/westus/publishers`), [
      "Canonical",
      "MicrosoftWindowsServer",
    ]);
    assert.deepEqual(await names(OFFERS), ["ubuntu-24_04-lts"]);
    assert.deepEqual(await names(`${OFFERS}/ubuntu-24_04-lts/skus`), ["server", "server-arm64", "minimal"]);
    assert.deepEqual(await names(`${OFFERS}/ubuntu-24_04-lts/skus/server/versions`), [
      "24.04.202601160",
      "24.04.202602230",
    ]);
    const build = `${OFFERS}/ubuntu-24_04-lts/skus/server-arm64/versions/24.04.202602230`;
    assert.deepEqual((await lab().arm("GET", build)).body.properties, { architecture: "Arm64" });
    assert.equal((await lab().arm("GET", `${build}1`)).status, 404);
    const missing = await lab().arm("GET", `${OFFERS}/ubuntu-24_04-lts/skus/no/versions`);
    assert.equal(missing.status, 404);
    assert.deepEqual(missing.body.error, { code: "NotFound", message: "Artifact: VMImage was not found." });
  });

  it("may be read by a reader of the subscription, and not by a contributor of a group", async () => {
    const principalId = lab().azure.roleAssignments()[0]?.principalId ?? "";
    lab().azure.withdrawRoles(principalId);
    lab().azure.assignRole({ principalId, role: "Contributor", scope: GROUP });
    const actions = async (): Promise<readonly (string | undefined)[]> =>
      Promise.all(
        [`${COMPUTE}/skus`, OFFERS, `${OFFERS}/o/skus`, `${OFFERS}/o/skus/s/versions`].map(async (path) => {
          const { status, body } = await lab().arm("GET", path);
          const { message = "" } = (body.error ?? {}) as { message?: string };
          return status === 403 ? /perform action '([^']+)'/.exec(message)?.[1] : String(status);
        }),
      );
    assert.deepEqual(await actions(), [
      "Microsoft.Compute/skus/read",
      "Microsoft.Compute/locations/publishers/artifacttypes/offers/read",
      "Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/read",
      "Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions/read",
    ]);
    lab().azure.assignRole({ principalId, role: "Reader", scope: `/subscriptions/${SUBSCRIPTION_ID}` });
    assert.deepEqual(await actions(), ["200", "200", "404", "404"]);
  });
});
