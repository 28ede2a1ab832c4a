import assert from "node:assert/strict";
import { readAdopted } from "../../../../cli/preflight/adopted";
import { armIdOf } from "../../../../cli/preflight/arm-id";
import { preflight } from "../../../../cli/preflight/preflight";
import { optionsFrom } from "../read-options";
import { adoptedId, NOTHING, plan } from "./planned";

const SUBNET = adoptedId("Microsoft.Network/virtualNetworks/subnets", "hub", "workloads");
const GATEWAY = adoptedId("Microsoft.Network/natGateways", "nat");
const OTHER_GATEWAY = adoptedId("Microsoft.Network/natGateways", "nat2");
const IDENTITY = adoptedId("Microsoft.ManagedIdentity/userAssignedIdentities", "orders");
const MACHINE = adoptedId("Microsoft.Compute/virtualMachines", "vm1");

describe("the plan of a federation", () => {
  it("is one network with a NAT gateway per VM, or one for all", () => {
    const separate = {
      workloads: 2,
      vms: 2,
      identities: 2,
      networks: 2,
      natGateways: 2,
      createsGroup: true,
      hasGroup: true,
    };
    assert.deepEqual(plan({ vmCount: 2 }), separate);
    assert.deepEqual(plan({ vmCount: 2, isNetworkShared: true }), {
      ...separate,
      networks: 1,
      natGateways: 1,
    });
  });

  it("creates no network in an existing subnet, and only the gateways and identities that are missing", () => {
    const of = (adopted: Partial<typeof NOTHING>, isNetworkShared = false) => {
      const planned = plan({ vmCount: 2, isNetworkShared, adopted: { ...NOTHING, ...adopted } });
      return [planned.networks, planned.natGateways, planned.identities];
    };
    assert.deepEqual(of({ subnets: [SUBNET] }), [0, 0, 2]);
    assert.deepEqual(of({ subnets: [SUBNET] }, true), [0, 0, 2]);
    assert.deepEqual(of({ natGateways: [GATEWAY] }), [2, 1, 2]);
    assert.deepEqual(of({ natGateways: [GATEWAY] }, true), [1, 0, 2]);
    assert.deepEqual(of({ natGateways: [GATEWAY, OTHER_GATEWAY] }), [2, 0, 2]);
    assert.deepEqual(of({ identities: [IDENTITY] }), [2, 2, 1]);
  });

  it("creates no resource group for an existing VM with an existing identity", () => {
    const of = (adopted: Partial<typeof NOTHING>, resourceGroup?: string) => {
      const planned = plan({ vmCount: 0, resourceGroup, adopted: { ...NOTHING, ...adopted } });
      return [planned.workloads, planned.vms, planned.createsGroup, planned.hasGroup];
    };
    assert.deepEqual(of({ virtualMachines: [MACHINE], identities: [IDENTITY] }), [1, 0, false, false]);
    assert.deepEqual(of({ virtualMachines: [MACHINE] }), [1, 0, true, true]);
    assert.deepEqual(of({ virtualMachines: [MACHINE] }, "rg"), [1, 0, false, true]);
  });

  it("refuses more identities than workloads, and more NAT gateways than networks", () => {
    const identities = [IDENTITY, adoptedId("Microsoft.ManagedIdentity/userAssignedIdentities", "other")];
    assert.throws(() => plan({ adopted: { ...NOTHING, identities } }), {
      message:
        "--identity-id is given too often. Expected at most 1: one per workload; got 2. Remove one, or raise --vm-count [option-too-often]",
    });
    assert.throws(
      () => plan({ adopted: { ...NOTHING, natGateways: [GATEWAY, OTHER_GATEWAY] } }),
      /--nat-gateway-id is given too often\. /,
    );
  });
});

describe("what a federation adopts in Azure", () => {
  const read = (args: readonly string[], settings = {}) =>
    readAdopted(optionsFrom(preflight.options, args), settings);

  it("is what the options name, each once", () => {
    const twice = ["--subnet-id", SUBNET.id, "--subnet-id", SUBNET.id.toLowerCase()];
    assert.deepEqual(read([...twice, "--identity-id", IDENTITY.id]), {
      ...NOTHING,
      subnets: [SUBNET],
      identities: [IDENTITY],
    });
  });

  it("is what the stack's configuration names, unless an option does", () => {
    const settings = { subnetId: SUBNET.id, existingVirtualMachineId: MACHINE.id };
    assert.deepEqual(read([], settings), { ...NOTHING, subnets: [SUBNET], virtualMachines: [MACHINE] });
    assert.deepEqual(read(["--nat-gateway-id", GATEWAY.id], settings), {
      ...NOTHING,
      natGateways: [GATEWAY],
      virtualMachines: [MACHINE],
    });
    assert.deepEqual(read(["--shared-network"], { subnetId: SUBNET.id }), NOTHING);
  });

  it("is not what another part of the program has under the same name, such as a subnet in AWS", () => {
    const settings = { subnetId: "subnet-0a1b2c3d", identityId: GATEWAY.id, image: "ami-0a1b2c3d" };
    assert.deepEqual(read([], settings), NOTHING);
  });

  it("is an image of a gallery with or without a version, or a managed one, instead of the marketplace's", () => {
    const gallery = adoptedId("Microsoft.Compute/galleries/images", "gallery", "golden");
    const version = adoptedId("Microsoft.Compute/galleries/images/versions", "gallery", "golden", "1.0.0");
    const managed = adoptedId("Microsoft.Compute/images", "golden");
    for (const image of [gallery, version, managed]) {
      assert.deepEqual(read(["--image", image.id]).image, image);
      assert.deepEqual(read([], { image: image.id }).image, image);
    }
    assert.equal(read(["--image", "a:b:c"], { image: managed.id }).image, undefined);
  });

  const wrong: [string, string[], RegExp][] = [
    [
      "an ID of another type",
      ["--subnet-id", GATEWAY.id],
      /--subnet-id: .* one Microsoft\.Network\/virtualNetworks\/subnets; got /,
    ],
    [
      "a name",
      ["--identity-id", "orders"],
      /--identity-id: invalid value\. Expected the resource ID of one .*; got "orders"/,
    ],
    [
      "a subnet and a NAT gateway",
      ["--subnet-id", SUBNET.id, "--nat-gateway-id", GATEWAY.id],
      /exclude each other/,
    ],
  ];
  for (const [title, args, message] of wrong) {
    it(`cannot be ${title}`, () => {
      assert.throws(() => read(args), message);
    });
  }
});

describe("the ID of a resource", () => {
  it("is read without case, and not of an ID that ends early or goes on", () => {
    const types = ["Microsoft.Network/natGateways"];
    assert.deepEqual(armIdOf(GATEWAY.id.toUpperCase(), types), {
      ...GATEWAY,
      id: GATEWAY.id.toUpperCase(),
      subscriptionId: GATEWAY.subscriptionId.toUpperCase(),
      resourceGroup: "HUB",
      names: ["NAT"],
    });
    for (const id of [
      `${GATEWAY.id}/`,
      `${GATEWAY.id}/x`,
      GATEWAY.id.replace("/nat", "//nat"),
      "",
      "/subscriptions/x",
    ]) {
      assert.equal(armIdOf(id, types), undefined, id);
    }
  });
});
