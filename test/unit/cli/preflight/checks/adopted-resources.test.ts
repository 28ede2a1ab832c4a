import assert from "node:assert/strict";
import type { Reading, Refusal } from "../../../../../cli/clouds/reading";
import type {
  AdoptedFacts,
  AdoptedIdentity,
  AdoptedMachine,
  AdoptedNatGateway,
  AdoptedSubnet,
  EgressPart,
} from "../../../../../cli/preflight/adopted-facts";
import {
  type AdoptedResourcesFacts,
  checkAdoptedResources,
} from "../../../../../cli/preflight/checks/adopted-resources";
import { adoptedId } from "../planned";

const SUBSCRIPTION = "aaaaaaaa-2222-4333-8444-555555555555";
const SUBNET = adoptedId("Microsoft.Network/virtualNetworks/subnets", "hub", "workloads");
const GATEWAY = adoptedId("Microsoft.Network/natGateways", "nat");
const IDENTITY = adoptedId("Microsoft.ManagedIdentity/userAssignedIdentities", "orders");
const MACHINE = adoptedId("Microsoft.Compute/virtualMachines", "vm1");
const MISSING: Refusal = { refused: "404 ResourceNotFound: gone", status: 404, code: "ResourceNotFound" };
const FORBIDDEN: Refusal = {
  refused: "403 AuthorizationFailed: no",
  status: 403,
  code: "AuthorizationFailed",
};
const NO_ANSWER: Refusal = { refused: "fetch failed" };
const EMPTY: AdoptedFacts = {
  group: undefined,
  subnets: [],
  natGateways: [],
  identities: [],
  virtualMachines: [],
};

function check(facts: Partial<AdoptedFacts>, change: Partial<AdoptedResourcesFacts> = {}) {
  return checkAdoptedResources({
    facts: { value: { ...EMPTY, ...facts } },
    groupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`,
    subscriptionId: SUBSCRIPTION,
    tenantId: "t1",
    location: "westeurope",
    vms: 1,
    name: "orders",
    ...change,
  });
}

const part = (found: Reading<unknown>, isElsewhere = false): EgressPart => ({
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/hub/providers/Microsoft.Network/publicIPAddresses/ip`,
  isElsewhere,
  found,
});

describe("the check of adopted resources", () => {
  it("has nothing to say without any", () => {
    assert.deepEqual(check({}), {
      id: "adopted-resources",
      title: "adopted resources in Azure",
      outcome: "ok",
      found: "none: everything in Azure is created",
    });
  });

  it("cannot tell without a subscription", () => {
    const { outcome, found } = check({}, { facts: { refused: "no login to Azure" } });
    assert.deepEqual([outcome, found], ["cannot tell", "no login to Azure"]);
  });

  it("names each one that is right, and the wrong one alone if one is wrong", () => {
    const group = { value: { location: "West Europe", state: "Succeeded" } };
    const machine = { id: MACHINE, isElsewhere: false };
    const running = { location: "westeurope", osType: "Linux", powerState: "running" };
    const right = check({ group, virtualMachines: [{ ...machine, found: { value: running } }] });
    assert.deepEqual(
      [right.outcome, right.found],
      ["ok", "the resource group rg in westeurope; the VM vm1, which runs"],
    );
    assert.deepEqual(check({ group, virtualMachines: [{ ...machine, found: MISSING }] }), {
      id: "adopted-resources",
      title: "adopted resources in Azure",
      outcome: "wrong",
      found: "the VM vm1 does not exist: 404 ResourceNotFound: gone",
      expected: "a resource that exists",
      fix: `az vm show --ids ${MACHINE.id}`,
    });
  });

  const groups: [string, Reading<{ location: string; state: string }>, string][] = [
    ["that is there", { value: { location: "westeurope", state: "Succeeded" } }, "ok"],
    ["that is being deleted", { value: { location: "westeurope", state: "Deleting" } }, "wrong"],
    ["that does not exist", MISSING, "wrong"],
    ["that the login may not read", FORBIDDEN, "wrong"],
    ["that did not answer", NO_ANSWER, "cannot tell"],
  ];
  for (const [title, group, outcome] of groups) {
    it(`is ${outcome} for a resource group ${title}`, () => {
      assert.equal(check({ group }).outcome, outcome);
    });
  }

  const subnet: AdoptedSubnet = {
    location: { value: "West Europe" },
    prefixes: ["10.0.0.0/29"],
    taken: 2,
    delegations: [],
    hasNatGateway: true,
    hasRouteTable: false,
    egress: [part({ value: {} })],
  };
  const subnets: [string, Reading<AdoptedSubnet>, string, Partial<AdoptedResourcesFacts>?, boolean?][] = [
    ["with one free address, for one VM", { value: subnet }, "ok"],
    ["with one free address, for two VMs", { value: subnet }, "wrong", { vms: 2 }],
    ["without a free address", { value: { ...subnet, taken: 3 } }, "wrong"],
    ["of IPv6 ranges, whose room is not counted", { value: { ...subnet, prefixes: ["fd00::/64"] } }, "ok"],
    ["that is delegated", { value: { ...subnet, delegations: ["Microsoft.Sql/managedInstances"] } }, "wrong"],
    ["in another region", { value: { ...subnet, location: { value: "northeurope" } } }, "wrong"],
    ["whose region cannot be read", { value: { ...subnet, location: FORBIDDEN } }, "cannot tell"],
    ["while no region is configured", { value: subnet }, "cannot tell", { location: undefined }],
    [
      "that goes out by a route table",
      { value: { ...subnet, hasNatGateway: false, hasRouteTable: true } },
      "ok",
    ],
    ["without a visible way out", { value: { ...subnet, hasNatGateway: false } }, "cannot tell"],
    [
      "whose address the components could not read",
      { value: { ...subnet, egress: [part(FORBIDDEN)] } },
      "wrong",
    ],
    [
      "whose address is in another subscription",
      { value: { ...subnet, egress: [part(FORBIDDEN, true)] } },
      "ok",
    ],
    ["that does not exist", MISSING, "wrong"],
    ["that the login may not read", FORBIDDEN, "wrong"],
    ["that did not answer", NO_ANSWER, "cannot tell"],
    ["of another subscription that does not exist", MISSING, "wrong", {}, true],
    ["of another subscription that the login may not read", FORBIDDEN, "cannot tell", {}, true],
    [
      "of another subscription that the login does not see",
      { refused: "404", status: 404, code: "SubscriptionNotFound" },
      "cannot tell",
      {},
      true,
    ],
  ];
  for (const [title, found, outcome, change, isElsewhere = false] of subnets) {
    it(`is ${outcome} for a subnet ${title}`, () => {
      assert.equal(check({ subnets: [{ id: SUBNET, isElsewhere, found }] }, change).outcome, outcome);
    });
  }

  it("demands room for one VM in each of several subnets", () => {
    const one = { id: SUBNET, isElsewhere: false, found: { value: subnet } };
    assert.equal(check({ subnets: [one, one] }, { vms: 2 }).outcome, "ok");
  });

  const gateway: AdoptedNatGateway = { location: "westeurope", networks: [], egress: [part({ value: {} })] };
  const network = (name: string) => `${GATEWAY.id.replace(/natGateways.*/, "virtualNetworks/")}${name}`;
  const gateways: [string, Reading<AdoptedNatGateway>, string][] = [
    ["that nobody uses", { value: gateway }, "ok"],
    ["that another network uses", { value: { ...gateway, networks: [network("hub")] } }, "wrong"],
    [
      "that this federation's network may use",
      { value: { ...gateway, networks: [network("orders-vm-vnet1a2b3c4d")] } },
      "cannot tell",
    ],
    ["in another region", { value: { ...gateway, location: "northeurope" } }, "wrong"],
    ["without an address", { value: { ...gateway, egress: [] } }, "wrong"],
    [
      "whose address the components could not read",
      { value: { ...gateway, egress: [part(FORBIDDEN)] } },
      "wrong",
    ],
    ["whose address did not answer", { value: { ...gateway, egress: [part(NO_ANSWER)] } }, "cannot tell"],
    ["that does not exist", MISSING, "wrong"],
  ];
  for (const [title, found, outcome] of gateways) {
    it(`is ${outcome} for a NAT gateway ${title}`, () => {
      assert.equal(check({ natGateways: [{ id: GATEWAY, isElsewhere: false, found }] }).outcome, outcome);
    });
  }

  const identity: AdoptedIdentity = { location: "northeurope", tenantId: "t1", isolationScope: "None" };
  const identities: [string, Reading<AdoptedIdentity>, string, Partial<AdoptedResourcesFacts>?, boolean?][] =
    [
      ["of any region", { value: identity }, "ok"],
      [
        "of another region that only its own may use",
        { value: { ...identity, isolationScope: "Regional" } },
        "wrong",
      ],
      [
        "of this region that only its own may use",
        { value: { ...identity, isolationScope: "Regional" } },
        "ok",
        { location: "northeurope" },
      ],
      ["of another tenant", { value: { ...identity, tenantId: "t2" } }, "wrong"],
      ["of another subscription", { value: identity }, "wrong", {}, true],
      ["that does not exist", MISSING, "wrong"],
      ["that the login may not read", FORBIDDEN, "wrong"],
      ["that did not answer", NO_ANSWER, "cannot tell"],
    ];
  for (const [title, found, outcome, change, isElsewhere = false] of identities) {
    it(`is ${outcome} for a managed identity ${title}`, () => {
      assert.equal(check({ identities: [{ id: IDENTITY, isElsewhere, found }] }, change).outcome, outcome);
    });
  }

  const machine: AdoptedMachine = { location: "westeurope", osType: "Linux", powerState: "running" };
  const machines: [string, Reading<AdoptedMachine>, string, string?][] = [
    ["that runs", { value: machine }, "ok"],
    [
      "that is off",
      { value: { ...machine, powerState: "deallocated" } },
      "wrong",
      `az vm start --ids ${MACHINE.id}`,
    ],
    ["of which Azure does not say whether it runs", { value: { ...machine, powerState: "" } }, "cannot tell"],
    ["that runs Windows", { value: { ...machine, osType: "Windows" } }, "ok"],
  ];
  for (const [title, found, outcome, fix] of machines) {
    it(`is ${outcome} for a VM ${title}`, () => {
      const result = check({ virtualMachines: [{ id: MACHINE, isElsewhere: false, found }] });
      assert.equal(result.outcome, outcome);
      assert.equal(fix === undefined || result.fix === fix, true, result.fix);
    });
  }

  it("says what a VM with Windows needs", () => {
    const found = { value: { ...machine, osType: "Windows" } };
    const result = check({ virtualMachines: [{ id: MACHINE, isElsewhere: false, found }] });
    assert.match(result.found, /, which runs, with Windows: give it guest\.windowsHelper/);
  });
});
