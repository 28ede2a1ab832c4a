/** What a preview says of a VM whose region lacks its network, under the real engine. */
import assert from "node:assert/strict";
import type { Lab } from "../../../../lab";
import { LAB_SUBSCRIPTION_ID } from "../../../../lab/lab-facts";
import { startLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { ProgramStack } from "../federation-lab";

/** Networks of somebody else in two regions, and a gallery image in one. */
const HUB = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const network = (type) => require("@pulumi/azure-native/network/" + type[0].toLowerCase() + type.slice(1))[type];
for (const location of ["westeurope", "northeurope"]) {
  const placed = { resourceGroupName: new ResourceGroup(location, { resourceGroupName: location, location }).name, location };
  new UserAssignedIdentity(location + "-id", { ...placed, resourceName: "workload" });
  const address = new (network("PublicIPAddress"))(location + "-ip", {
    ...placed,
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
  });
  const nat = new (network("NatGateway"))(location + "-nat", {
    ...placed,
    natGatewayName: "nat",
    publicIpAddresses: [{ id: address.id }],
  });
  new (network("VirtualNetwork"))(location + "-net", {
    ...placed,
    virtualNetworkName: "hub",
    addressSpace: { addressPrefixes: ["10.9.0.0/24"] },
    subnets: [{ name: "workloads", addressPrefix: "10.9.0.0/25", natGateway: { id: nat.id } }],
  });
}
`;

const group = (location: string) => `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${location}`;
const provider = (location: string) => `${group(location)}/providers/Microsoft.Network`;
const subnet = (location: string) => `${provider(location)}/virtualNetworks/hub/subnets/workloads`;
const IDENTITY = `${group("westeurope")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workload`;

const machine = (options: object, resourceGroupName = "westeurope", name = "app"): string =>
  `new azure.AzureVirtualMachine("${name}", ${JSON.stringify({
    resourceGroupName,
    identityIds: [IDENTITY],
    sshPublicKey: ED25519_KEY,
    ...options,
  })});\n`;

describe("AzureVirtualMachine in a region", function () {
  this.timeout("10m");
  let lab: Lab;
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    lab = await startLab();
    const hub = await ProgramStack.create(lab, "hub");
    await hub.deploy(HUB);
    stack = await ProgramStack.create(lab, "machines");
  });

  after(async () => {
    await lab.stop();
  });

  /** What the preview of a program prints, and whether it succeeds. */
  async function preview(source: string): Promise<{ readonly succeeds: boolean; readonly output: string }> {
    await stack.program(source);
    const { exitCode, output } = await stack.stack.preview();
    return { succeeds: exitCode === 0, output };
  }
  async function assertRefused(options: object, text: string, location?: string): Promise<void> {
    const { succeeds, output } = await preview(machine(options, location));
    assert.equal(succeeds, false, output);
    assert.ok(output.includes(text), `${text}\n---\n${output}`);
  }
  function assertSilent({ succeeds, output }: { succeeds: boolean; output: string }): void {
    assert.equal(succeeds, true, output);
    assert.doesNotMatch(output, /could not check|warning/);
  }

  const refused: readonly (readonly [string, object, string])[] = [
    [
      "a subnet in another region",
      { subnetId: subnet("northeurope") },
      `subnetId: is in another region than the VM. Expected one in "westeurope"; got "${subnet("northeurope")}" in "northeurope". Choose one in the VM's region, or set location to "northeurope"`,
    ],
    [
      "a NAT gateway in another region",
      { natGatewayId: `${provider("northeurope")}/natGateways/nat` },
      `natGatewayId: is in another region than the VM. Expected one in "westeurope"; got "${provider("northeurope")}/natGateways/nat" in "northeurope".`,
    ],
  ];
  for (const [what, options, text] of refused) {
    it(`fails the preview for ${what}`, async () => {
      await assertRefused(options, text);
    });
  }

  const fine: readonly (readonly [string, object])[] = [
    ["the defaults, in a region by its display name", { location: "West Europe" }],
    [
      "a subnet by another spelling",
      { subnetId: subnet("westeurope").replace("resourceGroups", "resourcegroups") },
    ],
    ["a subnet elsewhere, and the VM too", { location: "North Europe", subnetId: subnet("northeurope") }],
    ["a NAT gateway in its region", { natGatewayId: `${provider("westeurope")}/natGateways/nat` }],
  ];
  it(`says nothing of ${fine.map(([what]) => what).join("; ")}`, async () => {
    const machines = fine.map(([, options], index) => machine(options, "westeurope", `app${index}`));
    const result = await preview(machines.join(""));
    assertSilent(result);
    for (const index of fine.keys()) {
      assert.match(result.output, new RegExp(` app${index}-vm create\\b`));
    }
  });

  it("reports of a missing subnet that it is missing, and nothing of its network's region", async () => {
    const id = subnet("northeurope").replace("/workloads", "/gone");
    const { succeeds, output } = await preview(machine({ subnetId: id }));
    assert.equal(succeeds, false, output);
    assert.match(
      output,
      /AzureVirtualMachine "app": 1 invalid argument\n\s*subnetId: cannot read ".*\/gone"/,
    );
    assert.equal(output.match(/subnetId: /g)?.length, 1, output);
  });

  it("can be taken back after Azure has refused the region of its federation's group", async () => {
    const federation = (location: string): string =>
      `new azure.AzureToAwsFederation("orders", {
        ${location} workloads: { app: { permissions: { readBuckets: ["devteam-reports"] }, virtualMachine: { sshPublicKey: ${JSON.stringify(ED25519_KEY)} } } },
      });`;
    await stack.program(federation('location: "westeuropa",'));
    const update = await stack.stack.up();
    assert.match(update.output, /LocationNotAvailableForResourceGroup/);
    const groups = async (): Promise<unknown[]> =>
      (await stack.resources())
        .filter(({ type }) => type === "azure-native:resources:ResourceGroup")
        .map(({ outputs }) => outputs?.location);
    assert.deepEqual(await groups(), []);
    await stack.deploy(federation(""));
    assert.deepEqual(await groups(), ["westeurope"]);
    await stack.succeed("destroy");
  });
});
