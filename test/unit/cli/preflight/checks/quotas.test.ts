import assert from "node:assert/strict";
import { checkComputeQuota } from "../../../../../cli/preflight/checks/compute-quota";
import { checkIamQuota, type IamQuotaFacts } from "../../../../../cli/preflight/checks/iam-quota";
import { checkNetworkQuota } from "../../../../../cli/preflight/checks/network-quota";
import { adoptedId, NOTHING, plan } from "../planned";

const LOCATION = "westeurope";
const SIZE = {
  name: "Standard_D2s_v5",
  family: "standardDSv5Family",
  vCpus: 2,
  architecture: "x64",
  restriction: undefined,
  zones: [],
};

function compute(family: number, cores: number, vmCount = 1) {
  return checkComputeQuota({
    location: LOCATION,
    subscriptionId: "s1",
    size: "Standard_D2s_v5",
    vmCount,
    sizes: { value: [SIZE] },
    usages: {
      value: [
        { name: "cores", used: cores, limit: 10 },
        { name: "StandardDSv5Family", used: family, limit: 10 },
        { name: "virtualMachines", used: 3, limit: 25_000 },
      ],
    },
  });
}

describe("the check of the compute quotas", () => {
  it("is ok with room for the vCPUs, up to the last one", () => {
    assert.deepEqual(compute(8, 8), {
      id: "compute-quota",
      title: "compute quota",
      outcome: "ok",
      found: "StandardDSv5Family 8 of 10, cores 8 of 10, virtualMachines 3 of 25000 used in westeurope",
    });
  });

  it("is wrong if the family is full", () => {
    assert.deepEqual(compute(9, 0), {
      id: "compute-quota",
      title: "compute quota",
      outcome: "wrong",
      found: "StandardDSv5Family: 9 of 10 used, 2 more needed",
      expected: "room for 1 x Standard_D2s_v5 in westeurope",
      fix: [
        "az extension add --name quota",
        "az quota update --resource-name StandardDSv5Family --scope /subscriptions/s1/providers/Microsoft.Compute/locations/westeurope --limit-object value=11",
      ].join("\n"),
    });
  });

  it("is wrong if all vCPUs of the region are used", () => {
    assert.equal(compute(0, 9).found, "cores: 9 of 10 used, 2 more needed");
  });

  it("counts every VM", () => {
    assert.equal(compute(0, 0, 5).outcome, "ok");
    assert.equal(compute(0, 0, 6).outcome, "wrong");
  });

  it("cannot tell if Azure does not list a quota", () => {
    const of = (...names: readonly string[]) =>
      checkComputeQuota({
        location: LOCATION,
        subscriptionId: "s1",
        size: SIZE.name,
        vmCount: 500,
        sizes: { value: [SIZE] },
        usages: { value: names.map((name) => ({ name, used: 0, limit: 1_000 })) },
      });
    assert.equal(of("cores", SIZE.family, "virtualMachines").outcome, "ok");
    const { outcome, found } = of("cores");
    assert.deepEqual(
      [outcome, found],
      ["cannot tell", "Azure lists no quota standardDSv5Family, virtualMachines in westeurope"],
    );
    assert.equal(of().outcome, "cannot tell");
  });

  it("cannot tell if the quotas or the size are not known", () => {
    const facts = { location: LOCATION, subscriptionId: "s1", size: "x", vmCount: 1 };
    const usages = { value: [] };
    const refused = { refused: "403" };
    assert.equal(
      checkComputeQuota({ ...facts, sizes: { value: [SIZE] }, usages: refused }).outcome,
      "cannot tell",
    );
    assert.equal(checkComputeQuota({ ...facts, sizes: refused, usages }).outcome, "cannot tell");
    assert.equal(
      checkComputeQuota({ ...facts, location: undefined, sizes: refused, usages }).outcome,
      "cannot tell",
    );
  });
});

describe("the check of the network quotas", () => {
  const facts = { location: LOCATION, subscriptionId: "s1", plan: plan({ vmCount: 2 }) };
  const addresses = (used: number) => ({
    value: [
      { name: "VirtualNetworks", used: 3, limit: 50 },
      { name: "StaticPublicIPAddresses", used, limit: 20 },
    ],
  });

  it("is ok with room for a network and an address per VM", () => {
    assert.deepEqual(checkNetworkQuota({ ...facts, usages: addresses(18) }), {
      id: "network-quota",
      title: "network quota",
      outcome: "ok",
      found: "VirtualNetworks 3 of 50, StaticPublicIPAddresses 18 of 20 used in westeurope",
    });
  });

  it("is wrong if one address is missing, and names the ways out", () => {
    const { outcome, found, fix } = checkNetworkQuota({ ...facts, usages: addresses(19) });
    assert.deepEqual([outcome, found], ["wrong", "StaticPublicIPAddresses: 19 of 20 used, 2 more needed"]);
    assert.match(fix ?? "", /--limit-object value=21\n# Or adopt what exists: natGatewayId or subnetId/);
    assert.match(fix ?? "", /\n# Or let the VMs share one network: .*--shared-network\.$/);
  });

  it("cannot tell if Azure lists none of the quotas", () => {
    const { outcome, found } = checkNetworkQuota({ ...facts, usages: { value: [] } });
    assert.deepEqual([outcome, found], ["cannot tell", "Azure lists none of the quotas in westeurope"]);
  });

  it("counts one network and one address for all VMs that share one", () => {
    const shared = { ...facts, plan: plan({ vmCount: 2, isNetworkShared: true }) };
    assert.equal(checkNetworkQuota({ ...shared, usages: addresses(19) }).outcome, "ok");
    const { outcome, found, expected, fix } = checkNetworkQuota({ ...shared, usages: addresses(20) });
    assert.deepEqual(
      [outcome, found, expected],
      [
        "wrong",
        "StaticPublicIPAddresses: 20 of 20 used, 1 more needed",
        "room for 1 network with a NAT gateway in westeurope",
      ],
    );
    assert.doesNotMatch(fix ?? "", /share one network/);
  });

  it("counts an interface and a security group per VM, whether the network is shared or not", () => {
    const usages = { value: [{ name: "NetworkInterfaces", used: 9, limit: 10 }] };
    for (const isShared of [false, true]) {
      const planned = plan({ vmCount: 2, isNetworkShared: isShared });
      assert.equal(checkNetworkQuota({ ...facts, plan: planned, usages }).outcome, "wrong");
    }
  });

  it("counts nothing of a network in an existing subnet, and no address with an existing NAT gateway", () => {
    const subnets = [adoptedId("Microsoft.Network/virtualNetworks/subnets", "hub", "workloads")];
    const full = ["VirtualNetworks", "NetworkSecurityGroups", "NatGateways", "StaticPublicIPAddresses"];
    const used = (names: readonly string[]) => ({
      value: ["NetworkInterfaces", ...names].map((name) => ({
        name,
        used: 20,
        limit: names.includes(name) ? 20 : 1_000,
      })),
    });
    const inSubnet = { ...facts, plan: plan({ vmCount: 2, adopted: { ...NOTHING, subnets } }) };
    assert.equal(checkNetworkQuota({ ...facts, usages: used(full) }).outcome, "wrong");
    assert.equal(checkNetworkQuota({ ...inSubnet, usages: used(full) }).outcome, "ok");
    const interfaces = checkNetworkQuota({ ...inSubnet, usages: used(["NetworkInterfaces"]) });
    assert.deepEqual(
      [interfaces.outcome, interfaces.expected, interfaces.fix?.includes("Or adopt")],
      ["wrong", "room for 2 network interfaces in westeurope", false],
    );
    const natGateways = [adoptedId("Microsoft.Network/natGateways", "nat")];
    const behind = (vmCount: number, name: string) =>
      checkNetworkQuota({
        ...facts,
        plan: plan({ vmCount, adopted: { ...NOTHING, natGateways } }),
        usages: used([name]),
      });
    assert.equal(behind(1, "StaticPublicIPAddresses").outcome, "ok");
    assert.equal(behind(1, "VirtualNetworks").outcome, "wrong");
    const second = behind(2, "StaticPublicIPAddresses");
    assert.deepEqual(
      [second.outcome, second.expected],
      ["wrong", "room for 2 networks and 1 NAT gateway in westeurope"],
    );
  });

  it("demands nothing where no VM is created, and neither do those of compute", () => {
    const none = { id: "network-quota", title: "network quota", outcome: "ok", found: "no VM is created" };
    const machines = [adoptedId("Microsoft.Compute/virtualMachines", "vm1")];
    const idle = plan({ vmCount: 0, adopted: { ...NOTHING, virtualMachines: machines } });
    assert.deepEqual(checkNetworkQuota({ ...facts, plan: idle, usages: { refused: "403" } }), none);
    assert.deepEqual(compute(10, 10, 0), { ...none, id: "compute-quota", title: "compute quota" });
  });

  it("cannot tell if the quotas cannot be read, or without a region", () => {
    assert.equal(checkNetworkQuota({ ...facts, usages: { refused: "403" } }).outcome, "cannot tell");
    assert.equal(
      checkNetworkQuota({ ...facts, location: undefined, usages: addresses(0) }).outcome,
      "cannot tell",
    );
  });
});

describe("the check of IAM's quotas", () => {
  const check = (change: Partial<IamQuotaFacts>) =>
    checkIamQuota({
      summary: { value: { Roles: 999, RolesQuota: 1000 } },
      providers: { value: Array.from({ length: 99 }, (_, index) => `arn${index}`) },
      roles: 1,
      createsProvider: true,
      ...change,
    });

  it("is ok with room for the last role and the last provider", () => {
    assert.deepEqual(check({}), {
      id: "iam-quota",
      title: "IAM quota",
      outcome: "ok",
      found: "roles 999 of 1000, OIDC providers 99 of 100 used",
    });
  });

  const full = { value: Array.from({ length: 100 }, (_, index) => `arn${index}`) };

  it("is wrong if a role has no room", () => {
    assert.equal(check({ roles: 2 }).found, "roles: 999 of 1000 used, 2 more needed");
  });

  it("cannot tell of a 101st provider, since AWS may have raised the quota, and demands none for an adopted one", () => {
    const { outcome, found } = check({ providers: full });
    assert.deepEqual(
      [outcome, found],
      [
        "cannot tell",
        "not known: OIDC providers (the account has 100; 100 are allowed unless AWS raised the quota); roles 999 of 1000 used",
      ],
    );
    assert.equal(check({ providers: full, createsProvider: false }).outcome, "ok");
  });

  it("cannot tell if the account's summary cannot be read", () => {
    const { outcome, found } = check({ summary: { refused: "AccessDenied" } });
    assert.deepEqual(
      [outcome, found],
      ["cannot tell", "not known: roles (AccessDenied); OIDC providers 99 of 100 used"],
    );
  });
});
