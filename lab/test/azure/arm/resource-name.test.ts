import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION } from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const COMPUTE = `${GROUP}/providers/Microsoft.Compute`;
const IDENTITIES = IDENTITY.replace(/\/[^/]+$/, "");

describeWithAzureLab("names of resources in the lab's ARM", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    await lab().put(IDENTITY, { location: LOCATION });
  });

  const long = (length: number): string => "n".repeat(length);
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ["identities", IDENTITIES, ["abc", long(128)], ["ab", long(129), "_abc", "a.bc", "-abc"]],
    ["federated credentials", `${IDENTITY}/federatedIdentityCredentials`, [long(120)], ["ab", long(121)]],
    ["networks", `${NETWORK}/virtualNetworks`, ["ab", long(64), "a.b_"], ["a", long(65), "a-"]],
    ["interfaces", `${NETWORK}/networkInterfaces`, ["a", long(80)], [long(81), "_a", "a."]],
    [
      "groups",
      `/subscriptions/${GROUP.split("/")[2] ?? ""}/resourceGroups`,
      [long(90), "a.(b)_-"],
      [long(91), "a."],
    ],
    ["disks", `${COMPUTE}/disks`, ["a", long(80), "a_"], [long(81), "_a", "a-"]],
    ["images", `${COMPUTE}/images`, ["a", long(80), "a.b-c_"], [long(81), "_a", "a-"]],
    ["galleries", `${COMPUTE}/galleries`, ["a", long(80), "a.b_c"], [long(81), "a-b", "a_"]],
    ["scale sets", `${COMPUTE}/virtualMachineScaleSets`, ["a", long(64), "a-b"], [long(65), "a_b", "a-"]],
    [
      "clusters",
      `${GROUP}/providers/Microsoft.ContainerService/managedClusters`,
      ["a", long(63), "a_b-c"],
      [long(64), "a-", "a.b"],
    ],
    ["plans", `${GROUP}/providers/Microsoft.Web/serverfarms`, ["a", long(60)], [long(61), "a_b"]],
  ];
  for (const [what, collection, right, wrong] of cases) {
    it(`are those of ${what}`, async () => {
      for (const name of [...right, ...wrong]) {
        const { body } = await lab().arm("GET", `${collection}/${name}`);
        const { code } = body.error as { code: string };
        assert.equal(code === "InvalidResourceName", wrong.includes(name), `${name}: ${code}`);
      }
    });
  }
});
