import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION } from "../../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const PREFIX = `${NETWORK}/publicIPPrefixes/prefix`;
const NAT = `${NETWORK}/natGateways/nat`;

describeWithAzureLab("Microsoft.Network/publicIPPrefixes", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  const standard = (properties: object): object => ({
    location: LOCATION,
    sku: { name: "Standard" },
    properties,
  });
  const made = async (path: string, properties: object): Promise<unknown> =>
    ((await lab().put(path, standard(properties))).properties as Record<string, unknown>).ipPrefix;
  const refusal = async (method: string, path: string, body?: unknown): Promise<unknown[]> => {
    const answer = await lab().arm(method, path, body);
    const { code, message } = answer.body.error as Record<string, unknown>;
    return [answer.status, code, message];
  };

  it("gives each a network of its own, which it keeps, whatever a client says", async () => {
    assert.equal(await made(PREFIX, { prefixLength: 31 }), "192.0.2.0/31");
    assert.equal(await made(`${PREFIX}2`, { prefixLength: 28 }), "192.0.2.16/28");
    assert.equal(await made(PREFIX, { prefixLength: 31, ipPrefix: "203.0.113.0/31" }), "192.0.2.0/31");
    await lab().follow(await lab().arm("DELETE", `${PREFIX}2`));
  });

  for (const prefixLength of [24, 27, 32]) {
    it(`refuses a length of ${prefixLength}`, async () => {
      assert.deepEqual(await refusal("PUT", `${PREFIX}3`, standard({ prefixLength })), [
        400,
        "SpecifiedPrefixLengthNotSupported",
        `Specified PrefixLength ${prefixLength} for PublicIpPrefix ${PREFIX}3 is outside limits. Minimum PrefixLength 28 Maximum PrefixLength 31.`,
      ]);
    });
  }

  it("says what the lab does not do", async () => {
    for (const [path, properties] of [
      [`${PREFIX}3`, { prefixLength: 127, publicIPAddressVersion: "IPv6" }],
      [`${PREFIX}3`, {}],
      [PREFIX, { prefixLength: 30 }],
      [`${NETWORK}/publicIPAddresses/out-of-it`, { publicIPPrefix: { id: PREFIX } }],
    ] as const) {
      const [status, code] = await refusal("PUT", path, standard(properties));
      assert.deepEqual([status, code], [501, "NotInTheLab"]);
    }
  });

  it("shows the NAT gateway that uses it, and stays as long", async () => {
    const gateway = (properties: object): unknown => ({ location: LOCATION, properties });
    await lab().put(NAT, gateway({ publicIpPrefixes: [{ id: PREFIX }] }));
    const { properties } = (await lab().arm("GET", PREFIX)).body as { properties: Record<string, unknown> };
    assert.deepEqual(properties.natGateway, { id: NAT });
    assert.deepEqual(await refusal("DELETE", PREFIX), [
      400,
      "InUsePublicIpPrefixCannotBeDeleted",
      `Public IP prefix ${PREFIX} is in use by ${NAT} and cannot be deleted.`,
    ]);
    await lab().put(NAT, gateway({}));
    await lab().follow(await lab().arm("DELETE", PREFIX));
    assert.equal((await lab().arm("GET", PREFIX)).status, 404);
  });

  it("cannot be used before it is there", async () => {
    const body = { location: LOCATION, properties: { publicIpPrefixes: [{ id: `${PREFIX}4` }] } };
    const [status, code] = await refusal("PUT", NAT, body);
    assert.deepEqual([status, code], [400, "InvalidResourceReference"]);
  });
});
