import assert from "node:assert/strict";
import {
  differingLists,
  listsWithoutAddress,
  NAT_GATEWAY,
  SHARED_NETWORK,
  SUBNET,
} from "../../../../components/federation/shared-address";
import { withCode } from "../../../../messages";

const leaving = (lists: Record<string, string[] | undefined>) =>
  Object.entries(lists).map(([key, allowedSourceIps]) => ({ key, allowedSourceIps }));

describe("allowedSourceIps of VMs that leave from one address", () => {
  it("are right if all lists are the same, in any order, or only some are given", () => {
    const both = ["203.0.113.7", "198.51.100.0/24"];
    assert.deepEqual(
      differingLists(leaving({ a: both, b: [...both].reverse(), c: undefined }), SHARED_NETWORK),
      [],
    );
    assert.deepEqual(differingLists(leaving({ a: both, b: undefined }), SHARED_NETWORK), []);
    const written = ["203.0.113.7/32", "198.51.100.0/24", "203.0.113.7"];
    assert.deepEqual(differingLists(leaving({ a: both, b: written }), SHARED_NETWORK), []);
  });

  it("are warned of if two lists differ, without their values", () => {
    assert.deepEqual(
      differingLists(leaving({ a: ["203.0.113.7"], b: ["203.0.113.8"], c: undefined }), SHARED_NETWORK).map(
        withCode,
      ),
      [
        "allowedSourceIps of workloads.a, workloads.b differ, but all VMs of the shared network leave from one address, " +
          "so AWS cannot tell them apart by it. To give a workload a separate address, set its " +
          "virtualMachine.natGatewayId [shared-address-differing-lists]",
      ],
    );
  });

  it("are warned of in the words of what the VMs share", () => {
    const both = leaving({ a: ["203.0.113.7"], b: ["203.0.113.8"] });
    assert.deepEqual(differingLists(both, NAT_GATEWAY).map(withCode), [
      "allowedSourceIps of workloads.a, workloads.b differ, but these VMs leave through one NAT gateway, so AWS cannot " +
        "tell them apart by it. To give a workload a separate address, give its VM another NAT gateway [shared-address-differing-lists]",
    ]);
    assert.deepEqual(differingLists(both, SUBNET).map(withCode), [
      "allowedSourceIps of workloads.a, workloads.b differ, but these VMs leave from one subnet, so AWS cannot tell them " +
        "apart by it. To give a workload a separate address, put its VM into a subnet with another NAT gateway [shared-address-differing-lists]",
    ]);
    assert.deepEqual(listsWithoutAddress(both, "203.0.113.7", NAT_GATEWAY).map(withCode), [
      "workloads.b.allowedSourceIps: the VM leaves from 203.0.113.7, the address of its NAT gateway. AWS refuses the VM " +
        "whenever it leaves from there. Add the address to the list [shared-address-not-allowed]",
    ]);
  });

  const lists: [title: string, list: string[] | undefined, address: string, missing: string | undefined][] = [
    ["no list", undefined, "203.0.113.7", undefined],
    ["an address that is not known", ["198.51.100.7"], "", undefined],
    ["the address itself", ["198.51.100.7", "203.0.113.7"], "203.0.113.7", undefined],
    ["a network around the address", ["203.0.113.0/24"], "203.0.113.7", undefined],
    ["another address", ["203.0.113.8"], "203.0.113.7", "203.0.113.7"],
    ["an IPv6 network", ["2001:db8::/32", "2001:db8::1"], "203.0.113.7", "203.0.113.7"],
    ["one of two addresses", ["203.0.113.7"], "203.0.113.7,203.0.113.9", "203.0.113.9"],
    ["a part of a prefix", ["192.0.2.16/29"], "192.0.2.16/28", "192.0.2.16/28"],
    ["a prefix with a hole", ["192.0.2.16/30", "192.0.2.28/30"], "192.0.2.16/28", "192.0.2.16/28"],
    ["both halves of a prefix", ["192.0.2.16/29", "192.0.2.24/29"], "192.0.2.16/28", undefined],
    ["all of a prefix", ["192.0.2.0/24"], "192.0.2.16/28", undefined],
  ];
  for (const [title, list, address, missing] of lists) {
    it(`are ${missing === undefined ? "right" : "warned of"} for ${title}`, () => {
      const expected =
        missing === undefined
          ? []
          : [
              `workloads.app.allowedSourceIps: the VM leaves from ${missing}, the address of the shared network. AWS ` +
                "refuses the VM whenever it leaves from there. Add the address to the list [shared-address-not-allowed]",
            ];
      const found = listsWithoutAddress(leaving({ app: list }), address, SHARED_NETWORK);
      assert.deepEqual(found.map(withCode), expected);
    });
  }
});
