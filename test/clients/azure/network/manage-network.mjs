#!/usr/bin/env node
// Creates, reads, lists, and deletes network resources with @azure/arm-network, in the resource group "rg" of the subscription
// AZURE_SUBSCRIPTION_ID. Prints a JSON object with what became of each step.
import { NetworkManagementClient } from "@azure/arm-network";
import { EnvironmentCredential } from "@azure/identity";
import console from "node:console";
import process from "node:process";

const client = new NetworkManagementClient(new EnvironmentCredential(), process.env.AZURE_SUBSCRIPTION_ID);
const location = "westeurope";
const outcomes = {};

/** Notes the result of a step, or its error. */
async function step(name, work) {
  try {
    outcomes[name] = { result: await work() };
  } catch ({ statusCode, code, message }) {
    outcomes[name] = { error: [statusCode, code, message] };
  }
  return outcomes[name].result;
}

async function names(list) {
  const found = [];
  for await (const { name } of list) {
    found.push(name);
  }
  return found;
}

async function pageSizes(list) {
  const sizes = [];
  for await (const { length } of list.byPage()) {
    sizes.push(length);
  }
  return sizes;
}

const standard = { location, sku: { name: "Standard" } };
const rule = { access: "Deny", protocol: "*", sourcePortRange: "*", destinationPortRange: "*" };
const inbound = { ...rule, direction: "Inbound", sourceAddressPrefix: "*", destinationAddressPrefix: "*" };

const ip = await step("create public IP", () =>
  client.publicIPAddresses.beginCreateOrUpdateAndWait("rg", "ip", {
    ...standard,
    publicIPAllocationMethod: "Static",
  }),
);
await step("create dynamic public IP", () =>
  client.publicIPAddresses.beginCreateOrUpdateAndWait("rg", "ip2", {
    ...standard,
    publicIPAllocationMethod: "Dynamic",
  }),
);
const nat = await step("create NAT gateway", () =>
  client.natGateways.beginCreateOrUpdateAndWait("rg", "nat", {
    ...standard,
    publicIpAddresses: [{ id: ip.id }],
  }),
);
const group = await step("create security group", () =>
  client.networkSecurityGroups.beginCreateOrUpdateAndWait("rg", "nsg", {
    location,
    securityRules: [{ ...inbound, name: "none", priority: 100 }],
  }),
);
await step("create rule", () =>
  client.securityRules.beginCreateOrUpdateAndWait("rg", "nsg", "ssh", {
    ...inbound,
    access: "Allow",
    priority: 90,
  }),
);
await step("get rule", () => client.securityRules.get("rg", "nsg", "none"));
await step("list rules", () => names(client.securityRules.list("rg", "nsg")));
await step("list default rules", () => pageSizes(client.defaultSecurityRules.list("rg", "nsg")));
await step("delete rule", () => client.securityRules.beginDeleteAndWait("rg", "nsg", "none"));
await step("get deleted rule", () => client.securityRules.get("rg", "nsg", "none"));
await step("create network", () =>
  client.virtualNetworks.beginCreateOrUpdateAndWait("rg", "net", {
    location,
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
  }),
);
const subnet = await step("create subnet", () =>
  client.subnets.beginCreateOrUpdateAndWait("rg", "net", "sub", {
    addressPrefix: "10.0.1.0/24",
    natGateway: { id: nat.id },
    networkSecurityGroup: { id: group.id },
  }),
);
await step("create subnet outside", () =>
  client.subnets.beginCreateOrUpdateAndWait("rg", "net", "out", { addressPrefix: "10.9.0.0/24" }),
);
for (const name of ["nic1", "nic2", "nic3"]) {
  await step(`create ${name}`, () =>
    client.networkInterfaces.beginCreateOrUpdateAndWait("rg", name, {
      location,
      ipConfigurations: [{ name: "primary", subnet: { id: subnet.id } }],
    }),
  );
}
await step("list interfaces", () => pageSizes(client.networkInterfaces.list("rg")));
await step("change tags", () => client.networkInterfaces.updateTags("rg", "nic1", { tags: { team: "a" } }));
for (const [name, part] of [
  ["security group", client.networkSecurityGroups],
  ["NAT gateway", client.natGateways],
]) {
  await step(`delete used ${name}`, () =>
    part.beginDeleteAndWait("rg", name === "NAT gateway" ? "nat" : "nsg"),
  );
}
await step("delete used public IP", () => client.publicIPAddresses.beginDeleteAndWait("rg", "ip"));
await step("delete interface", () => client.networkInterfaces.beginDeleteAndWait("rg", "nic3"));
await step("get deleted interface", () => client.networkInterfaces.get("rg", "nic3"));
console.log(JSON.stringify(outcomes));
