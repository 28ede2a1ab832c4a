/** `@azure/arm-compute`: virtual machines and Run Command. */
import assert from "node:assert/strict";
import {
  ComputeManagementClient,
  type ComputeManagementClientOptionalParams,
  type VirtualMachine,
} from "@azure/arm-compute";
import { IDENTITY, LOCATION, NIC, SSH_KEY, SUBSCRIPTION_ID, VM } from "../../../../lab/testing/azure-lab";
import { describeWithTlsLab } from "../tls-lab";
import { describeRefusals } from "./describe-refusals";
import { all, pageSizes, refuses } from "./rest-errors";

type AdditionalPolicyConfig = NonNullable<
  ComputeManagementClientOptionalParams["additionalPolicies"]
>[number];

const MACHINE: VirtualMachine = {
  location: LOCATION,
  identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
  hardwareProfile: { vmSize: "Standard_B1s" },
  storageProfile: {
    imageReference: {
      publisher: "Canonical",
      offer: "ubuntu-24_04-lts",
      sku: "server",
      version: "latest",
    },
  },
  osProfile: {
    computerName: "vm1",
    adminUsername: "azureuser",
    linuxConfiguration: {
      disablePasswordAuthentication: true,
      ssh: { publicKeys: [{ path: "/home/azureuser/.ssh/authorized_keys", keyData: SSH_KEY }] },
    },
  },
  networkProfile: { networkInterfaces: [{ id: NIC }] },
};

/** Has all requests of a client carry one version. */
function pinned(version: string): AdditionalPolicyConfig {
  return {
    position: "perCall",
    policy: {
      name: "pinned",
      sendRequest: (request, next) => {
        const url = new URL(request.url);
        url.searchParams.set("api-version", version);
        return next(Object.assign(request, { url: url.href }));
      },
    },
  };
}

describeWithTlsLab("@azure/arm-compute", { armPageSize: 2 }, (tls) => {
  let client: ComputeManagementClient;

  before(async () => {
    client = new ComputeManagementClient(tls().credential(), SUBSCRIPTION_ID, tls().pipeline());
    await tls().lab.prepareNetwork();
    await client.virtualMachines.createOrUpdate("rg", "vm1", MACHINE);
  });

  it("has waited for the machine, which runs", async () => {
    const machine = await client.virtualMachines.get("rg", "vm1", { expand: "instanceView" });
    assert.deepEqual([machine.id, machine.provisioningState], [VM, "Succeeded"]);
    assert.deepEqual(
      machine.instanceView?.statuses?.map(({ code }) => code),
      ["ProvisioningState/succeeded", "PowerState/running"],
    );
    assert.equal(tls().lab.azure.vm("vm1").name, "vm1");
  });

  it("changes tags and lists machines", async () => {
    const { tags } = await client.virtualMachines.update("rg", "vm1", { tags: { team: "a" } });
    assert.deepEqual(tags, { team: "a" });
    for (const list of [client.virtualMachines.list("rg"), client.virtualMachines.listAll()]) {
      assert.deepEqual(
        (await all(list)).map(({ name }) => name),
        ["vm1"],
      );
    }
  });

  it("refuses machines that are not there, an interface in use, and an unknown size", async () => {
    await refuses(
      () => client.virtualMachines.get("rg", "none"),
      [
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.Compute/virtualMachines/none' under resource group 'rg' was not found.",
      ],
    );
    await refuses(
      async () => client.virtualMachines.createOrUpdate("rg", "vm2", MACHINE),
      [400, "NicInUse", `Network Interface ${NIC} is used by existing resource ${VM}.`],
    );
    await refuses(
      async () =>
        client.virtualMachines.createOrUpdate("rg", "vm1", {
          ...MACHINE,
          hardwareProfile: { vmSize: "Standard_Nothing" },
        }),
      [400, "InvalidParameter", "The value Standard_Nothing provided for the VM size is not valid."],
    );
  });

  it("runs a script by the action, and answers at the end of the operation", async () => {
    const { value } = await client.virtualMachines.runCommand("rg", "vm1", {
      commandId: "RunShellScript",
      script: ['echo "hello $NAME"'],
      parameters: [{ name: "NAME", value: "you" }],
    });
    assert.deepEqual(
      value?.map(({ message }) => message),
      ["Enable succeeded: \n[stdout]\nhello you\n\n[stderr]\n"],
    );
  });

  it("keeps managed Run Commands, with what became of them", async () => {
    const { virtualMachineRunCommands: commands } = client;
    for (const name of ["first", "second", "third"]) {
      const source = { script: `echo ${name}; exit 3` };
      await commands.createOrUpdate("rg", "vm1", name, { location: LOCATION, source });
    }
    assert.deepEqual(await pageSizes(commands.listByVirtualMachine("rg", "vm1")), [2, 1]);
    const { instanceView } = await commands.getByVirtualMachine("rg", "vm1", "second", {
      expand: "instanceView",
    });
    assert.deepEqual(
      [instanceView?.executionState, instanceView?.exitCode, instanceView?.output],
      ["Failed", 3, "second\n"],
    );
    await commands.delete("rg", "vm1", "second");
    await refuses(
      () => commands.getByVirtualMachine("rg", "vm1", "second"),
      [
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.Compute/virtualMachines/vm1/runCommands/second' under resource group 'rg' was not found.",
      ],
    );
  });

  it("reports a command whose failure fails the deployment, once it has polled", async () => {
    const body = { location: LOCATION, source: { script: "exit 4" }, treatFailureAsDeploymentFailure: true };
    await assert.rejects(
      async () => client.virtualMachineRunCommands.createOrUpdate("rg", "vm1", "fails", body),
      /^Error: The long-running operation has failed\. VMExtensionProvisioningError\. VM has reported a failure when processing extension 'fails' .*"exitCode":4/,
    );
  });

  it("stops, starts, and deletes a machine", async () => {
    const power = async () => (await client.virtualMachines.instanceView("rg", "vm1")).statuses?.at(-1)?.code;
    await client.virtualMachines.powerOff("rg", "vm1");
    assert.equal(await power(), "PowerState/stopped");
    await refuses(
      async () =>
        client.virtualMachines.runCommand("rg", "vm1", { commandId: "RunShellScript", script: ["true"] }),
      [409, "OperationNotAllowed", "The operation requires the VM to be running (or set to run)."],
    );
    await client.virtualMachines.start("rg", "vm1");
    assert.equal(await power(), "PowerState/running");
    await client.virtualMachines.delete("rg", "vm1");
    await client.virtualMachines.delete("rg", "vm1");
    assert.deepEqual(await all(client.virtualMachines.list("rg")), []);
  });

  it("lists the sizes of a region", async () => {
    const skus = await all(client.resourceSkus.list({ filter: `location eq '${LOCATION}'` }));
    assert.ok(skus.some(({ name }) => name === "Standard_B1s"));
  });

  describe("with a machine", () => {
    before(async () => {
      await client.virtualMachines.createOrUpdate("rg", "vm1", MACHINE);
    });

    describeRefusals(tls, {
      create: (credential, apiVersion) => {
        // This library has no option for the version: it takes another one for each kind of resource.
        const additionalPolicies = apiVersion === undefined ? [] : [pinned(apiVersion)];
        const options = { ...tls().pipeline(), additionalPolicies };
        const { virtualMachines } = new ComputeManagementClient(credential, SUBSCRIPTION_ID, options);
        return {
          read: () => virtualMachines.get("rg", "vm1"),
          write: async () => virtualMachines.createOrUpdate("rg", "vm1", MACHINE),
        };
      },
      namespace: "Microsoft.Compute",
      action: "Microsoft.Compute/virtualMachines/write",
      versionRefusal: [
        400,
        "NoRegisteredProviderFound",
        "No registered resource provider found for location 'westeurope' and API version 'VERSION' for type 'virtualMachines'.",
      ],
      olderVersion: "2024-03-01",
    });
  });
});
