/** Every option of a VM under the real engine: what changes in place, what makes a new VM, what Azure refuses. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY, rsaKey } from "../../../unit/components/ssh-keys";
import { deeds, ProgramStack } from "../federation-lab";

/** A VM whose options are `OPTIONS`, and beside it what belongs to somebody else. */
const PROGRAM = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const network = (type) => require("@pulumi/azure-native/network/" + type[0].toLowerCase() + type.slice(1))[type];
const group = new ResourceGroup("group", { location: "westeurope" });
const placed = { resourceGroupName: group.name, location: group.location };
const [one, two] = ["one", "two"].map((name) => new UserAssignedIdentity(name, placed));
const address = new (network("PublicIPAddress"))("hub-ip", {
  ...placed,
  sku: { name: "Standard" },
  publicIPAllocationMethod: "Static",
});
const nat = new (network("NatGateway"))("hub-nat", { ...placed, publicIpAddresses: [{ id: address.id }] });
// A NAT gateway serves one virtual network.
const spareAddress = new (network("PublicIPAddress"))("spare-ip", {
  ...placed,
  sku: { name: "Standard" },
  publicIPAllocationMethod: "Static",
});
const spare = new (network("NatGateway"))("spare-nat", { ...placed, publicIpAddresses: [{ id: spareAddress.id }] });
const prefix = new (network("PublicIPPrefix"))("hub-prefix", {
  ...placed,
  sku: { name: "Standard" },
  prefixLength: 28,
});
const wide = new (network("NatGateway"))("hub-wide", { ...placed, publicIpPrefixes: [{ id: prefix.id }] });
const hub = new (network("VirtualNetwork"))("hub", { ...placed, addressSpace: { addressPrefixes: ["10.9.0.0/24"] } });
const subnet = new (network("Subnet"))("workloads", {
  ...placed,
  location: undefined,
  virtualNetworkName: hub.name,
  addressPrefix: "10.9.0.0/25",
  natGateway: { id: nat.id },
});
const machine = new azure.AzureVirtualMachine("app", {
  ...placed,
  identityIds: [one.id],
  sshPublicKey: ${JSON.stringify(ED25519_KEY)},
  ...OPTIONS,
});
exports.machine = { ...machine };
exports.hubAddress = address.ipAddress;
exports.spareAddress = spareAddress.ipAddress;
`;

/** What a stack of the program gives out. */
interface Outputs {
  readonly machine: { vmId: string; vmName: string; egressAddress: string };
  readonly hubAddress: string;
  readonly spareAddress: string;
}

describeWithLab("AzureVirtualMachine under the real engine", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "machines");
  });

  /** Takes other options; in the program's words, so that outputs are at hand. */
  const take = async (options: string) => stack.program(PROGRAM.replace("...OPTIONS", `...(${options})`));

  async function up(options: string): Promise<string[]> {
    await take(options);
    return deeds(await stack.succeed("up"));
  }

  const outputs = async () => (await stack.stack.outputs()) as unknown as Outputs;
  const inputsOfMachine = async () =>
    (await stack.resources()).find(({ urn }) => urn.endsWith("::app-vm"))?.inputs ?? {};

  it("is made, stays as it is at the next deployment, and a refresh finds nothing", async () => {
    await up("{}");
    const { machine } = await outputs();
    assert.match(machine.vmName, /^app-vm/);
    assert.match(machine.egressAddress, /^203\.0\.113\.\d+$/);
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    await stack.refresh();
    assert.deepEqual(deeds(await stack.succeed("up")), []);
  });

  // Each option alone: test/engine/components/federation/changes.
  const IN_PLACE = `{
    size: "Standard_B2s",
    identityIds: [two.id],
    tags: { team: "orders" },
    imdsAccess: "audit",
    natGatewayId: spare.id,
  }`;

  describe("changes what Azure lets change", () => {
    it("in place, all at once", async () => {
      const before = await outputs();
      assert.deepEqual(await up(IN_PLACE), [
        "created app-proxy-agent",
        "deleted app-egress-ip",
        "deleted app-nat",
        ...["nic", "nsg", "subnet", "vm", "vnet"].map((name) => `updated app-${name}`),
      ]);
      const { machine, spareAddress } = await outputs();
      assert.equal(machine.vmId, before.machine.vmId);
      assert.equal(machine.egressAddress, spareAddress);
    });

    it("a NAT gateway that has a prefix instead of an address", async () => {
      await up(`{ ...${IN_PLACE}, natGatewayId: wide.id }`);
      assert.equal((await outputs()).machine.egressAddress, "192.0.2.0/28");
    });

    it("and back, the metadata protocol included", async () => {
      const { machine } = await outputs();
      const done = await up("{}");
      assert.deepEqual(
        done.filter((deed) => deed.startsWith("deleted")),
        ["deleted app-proxy-agent"],
      );
      const after = await outputs();
      assert.equal(after.machine.vmId, machine.vmId);
      assert.equal((await inputsOfMachine()).tags, undefined);
    });
  });

  const FIXED = `{
    sshPublicKey: ${JSON.stringify(rsaKey(2048))},
    adminUsername: "ops",
    image: "Debian:debian-12:12-gen2:latest",
    cloudInit: "#!/bin/sh\\necho started >/var/lib/azure-to-aws\\n",
    trustedLaunch: false,
  }`;

  describe("makes a new VM for what Azure fixes when it makes one,", () => {
    it("one for all of it", async () => {
      const before = await outputs();
      assert.deepEqual(await up(FIXED), ["replaced app-vm"]);
      assert.notEqual((await outputs()).machine.vmId, before.machine.vmId);
    });

    it("and carries out cloud-init at its first start", async () => {
      const { machine } = await outputs();
      const file = path.join(lab().vmDirectory, machine.vmName, "var/lib/azure-to-aws");
      assert.equal(await readFile(file, "utf8"), "started\n");
    });

    it("the subnet, with interface and network", async () => {
      const done = await up("{ subnetId: subnet.id }");
      assert.deepEqual(done, [
        ...["egress-ip", "nat", "nsg", "subnet", "vnet"].map((name) => `deleted app-${name}`),
        ...["nic", "vm"].map((name) => `replaced app-${name}`),
      ]);
      const { machine, hubAddress } = await outputs();
      assert.equal(machine.egressAddress, hubAddress);
    });
  });

  describe("in the end", () => {
    it("keeps a VM that was made without trusted launch until somebody says so", async () => {
      await up("{ trustedLaunch: false }");
      const { machine } = await outputs();
      assert.deepEqual(await up("{}"), []);
      assert.equal((await outputs()).machine.vmId, machine.vmId);
      assert.deepEqual((await inputsOfMachine()).securityProfile, {});
      assert.deepEqual(await up("{ trustedLaunch: true }"), ["replaced app-vm"]);
    });

    it("goes, and leaves nothing", async () => {
      await stack.succeed("destroy");
      assert.equal(lab().azure.counts().total, 0);
    });
  });
});
