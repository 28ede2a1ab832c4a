/** A federation over what another stack owns, one thing after the other, under the real engine with both clouds. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { leftIn, ProgramStack } from "../federation-lab";

const AUDIENCE = `api://${LAB_TENANT_ID}/ours-ours-fed`;

/** What belongs to others: group, network, identity, VM, application and, at the end, the OIDC provider. */
const THEIRS = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { VirtualNetwork } = require("@pulumi/azure-native/network/virtualNetwork");
const { NatGateway } = require("@pulumi/azure-native/network/natGateway");
const { PublicIPAddress } = require("@pulumi/azure-native/network/publicIPAddress");
const { Subnet } = require("@pulumi/azure-native/network/subnet");
const STANDARD = { sku: { name: "Standard" } };
const group = new ResourceGroup("theirs");
const placed = { resourceGroupName: group.name };
const network = new VirtualNetwork("theirs", { ...placed, addressSpace: { addressPrefixes: ["10.9.0.0/24"] } });
const address = new PublicIPAddress("theirs", { ...placed, ...STANDARD, publicIPAllocationMethod: "Static" });
const natGateway = new NatGateway("theirs", { ...placed, ...STANDARD, publicIpAddresses: [{ id: address.id }] });
const subnet = new Subnet("theirs", {
  ...placed, virtualNetworkName: network.name, addressPrefix: "10.9.0.0/25", natGateway: { id: natGateway.id },
});
const audience = new azure.EntraAudience("theirs");
const workload = new azure.AzureWorkload("theirs", {
  ...placed, servicePrincipalObjectId: audience.servicePrincipalObjectId, appRoleId: audience.appRoleId,
});
const machine = new azure.AzureVirtualMachine("theirs", {
  ...placed, identityIds: [workload.identityId], sshPublicKey: "${ED25519_KEY}",
});
exports.resourceGroupName = group.name;
exports.subnetId = subnet.id;
exports.identityId = workload.identityId;
exports.vmId = machine.vmId;
exports.applicationClientId = audience.applicationClientId;
exports.issuer = audience.issuer;
`;
const WITH_PROVIDER = `
exports.oidcProviderArn = new azure.AwsOidcProvider("theirs", {
  issuer: audience.issuer, audiences: [audience.audience, "${AUDIENCE}"],
}).oidcProviderArn;
`;

const permissions = { readBuckets: ["devteam-reports"] };
const virtualMachine = { sshPublicKey: ED25519_KEY };
const guest = { verify: true };

interface Workload {
  readonly roleName: string;
  readonly verifiedCaller: string;
  readonly egressAddress?: string;
}

describeWithLab("adopting with AzureToAwsFederation", {}, function (lab) {
  this.timeout("5m");
  let theirs: ProgramStack;
  let ours: ProgramStack;
  let existing: Record<string, string>;

  before(async function () {
    this.timeout("15m");
    theirs = await ProgramStack.create(lab(), "theirs");
    await theirs.deploy(THEIRS);
    existing = (await theirs.stack.outputs()) as Record<string, string>;
    ours = await ProgramStack.create(lab(), "ours");
  });

  /** Deploys the federation with what exists, and returns its workload and the types of what it owns. */
  async function deploy(args: object, app: object): Promise<{ app: Workload; owned: readonly string[] }> {
    const all = { ...args, workloads: { app: { permissions, guest, ...app } } };
    await ours.program(`
      const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify(all)});
      exports.workloads = federation.workloads;`);
    await ours.succeed("up");
    const { workloads } = (await ours.stack.outputs()) as { workloads: Record<string, Workload> };
    assert.ok(workloads.app);
    assert.ok(workloads.app.verifiedCaller.includes(`:assumed-role/${workloads.app.roleName}/`));
    const owned = (await ours.resources()).map(({ type }) => type.split(":").at(-1) ?? "");
    return { app: workloads.app, owned };
  }

  const PATHS = ["opt/azure-to-aws", "etc/azure-to-aws", "etc/profile.d/azure-to-aws.sh"];
  const vmFolder = () => path.join(lab().vmDirectory, existing.vmId?.split("/").at(-1) ?? "");
  const installed = () => PATHS.filter((each) => existsSync(path.join(vmFolder(), each)));
  const program = async (app: object) =>
    ours.program(
      `new azure.AzureToAwsFederation("fed", ${JSON.stringify({
        workloads: { app: { permissions, existingVirtualMachineId: existing.vmId, ...app } },
      })});`,
    );

  it("puts everything into an existing resource group", async () => {
    const { owned } = await deploy({ resourceGroupName: existing.resourceGroupName }, { virtualMachine });
    assert.ok(!owned.includes("ResourceGroup"));
  });

  it("puts the VM into an existing subnet and makes no network", async () => {
    const { owned } = await deploy(
      {},
      { virtualMachine: { ...virtualMachine, subnetId: existing.subnetId } },
    );
    const network = ["VirtualNetwork", "Subnet", "NatGateway", "PublicIPAddress", "NetworkSecurityGroup"];
    assert.deepEqual(
      owned.filter((type) => network.includes(type)),
      [],
    );
  });

  it("takes an existing identity on an existing VM", async () => {
    const { owned } = await deploy(
      {},
      { identityId: existing.identityId, existingVirtualMachineId: existing.vmId },
    );
    assert.ok(!owned.includes("UserAssignedIdentity") && !owned.includes("VirtualMachine"));
    assert.ok(!owned.includes("ResourceGroup"));
  });

  it("says in a preview with an existing VM that a new identity must be attached to it", async () => {
    await program({});
    const { output } = await ours.succeed("preview");
    assert.match(
      output.replaceAll(/\s+/g, " "),
      /needs an identity that this update creates, and the component does not own the VM\. .* \[identities-to-attach\]/,
    );
  });

  it("takes an existing application", async () => {
    const { owned } = await deploy({ applicationClientId: existing.applicationClientId }, { virtualMachine });
    assert.ok(!owned.includes("Application") && !owned.includes("ServicePrincipal"));
  });

  it("leaves the installation on a VM that is no longer in the program, until uninstall removes it", async () => {
    assert.deepEqual(installed(), PATHS);
    await program({ identityId: existing.identityId, guest: { uninstall: true } });
    await ours.succeed("up");
    assert.deepEqual(installed(), []);
  });

  it("takes an existing OIDC provider, after it was refused to make a second one", async () => {
    await ours.succeed("destroy");
    await theirs.deploy(THEIRS + WITH_PROVIDER);
    const { oidcProviderArn } = (await theirs.stack.outputs()) as { oidcProviderArn: string };
    const second = await ours.stack.preview();
    assert.notEqual(second.exitCode, 0);
    assert.match(second.output, new RegExp(`set oidcProviderArn to "${oidcProviderArn}"`));
    const { owned } = await deploy({ oidcProviderArn }, { virtualMachine });
    assert.ok(!owned.includes("OpenIdConnectProvider"));
  });

  it("leaves what is theirs as it was", async () => {
    await ours.succeed("destroy");
    const refreshed = await theirs.refresh();
    assert.deepEqual(Object.keys(refreshed.changes), ["same"], refreshed.output);
    await theirs.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
