/** What a preview says of a VM whose region lacks its size, its image or its network, under the real engine. */
import assert from "node:assert/strict";
import path from "node:path";
import type { Lab } from "../../../../lab/lab";
import { LAB_SUBSCRIPTION_ID } from "../../../../lab/lab-facts";
import { KnownSecrets } from "../../../security/secrets/known-secrets";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { startLab } from "../../with-lab";
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
const UBUNTU = { publisher: "Canonical", offer: "ubuntu-24_04-lts", sku: "server" };

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
  let secrets: KnownSecrets;

  before(async function () {
    this.timeout("15m");
    secrets = new KnownSecrets();
    lab = await startLab();
    const hub = await ProgramStack.create(lab, "hub");
    await hub.deploy(HUB);
    stack = await ProgramStack.create(lab, "machines");
  });

  after(async () => {
    secrets.stop();
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
    assert.doesNotMatch(output, /could not check|does not list|warning/);
  }

  const refused: readonly (readonly [string, object, string])[] = [
    [
      "a size that the region does not have, and names the closest",
      { size: "Standard_D2s_v4" },
      'AzureVirtualMachine "app": size: Azure does not offer this size in westeurope. Expected one of its sizes, such as "Standard_D2s_v5"; got "Standard_D2s_v4". List them: az vm list-skus --location westeurope --resource-type virtualMachines',
    ],
    [
      "a size that the subscription may not use there, and names one alike",
      { location: "UK South", size: "Standard_B1s" },
      'size: this subscription may not use this size in uksouth (NotAvailableForSubscription). Expected one of its sizes, such as "Standard_B2s"; got "Standard_B1s".',
    ],
    [
      "a zone that the size is barred from",
      { location: "eastus2", size: "Standard_D2s_v5", zone: "2" },
      'zone: the size "Standard_D2s_v5" is not available in this zone of eastus2. Expected "1" or "3"; got "2".',
    ],
    [
      "a zone in a region that has none",
      { location: "westus", size: "Standard_B1s", zone: "1" },
      'zone: the size "Standard_B1s" is not available in this zone of westus. Expected no zone; got "1".',
    ],
    [
      "an image whose variant is a slip",
      { image: { ...UBUNTU, sku: "serber" } },
      'image.sku: Azure has no such image in westeurope. Expected an image of the marketplace, such as "Canonical:ubuntu-24_04-lts:server:latest"; got "Canonical:ubuntu-24_04-lts:serber:latest".',
    ],
    [
      "an image whose offer is a slip",
      { image: { ...UBUNTU, offer: "ubuntu-24.04-lts" } },
      'image.offer: Azure has no such image in westeurope. Expected an image of the marketplace, such as "Canonical:ubuntu-24_04-lts:server:latest"; got',
    ],
    [
      "a build of an image that is gone",
      { image: { ...UBUNTU, version: "24.04.202401010" } },
      'image.version: Azure has no such image in westeurope. Expected an image of the marketplace, such as "Canonical:ubuntu-24_04-lts:server:latest"; got "Canonical:ubuntu-24_04-lts:server:24.04.202401010".',
    ],
    [
      "a region whose name is a slip, and names the closest",
      { location: "westeuropa" },
      'AzureVirtualMachine "app": location: unknown region. Expected a region of this subscription (did you mean "westeurope"?); got "westeuropa". List them: az account list-locations --query "[].name"',
    ],
    [
      "a region that nobody knows",
      { location: "Nowhere Far" },
      'location: unknown region. Expected a region of this subscription; got "nowherefar".',
    ],
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
    ["a size in other letters", { size: "Standard_b1S" }],
    ["a size whose zones are all barred, in no zone", { location: "westus2", size: "Standard_B2s_v2" }],
    ["a zone that is not the barred one", { location: "eastus2", size: "Standard_D2s_v5", zone: "3" }],
    ["Arm cores with the default image", { size: "Standard_D2ps_v6" }],
    ["an older build of an image", { image: { ...UBUNTU, version: "24.04.202601160" } }],
    [
      "an image of a gallery",
      { imageId: `${group("elsewhere")}/providers/Microsoft.Compute/galleries/g/images/i` },
    ],
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

  it("only warns of an image that is not listed, since private ones are not", async () => {
    const image = { publisher: "contoso", offer: "private-preview", sku: "gold" };
    const { succeeds, output } = await preview(machine({ image }));
    assert.equal(succeeds, true, output);
    assert.match(
      output,
      /Azure does not list the image "contoso:private-preview:gold:latest" in westeurope\. If it is not a private image, the VM cannot be created\./,
    );
  });

  it("puts no token of the deployer into the loudest log of a preview that looks", async () => {
    await stack.program(machine({}));
    const reads = lab.azure.faults.add({
      route: /^GET \S*\/Microsoft\.Compute\/skus\?/,
      fault: { kind: "latency", milliseconds: 0 },
    });
    const { output } = await stack.stack.preview({
      loudWithEventLog: path.join(lab.directory, "events.json"),
    });
    reads.remove();
    assert.equal(reads.struck.length, 1);
    const tokens = secrets.all.filter(({ what }) => what.endsWith("the deployer's token"));
    assert.ok(tokens.length > 0);
    assert.deepEqual(
      tokens.filter(({ value }) => output.includes(value)),
      [],
    );
    assert.doesNotMatch(output, /could not check/);
  });

  it("judges no size that nobody knows yet", async () => {
    const unknown = `const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
      const made = new ResourceGroup("made", { location: "westeurope" });
      const size = made.id.apply(() => "Standard_Nonsense");
      const location = made.id.apply(() => "northeurope");`;
    for (const [name, options] of [
      ["size", "size"],
      ["region", "location, size: 'Standard_Nonsense'"],
    ] as const) {
      const source = machine({}).replace('"resourceGroupName"', `${options}, "resourceGroupName"`);
      const { succeeds, output } = await preview(`${unknown}\n${source}`);
      assert.equal(succeeds, true, `${name}: ${output}`);
    }
  });

  it("judges no VM that is there and stays as it is", async () => {
    await stack.deploy(machine({}));
    const reads = lab.azure.faults.add({
      route: /^GET \S*\/Microsoft\.Compute\/skus\?/,
      fault: { kind: "latency", milliseconds: 0 },
    });
    assertSilent(await preview(machine({ tags: { team: "orders" } })));
    assert.deepEqual(reads.struck, []);
    await assertRefused({ size: "Standard_D2s_v4" }, "size: Azure does not offer this size in westeurope");
    assert.equal(reads.struck.length, 1);
    reads.remove();
    await stack.succeed("destroy");
  });

  it("is refused before its federation's group, and can be taken back after Azure has refused that", async () => {
    const federation = (location: string): string =>
      `new azure.AzureToAwsFederation("orders", {
        ${location} workloads: { app: { permissions: { readBuckets: ["devteam-reports"] }, virtualMachine: { sshPublicKey: ${JSON.stringify(ED25519_KEY)} } } },
      });`;
    const slip = federation('location: "westeuropa",');
    const { succeeds, output } = await preview(slip);
    assert.equal(succeeds, false, output);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    const refusals = diagnostics.match(/^.*unknown region.*$/gm);
    assert.match(
      refusals?.join("\n") ?? "",
      /AzureToAwsFederation "orders": location: unknown region\. Expected a region of this subscription \(did you mean "westeurope"\?\); got "westeuropa"/,
    );
    assert.equal(refusals?.length, 1, output);
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

  it("signs in once for the checks of all VMs", async () => {
    const signIns = async (names: readonly string[]): Promise<number> => {
      const fault = lab.azure.faults.add({
        route: /^POST .*\/oauth2\/v2\.0\/token/,
        fault: { kind: "latency", milliseconds: 0 },
      });
      const programs = names.map((name) =>
        machine({}).replace("const machine", `const ${name}`).replace('"app"', `"${name}"`),
      );
      const { succeeds, output } = await preview(programs.join(""));
      fault.remove();
      assert.equal(succeeds, true, output);
      return fault.struck.length;
    };
    const one = await signIns(["one"]);
    assert.ok(one > 0);
    assert.equal(await signIns(["one", "two", "three"]), one);
  });

  describe("whose deployer may not read what the subscription offers", () => {
    let scopes: readonly string[] = [];

    before(() => {
      const principalId = lab.azure.roleAssignments()[0]?.principalId ?? "";
      lab.azure.withdrawRoles(principalId);
      scopes = [group("westeurope")];
      for (const scope of scopes) {
        lab.azure.assignRole({ principalId, role: "Contributor", scope });
      }
    });

    it("warns once, names the role, and goes on", async () => {
      const { succeeds, output } = await preview(machine({ size: "Standard_D2s_v4" }));
      assert.equal(succeeds, true, output);
      const [, diagnostics = ""] = output.split("Diagnostics:");
      const warnings = diagnostics.match(
        /could not check whether westeurope offers the size "Standard_D2s_v4"/g,
      );
      assert.equal(warnings?.length, 1, output);
      assert.match(output, /AuthorizationFailed: The client '\S+' .* 'Microsoft\.Compute\/\S+\/read'/);
      assert.match(output, /The check needs the role Reader on the subscription/);
    });
  });
});
