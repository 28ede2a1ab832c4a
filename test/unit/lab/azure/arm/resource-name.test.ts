import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION } from "../azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
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
    ["groups", `/subscriptions/${GROUP.split("/")[2] ?? ""}/resourceGroups`, [long(90)], [long(91)]],
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
