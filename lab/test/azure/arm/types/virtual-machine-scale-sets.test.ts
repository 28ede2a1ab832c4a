import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION, osProfile } from "../../../../testing/azure-lab";

const SCALE_SET = `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/set`;
const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/sub`;
const INSTANCE = "/metadata/instance/compute?api-version=2021-02-01";

/** An `osProfile` whose machines do that when they first start. */
const modelOf = (command: string): Record<string, unknown> => {
  const { adminUsername, linuxConfiguration } = osProfile();
  const text = `#cloud-config\nruncmd:\n  - ${command}\n`;
  const customData = Buffer.from(text).toString("base64");
  return { computerNamePrefix: "node", adminUsername, linuxConfiguration, customData };
};

function scaleSet(
  capacity: number,
  profile: Record<string, unknown> = {},
  properties: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    location: LOCATION,
    sku: { name: "Standard_B1s", capacity },
    identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
    properties: {
      upgradePolicy: { mode: "Manual" },
      ...properties,
      virtualMachineProfile: {
        osProfile: modelOf("echo one > /opt/made"),
        storageProfile: { imageReference: { sku: "server" } },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: "nic",
              properties: { ipConfigurations: [{ name: "ip", properties: { subnet: { id: SUBNET } } }] },
            },
          ],
        },
        ...profile,
      },
    },
  };
}

describeWithAzureLab("Microsoft.Compute/virtualMachineScaleSets", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", SCALE_SET));
  });

  const names = (): string[] =>
    lab()
      .azure.vms()
      .map(({ name }) => name);
  const made = (name: string): Promise<string> =>
    readFile(path.join(lab().azure.vm(name).folder, "opt/made"), "utf8");

  it("has as many machines as its capacity says, made from its model", async () => {
    await lab().put(SCALE_SET, scaleSet(2));
    assert.deepEqual(names().sort(), ["set_0", "set_1"]);
    assert.equal(await made("set_1"), "one\n");
    const { body } = await lab().imds("set_1", INSTANCE);
    assert.deepEqual(
      [body.name, body.vmScaleSetName, body.vmSize, body.resourceId],
      ["set_1", "set", "Standard_B1s", `${SCALE_SET}/virtualMachines/1`],
    );
  });

  it("never shows custom data again", async () => {
    const shown = await lab().put(SCALE_SET, scaleSet(0));
    assert.doesNotMatch(JSON.stringify(shown), /customData/);
  });

  it("makes later machines from the later model, and leaves those that are there", async () => {
    await lab().put(SCALE_SET, scaleSet(1));
    const later = { osProfile: modelOf("echo two > /opt/made") };
    await lab().put(SCALE_SET, scaleSet(2, later));
    assert.deepEqual([await made("set_0"), await made("set_1")], ["one\n", "two\n"]);
  });

  it("lets the newest machines go first", async () => {
    await lab().put(SCALE_SET, scaleSet(3));
    await lab().put(SCALE_SET, scaleSet(1));
    assert.deepEqual(names(), ["set_0"]);
    const machines = (await lab().arm("GET", `${SCALE_SET}/virtualMachines`)).body.value as {
      name: string;
    }[];
    assert.deepEqual(
      machines.map(({ name }) => name),
      ["set_0"],
    );
  });

  it("gives every machine the identities that the set has at the time", async () => {
    const token =
      "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F";
    await lab().put(SCALE_SET, scaleSet(1));
    assert.equal((await lab().imds("set_0", token)).status, 200);
    await lab().put(SCALE_SET, { ...scaleSet(1), identity: { type: "None" } });
    assert.equal((await lab().imds("set_0", token)).status, 400);
  });

  it("holds on to the subnet that its machines are in, and lets go of it with them", async () => {
    await lab().put(SCALE_SET, scaleSet(1));
    assert.equal((await lab().arm("DELETE", SUBNET)).status, 400);
    const before = lab().azure.counts().resources;
    assert.equal(before["Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces"], 1);
    await lab().follow(await lab().arm("DELETE", SCALE_SET));
    assert.deepEqual(names(), []);
    const { resources } = lab().azure.counts();
    assert.deepEqual(
      Object.keys(resources).filter((type) => type.includes("ScaleSets")),
      [],
    );
  });

  for (const [what, body, message] of [
    [
      "machines that are upgraded by themselves",
      scaleSet(1, {}, { upgradePolicy: { mode: "Automatic" } }),
      "the lab does not support scale sets other than orchestrationMode Uniform with upgradePolicy.mode Manual (Uniform, Automatic). Remove it for runs against the lab [lab-unsupported]",
    ],
    [
      "flexible orchestration",
      scaleSet(1, {}, { orchestrationMode: "Flexible" }),
      "the lab does not support scale sets other than orchestrationMode Uniform with upgradePolicy.mode Manual (Flexible, Manual). Remove it for runs against the lab [lab-unsupported]",
    ],
    [
      "machines without a network",
      scaleSet(1, { networkProfile: {} }),
      "Required parameter 'networkProfile.networkInterfaceConfigurations' is missing (null).",
    ],
  ] as const) {
    it(`is refused for ${what}`, async () => {
      const { body: answer } = await lab().arm("PUT", SCALE_SET, body);
      assert.equal((answer.error as { message: string }).message, message);
    });
  }
});
