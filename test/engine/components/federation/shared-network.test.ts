/** VMs of a federation that share a network, from its first update to its end, under the real engine with both clouds. */
import assert from "node:assert/strict";
import { SshError } from "../../../../lab/azure";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { PACK } from "../../policypack/engine-setup";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

const federation = (workloads: object, more = ""): string =>
  `${THEIRS}${more}
   const args = ${JSON.stringify({ network: {}, workloads }).replaceAll('"NAT"', "nat.id")};
   const federation = new azure.AzureToAwsFederation("fed", args);
   exports.workloads = federation.workloads;`;

const workload = (bucket: string, more: object = {}) => ({
  permissions: { readBuckets: [bucket] },
  virtualMachine: { sshPublicKey: ED25519_KEY },
  ...more,
});
const app = workload("devteam-reports");
const batch = workload("devteam-builds");
const zone = workload("devteam-reports");

/** A workload whose VM has a NAT gateway of its own, which keeps it outside. `NAT` is an output of the program. */
const own = workload("devteam-builds", {
  virtualMachine: { sshPublicKey: ED25519_KEY, natGatewayId: "NAT" },
});

/** A NAT gateway that the federation does not own. */
const THEIRS = `
const { NatGateway } = require("@pulumi/azure-native/network/natGateway");
const { PublicIPAddress } = require("@pulumi/azure-native/network/publicIPAddress");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const placed = { resourceGroupName: new ResourceGroup("theirs").name };
const address = new PublicIPAddress("theirs", {
  ...placed, sku: { name: "Standard" }, publicIPAllocationMethod: "Static",
});
const nat = new NatGateway("theirs", {
  ...placed, sku: { name: "Standard" }, publicIpAddresses: [{ id: address.id }],
});`;

/** Changes the rules of every security group of the program. */
const withRules = (rules: string): string => `
pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
  type === "azure-native:network:NetworkSecurityGroup" ? { opts, props: { ...props, securityRules: ${rules} } } : undefined);`;

/** Opens every security group to the internet. */
const OPENED = withRules(`[{
  name: "open", direction: "Inbound", access: "Allow", priority: 100, protocol: "Tcp", sourceAddressPrefix: "*",
  sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "22" }]`);

/** Removes the rule that denies: Azure's default rules are left. */
const WITHOUT_RULE = withRules("[]");

/** The resources of one workload in the network. */
const OF_ONE = ["assignment", "guest", "identity", "nic", "nsg", "read-buckets", "role", "vm"];

interface Outputs {
  readonly workloads: Record<string, { vmId: string; vmName: string; egressAddress: string }>;
}

describeWithLab("A network that VMs of a federation share, under the real engine", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "shared");
    // Long enough that requests which do not wait for each other overlap.
    lab().azure.networkChanges.milliseconds = 300;
    await stack.deploy(federation({ app, batch, zone, own }));
  });

  afterEach("no request was refused because of another one", () => {
    assert.deepEqual(lab().azure.networkChanges.refused, []);
  });

  const outputs = async () => ((await stack.stack.outputs()) as unknown as Outputs).workloads;
  const ofType = (type: string) =>
    lab()
      .azure.resources()
      .filter(({ id }) => id.type === `Microsoft.Network/${type}`);

  /** The private address of a workload's VM. */
  function addressOf(key: string): string {
    const found = ofType("networkInterfaces").find(({ id }) => id.name.startsWith(`fed-${key}-nic`));
    const [configuration] = found?.body.properties.ipConfigurations as {
      properties: { privateIPAddress: string };
    }[];
    return configuration?.properties.privateIPAddress ?? "";
  }

  /** Whether a VM reaches another one, which then asks for a key. */
  async function reaches(from: string, to: string): Promise<boolean> {
    const { vmId = "" } = (await outputs())[from] ?? {};
    try {
      lab().azure.ssh({ from: { vmId }, to: addressOf(to), user: "azureuser", password: "" });
    } catch (error) {
      assert.ok(error instanceof SshError);
      return error.reason === "Permission denied";
    }
    throw new Error("a VM took a password");
  }

  it("has one NAT gateway, one public address, and one subnet for three VMs, and the fourth its own", async () => {
    assert.deepEqual(
      ["natGateways", "publicIPAddresses", "virtualNetworks", "virtualNetworks/subnets"].map(
        (type) => ofType(type).length,
      ),
      [2, 2, 2, 2],
    );
    const workloads = await outputs();
    const addresses = new Set(["app", "batch", "zone"].map((key) => workloads[key]?.egressAddress));
    assert.equal(addresses.size, 1);
    assert.match([...addresses][0] ?? "", /^203\.0\.113\.\d+$/);
    assert.ok(!addresses.has(workloads.own?.egressAddress));
    assert.deepEqual(
      ["app", "batch", "zone"].map((key) => addressOf(key).replace(/\d+$/, "")),
      ["10.0.0.", "10.0.0.", "10.0.0."],
    );
  });

  it("lets each VM list its bucket", async () => {
    const workloads = await outputs();
    for (const [key, bucket] of [
      ["app", "devteam-reports"],
      ["batch", "devteam-builds"],
      ["own", "devteam-builds"],
    ] as const) {
      const vm = lab().azure.vm(workloads[key]?.vmName ?? "");
      const listing = await vm.run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", key]);
      assert.equal(listing.exitCode, 0, listing.stderr);
    }
  });

  it("changes nothing in a second update", async () => {
    const again = await stack.succeed("up");
    assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
  });

  it("keeps a VM from reaching another one, which Azure's default rules alone let in: the policy pack sees that", async () => {
    assert.equal(await reaches("app", "batch"), false);
    assert.equal(await reaches("batch", "app"), false);
    await stack.program(federation({ app, batch, zone, own }, WITHOUT_RULE));
    const seen = await stack.stack.preview({ policyPacks: [PACK] });
    const finding =
      "VM fed-batch-vm of the same virtual network can reach port 22 (SSH) of VM fed-app-vm, " +
      "by Azure's default rule AllowVnetInBound of security group fed-app-nsg.";
    assert.ok(seen.output.replaceAll(/\s+/g, " ").includes(finding), seen.output);
    await stack.succeed("up");
    assert.equal(await reaches("app", "batch"), true);
    assert.equal(await reaches("batch", "app"), true);
    await stack.deploy(federation({ app, batch, zone, own }));
    assert.equal(await reaches("app", "batch"), false);
  });

  it("is accepted by the policy pack, and refused once a security group is open", async () => {
    const accepted = await stack.stack.preview({ policyPacks: [PACK] });
    assert.equal(accepted.exitCode, 0, accepted.output);
    assert.doesNotMatch(accepted.output, /of the same virtual network/);
    await stack.program(federation({ app, batch, zone, own }, OPENED));
    const refused = await stack.stack.preview({ policyPacks: [PACK] });
    assert.notEqual(refused.exitCode, 0);
    const findings = refused.output.replaceAll(/\s+/g, " ");
    const neighbor =
      "VM fed-batch-vm of the same virtual network can reach port 22 (SSH) of VM fed-app-vm, " +
      'by rule "open" of security group fed-app-nsg.';
    assert.ok(findings.includes(neighbor), refused.output);
    // It is alone in its network.
    assert.ok(!findings.includes("can reach port 22 (SSH) of VM fed-own-vm"), refused.output);
    for (const key of ["app", "batch", "zone", "own"]) {
      assert.ok(
        findings.includes(
          `The internet can reach port 22 (SSH) by rule "open" of security group fed-${key}-nsg: it allows *.`,
        ),
        refused.output,
      );
    }
  });

  it("grows for one more workload in the middle without a change of another one, and warns about its source addresses", async () => {
    const { egressAddress = "" } = (await outputs()).app ?? {};
    const more = workload("devteam-reports", { allowedSourceIps: ["203.0.113.200"] });
    await stack.program(federation({ app, more, batch, zone, own }));
    const run = await stack.succeed("up");
    assert.deepEqual(
      deeds(run),
      OF_ONE.map((part) => `created fed-more-${part}`),
    );
    const output = run.output.replaceAll(/\s+/g, " ");
    const warning = `workloads.more.allowedSourceIps: the VM leaves from ${egressAddress}, the address of the shared network.`;
    assert.ok(output.includes(warning), run.output);
    const vm = lab().azure.vm((await outputs()).more?.vmName ?? "");
    const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "more"]);
    assert.match(listing.stderr, /AccessDenied/);
    assert.equal(ofType("publicIPAddresses").length, 2);
  });

  it("lets two workloads apart go, and replaces a VM that moves in, without a change of another one", async () => {
    // In another order than before.
    await stack.program(federation({ own: workload("devteam-builds"), batch, app }));
    assert.deepEqual(
      deeds(await stack.succeed("up")),
      [
        ...["more", "zone"].flatMap((key) => OF_ONE.map((part) => `deleted fed-${key}-${part}`)),
        ...["nsg", "subnet", "vnet"].map((part) => `deleted fed-own-${part}`),
        "created fed-own-nsg",
        ...["guest", "nic", "vm"].map((part) => `replaced fed-own-${part}`),
      ].sort(),
    );
    assert.deepEqual(
      ["virtualNetworks", "virtualNetworks/subnets"].map((type) => ofType(type).length),
      [1, 1],
    );
    assert.equal(new Set(Object.values(await outputs()).map(({ egressAddress }) => egressAddress)).size, 1);
    assert.equal(await reaches("app", "own"), false);
  });

  it("leaves both clouds empty when it is destroyed", async () => {
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
