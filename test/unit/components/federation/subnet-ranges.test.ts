import assert from "node:assert/strict";
import fc from "fast-check";
import { holds, ipv4Range, overlaps } from "../../../../components/federation/ipv4-range";
import { subnetProblems, subnetRange } from "../../../../components/federation/subnet-ranges";

const SPACE = "10.0.0.0/16";

describe("The subnets of a shared network", () => {
  it("have places that follow from names alone, and that no version may change", () => {
    assert.deepEqual(
      ["app", "batch", "reporter", "w48"].map((key) => subnetRange(SPACE, key)),
      ["10.0.228.112/28", "10.0.100.16/28", "10.0.169.176/28", "10.0.197.80/28"],
    );
    assert.equal(subnetRange("192.168.7.0/24", "app"), "192.168.7.112/28");
    assert.equal(subnetRange("192.168.7.32/28", "app"), "192.168.7.32/28");
  });

  it("are 16 addresses inside the address space, whatever the name", () => {
    const spaces = fc
      .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 28 }))
      .map(([address, bits]) => {
        const first = Math.floor(address / 2 ** (32 - bits)) * 2 ** (32 - bits);
        return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${bits}`;
      });
    fc.assert(
      fc.property(spaces, fc.string(), (space, key) => {
        const range = ipv4Range(subnetRange(space, key));
        assert.equal(range.size, 16);
        assert.ok(holds(ipv4Range(space), range));
      }),
    );
  });

  it("go together if none overlaps another and all are inside", () => {
    assert.deepEqual(subnetProblems(SPACE, []), []);
    assert.deepEqual(
      subnetProblems(SPACE, [
        { key: "app" },
        { key: "batch" },
        { key: "first", addressPrefix: "10.0.0.0/29" },
        { key: "second", addressPrefix: "10.0.0.8/29" },
      ]),
      [],
    );
    assert.deepEqual(subnetProblems("10.0.0.0/28", [{ key: "app" }]), []);
  });

  const problems: [
    title: string,
    space: string,
    residents: Parameters<typeof subnetProblems>[1],
    object[],
  ][] = [
    [
      "two names with one place",
      SPACE,
      [{ key: "w48" }, { key: "app" }, { key: "w82" }],
      [
        {
          path: "workloads.w82.virtualMachine.addressPrefix",
          code: "subnet-default-taken",
          text: "required argument is missing: the default for this workload is that of workloads.w48, 10.0.197.80/28",
          next: "Give the workload that has no VM yet an addressPrefix such as 10.0.0.0/28",
        },
      ],
    ],
    [
      "a range over another",
      SPACE,
      [
        { key: "one", addressPrefix: "10.0.0.0/24" },
        { key: "two", addressPrefix: "10.0.0.128/25" },
      ],
      [
        {
          path: "workloads.two.virtualMachine.addressPrefix",
          code: "subnet-overlap",
          text: "overlaps that of workloads.one, 10.0.0.0/24",
          given: '; got "10.0.0.128/25"',
          next: "Give the workload that has no VM yet an addressPrefix such as 10.0.1.0/28",
        },
      ],
    ],
    [
      "a range over the place of a name",
      SPACE,
      [{ key: "app" }, { key: "two", addressPrefix: "10.0.228.0/24" }],
      [
        {
          path: "workloads.two.virtualMachine.addressPrefix",
          code: "subnet-overlap",
          text: "overlaps that of workloads.app, 10.0.228.112/28",
          given: '; got "10.0.228.0/24"',
          next: "Give the workload that has no VM yet an addressPrefix such as 10.0.0.0/28",
        },
      ],
    ],
    [
      "a range that is outside",
      SPACE,
      [{ key: "app", addressPrefix: "10.1.0.0/24" }],
      [
        {
          path: "workloads.app.virtualMachine.addressPrefix",
          code: "subnet-outside",
          text: "outside network.addressSpace. Expected a range within 10.0.0.0/16",
          given: '; got "10.1.0.0/24"',
        },
      ],
    ],
    [
      "a range that is larger than the address space",
      SPACE,
      [{ key: "app", addressPrefix: "10.0.0.0/15" }],
      [
        {
          path: "workloads.app.virtualMachine.addressPrefix",
          code: "subnet-outside",
          text: "outside network.addressSpace. Expected a range within 10.0.0.0/16",
          given: '; got "10.0.0.0/15"',
        },
      ],
    ],
    [
      "an address space that is too small",
      "10.0.0.0/27",
      [{ key: "a" }, { key: "b" }, { key: "c" }, { key: "d", addressPrefix: "10.0.0.0/29" }],
      [
        {
          path: "network.addressSpace",
          code: "address-space-too-small",
          text: "too small for the subnets of 3 workloads. Expected /26 or larger",
          given: '; got "10.0.0.0/27"',
        },
      ],
    ],
    [
      "a full address space",
      "10.0.0.0/28",
      [{ key: "app" }, { key: "two", addressPrefix: "10.0.0.8/29" }],
      [
        {
          path: "workloads.two.virtualMachine.addressPrefix",
          code: "subnet-overlap",
          text: "overlaps that of workloads.app, 10.0.0.0/28",
          given: '; got "10.0.0.8/29"',
          next: "Give the workload that has no VM yet an addressPrefix",
        },
      ],
    ],
    [
      "names that differ in case only",
      SPACE,
      [{ key: "App" }, { key: "app" }],
      [
        {
          path: "workloads.app",
          code: "subnet-name-case",
          text: "differs from workloads.App in case only, so their subnets would have the same name",
          next: "Rename the workload, or set ownNetwork: true",
        },
      ],
    ],
  ];
  for (const [title, space, residents, expected] of problems) {
    it(`are refused for ${title}`, () => {
      assert.deepEqual(subnetProblems(space, residents), expected);
    });
  }

  it("overlap if one is in the other, and not if they only touch", () => {
    const [whole, half, next] = ["10.0.0.0/24", "10.0.0.128/25", "10.0.1.0/24"].map(ipv4Range) as [
      ReturnType<typeof ipv4Range>,
      ReturnType<typeof ipv4Range>,
      ReturnType<typeof ipv4Range>,
    ];
    assert.equal(overlaps(whole, half), true);
    assert.equal(overlaps(half, whole), true);
    assert.equal(overlaps(whole, next), false);
    assert.equal(overlaps(next, whole), false);
  });
});
