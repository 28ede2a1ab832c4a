import assert from "node:assert/strict";
import { fromArmBody, toArmBody, withIdLists } from "../../../../pulumi/plugins/azure-native/arm-body";
import type { Properties } from "../../../../pulumi/plugins/kernel/property-value";
import { azureNativeTypes } from "../../../../pulumi/plugins/schema/azure-native";

function body(token: string, inputs: Properties): Properties {
  return toArmBody(inputs, azureNativeTypes.resources[token]?.inputs ?? {}, azureNativeTypes.types);
}

describe("ARM bodies", () => {
  it("have everything in properties but the members of every ARM resource", () => {
    const inputs = {
      location: "westeurope",
      sku: { name: "Standard" },
      publicIPAllocationMethod: "Static",
      tags: { a: "b" },
    };
    assert.deepEqual(body("azure-native:network:PublicIPAddress", inputs), {
      location: "westeurope",
      sku: { name: "Standard" },
      tags: { a: "b" },
      properties: { publicIPAllocationMethod: "Static" },
    });
  });

  it("wrap sub-resources in the same way, and plain objects not at all", () => {
    const inputs = {
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [{ name: "s", addressPrefix: "10.0.0.0/24", natGateway: { id: "/nat" } }],
    };
    assert.deepEqual(body("azure-native:network:VirtualNetwork", inputs), {
      properties: {
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        subnets: [{ name: "s", properties: { addressPrefix: "10.0.0.0/24", natGateway: { id: "/nat" } } }],
      },
    });
  });

  it("have the identities of a virtual machine as a map, and its network interfaces in envelopes", () => {
    const inputs = {
      identity: { type: "UserAssigned", userAssignedIdentities: ["/id"] },
      networkProfile: { networkInterfaces: [{ id: "/nic", primary: true }] },
    };
    assert.deepEqual(body("azure-native:compute:VirtualMachine", inputs), {
      identity: { type: "UserAssigned", userAssignedIdentities: { "/id": {} } },
      properties: { networkProfile: { networkInterfaces: [{ id: "/nic", properties: { primary: true } }] } },
    });
  });

  it("have the networks of a scale set in envelopes, at each level", () => {
    const ipConfigurations = [{ name: "ip", subnet: { id: "/subnet" } }];
    const inputs = {
      virtualMachineProfile: {
        networkProfile: { networkInterfaceConfigurations: [{ name: "nic", ipConfigurations }] },
      },
    };
    assert.deepEqual(body("azure-native:compute:VirtualMachineScaleSet", inputs), {
      properties: {
        virtualMachineProfile: {
          networkProfile: {
            networkInterfaceConfigurations: [
              {
                name: "nic",
                properties: { ipConfigurations: [{ name: "ip", properties: { subnet: { id: "/subnet" } } }] },
              },
            ],
          },
        },
      },
    });
  });

  it("come back flat", () => {
    const resource = {
      name: "v",
      properties: {
        provisioningState: "Succeeded",
        subnets: [{ name: "s", properties: { addressPrefix: "10.0.0.0/24" } }],
      },
    };
    assert.deepEqual(fromArmBody(resource, false), {
      name: "v",
      provisioningState: "Succeeded",
      subnets: [{ name: "s", addressPrefix: "10.0.0.0/24" }],
    });
  });

  it("keep properties where the SDK has them as one output", () => {
    const resource = { name: "rg", properties: { provisioningState: "Succeeded" } };
    assert.deepEqual(fromArmBody(resource, true), resource);
  });

  it("give identities as the list that programs write", () => {
    const state = {
      identity: { type: "UserAssigned", userAssignedIdentities: { "/id": { clientId: "c" } } },
    };
    assert.deepEqual(withIdLists(state), {
      identity: { type: "UserAssigned", userAssignedIdentities: ["/id"] },
    });
  });
});
