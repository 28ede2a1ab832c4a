import assert from "node:assert/strict";
import { federatedVmIsClosed as rule } from "../../../../policypack/rules/federated-vm-is-closed";
import { NOTHING, type TestedResource, UNKNOWN, validateStack, type Validation } from "../validate";
import { type Changes, federation } from "./federation-stack";

type Json = Record<string, unknown>;

const AZURE = "azure-native:network";
const HUB = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets";

const inbound = (access: string, priority: unknown, change: Json = {}): Json => ({
  name: `${access}-${String(priority)}`,
  direction: "Inbound",
  access,
  priority,
  protocol: "*",
  sourceAddressPrefix: "*",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRange: "*",
  ...change,
});
const allow = (priority: unknown, change: Json = {}) => inbound("Allow", priority, change);
const deny = (priority: unknown, change: Json = {}) => inbound("Deny", priority, change);
const fromNetwork = { sourceAddressPrefix: "VirtualNetwork" };
const ssh = { protocol: "Tcp", destinationPortRange: "22" };

const resource = (
  type: string,
  name: string,
  props: Json,
  madeOf: Record<string, string[]> = {},
): TestedResource => ({ type: type.includes(":") ? type : `${AZURE}:${type}`, name, props, madeOf });

/** Another VM, without an identity, in a subnet of its own of the same network. */
const neighbor = (prefix = "10.0.0.16/28"): TestedResource[] => [
  resource("VirtualNetwork", "vnet", {
    resourceGroupName: "rg",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
  }),
  resource("Subnet", "other-subnet", { addressPrefix: prefix }, { virtualNetworkName: ["vnet"] }),
  resource(
    "NetworkInterface",
    "other-nic",
    { ipConfigurations: [{}] },
    { ipConfigurations: ["other-subnet"] },
  ),
  resource("azure-native:compute:VirtualMachine", "other", {}, { networkProfile: ["other-nic"] }),
];

/** The stack of the fixture, with the subnet of its VM in a network that another VM is in too. */
function shared(
  changes: Changes = {},
  more: readonly TestedResource[] = [],
  others = neighbor(),
): TestedResource[] {
  const stack = federation({ subnet: { addressPrefix: "10.0.0.0/28" }, ...changes }, [...others, ...more]);
  return stack.map((one) =>
    one.name === "subnet" ? { ...one, madeOf: { ...one.madeOf, virtualNetworkName: ["vnet"] } } : one,
  );
}

const withRules = async (...securityRules: Json[]): Promise<Validation> =>
  validateStack(rule, shared({ nsg: { securityRules } }));
const expected = (why: string, port = "22 (SSH)"): Validation => ({
  violations: [],
  advice: [
    `VM other of the same virtual network can reach port ${port} of VM vm, ${why}. Expected a security group with an ` +
      "inbound rule that denies VirtualNetwork or *, before every Allow.",
  ],
});
const byDefault = expected("by Azure's default rule AllowVnetInBound of security group nsg");

describe("federated-vm-is-closed on VMs of one virtual network", () => {
  it("is silent about a VM that is alone in its network, whatever its group lets in", async () => {
    assert.deepEqual(await validateStack(rule, federation()), NOTHING);
    const apart = neighbor().map((one) => (one.name === "other-subnet" ? { ...one, madeOf: {} } : one));
    assert.deepEqual(await validateStack(rule, shared({}, [], apart)), NOTHING);
    const alone = neighbor().filter(({ name }) => name === "vnet");
    assert.deepEqual(await validateStack(rule, shared({}, [], alone)), NOTHING);
  });

  it("advises about a group without rules: Azure's default rules let neighbors in", async () => {
    assert.deepEqual(await withRules(), byDefault);
  });

  it("refuses it with neighbors: refuse", async () => {
    const { violations, advice } = await validateStack(rule, shared(), { neighbors: "refuse" });
    assert.deepEqual([violations, advice], [byDefault.advice, []]);
  });

  it("advises about a VM without any security group", async () => {
    const stack = shared().map((one) =>
      one.name === "subnet" ? { ...one, madeOf: { virtualNetworkName: ["vnet"] } } : one,
    );
    const why = "because neither subnet nor interface has a security group";
    assert.deepEqual(await validateStack(rule, stack), expected(why));
  });

  const closed: [title: string, rules: Json[]][] = [
    ["a Deny from everywhere", [deny(100)]],
    ["a Deny from the virtual network", [deny(4096, fromNetwork)]],
    ["a Deny from the neighbor's subnet", [deny(100, { sourceAddressPrefix: "10.0.0.16/28" })]],
    [
      "a Deny from a network around it, among others",
      [
        deny(100, {
          sourceAddressPrefix: undefined,
          sourceAddressPrefixes: ["192.168.0.0/16", "10.0.0.0/8"],
        }),
      ],
    ],
    [
      "a Deny of the login ports",
      [deny(100, { destinationPortRange: undefined, destinationPortRanges: ["22", "3389", "5985-5986"] })],
    ],
    ["a Deny to the subnet of the VM", [deny(100, { destinationAddressPrefix: "10.0.0.0/24" })]],
    ["an Allow after the Deny", [allow(200, ssh), deny(100)]],
    ["an Allow of another port", [allow(100, { destinationPortRange: "443" }), deny(200)]],
    [
      "an Allow from a network of nobody in the stack, such as Azure Bastion's",
      [allow(100, { ...ssh, sourceAddressPrefix: "10.0.1.0/26" }), deny(200)],
    ],
    [
      "an Allow from the load balancer, or out",
      [
        allow(100, { sourceAddressPrefix: "AzureLoadBalancer" }),
        allow(110, { direction: "Outbound" }),
        deny(200),
      ],
    ],
    [
      "an Allow from an application security group",
      [
        allow(100, {
          ...ssh,
          sourceAddressPrefix: undefined,
          sourceApplicationSecurityGroups: [{ id: "x" }],
        }),
        deny(200),
      ],
    ],
  ];
  for (const [title, rules] of closed) {
    it(`is silent about ${title}`, async () => {
      assert.deepEqual(await withRules(...rules), NOTHING);
    });
  }

  const by = (name: string, port?: string) => expected(`by rule "${name}" of security group nsg`, port);
  const open: [title: string, rules: Json[], Validation][] = [
    [
      "an Allow from the virtual network",
      [allow(100, { ...ssh, ...fromNetwork }), deny(200)],
      by("Allow-100"),
    ],
    [
      "an Allow from the neighbor's subnet",
      [allow(100, { ...ssh, sourceAddressPrefix: "10.0.0.16/28" }), deny(200)],
      by("Allow-100"),
    ],
    [
      "an Allow from a part of it, among others",
      [
        allow(100, {
          ...ssh,
          sourceAddressPrefix: undefined,
          sourceAddressPrefixes: ["1.2.3.4", "10.0.0.20"],
        }),
        deny(200),
      ],
      by("Allow-100"),
    ],
    [
      "an Allow of RDP in a range of ports",
      [allow(100, { ...fromNetwork, destinationPortRange: "3000-4000" }), deny(200)],
      by("Allow-100", "3389 (RDP)"),
    ],
    [
      "an Allow before a Deny with a greater number, in any order",
      [deny(300), allow(200, fromNetwork)],
      by("Allow-200"),
    ],
    ["a Deny from the internet alone", [deny(100, { sourceAddressPrefix: "Internet" })], byDefault],
    ["a Deny from another subnet", [deny(100, { sourceAddressPrefix: "10.0.0.32/28" })], byDefault],
    [
      "a Deny from a part of the neighbor's subnet",
      [deny(100, { sourceAddressPrefix: "10.0.0.16/30" })],
      byDefault,
    ],
    ["a Deny of UDP", [deny(100, { protocol: "Udp" })], byDefault],
    ["a Deny from some ports", [deny(100, { sourcePortRange: "1024" })], byDefault],
    ["a Deny to another subnet", [deny(100, { destinationAddressPrefix: "10.0.0.16/28" })], byDefault],
    [
      "a Deny from an application security group",
      [deny(100, { sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: "x" }] })],
      byDefault,
    ],
    ["a Deny of what goes out", [deny(100, { direction: "Outbound" })], byDefault],
  ];
  for (const [title, rules, validation] of open) {
    it(`advises about ${title}`, async () => {
      const { violations, advice } = await withRules(...rules);
      assert.deepEqual({ violations, advice }, validation);
    });
  }

  it("weighs rules that are resources of their own with those of the group", async () => {
    const own = (name: string, props: Json): TestedResource =>
      resource("SecurityRule", name, props, { networkSecurityGroupName: ["nsg"] });
    const denying = own("closing", deny(200));
    assert.deepEqual(await validateStack(rule, shared({}, [denying])), NOTHING);
    const { advice } = await validateStack(
      rule,
      shared({}, [denying, own("opening", allow(100, { ...ssh, ...fromNetwork }))]),
    );
    assert.deepEqual(advice, by("Allow-100").advice);
    const inline = shared({ nsg: { securityRules: [deny(100)] } }, [own("late", allow(150, fromNetwork))]);
    assert.deepEqual(await validateStack(rule, inline), NOTHING);
    const elsewhere = resource("SecurityRule", "far", deny(100), { networkSecurityGroupName: ["other-nsg"] });
    assert.deepEqual(await validateStack(rule, shared({}, [elsewhere])), byDefault);
  });

  it("lets the group of the interface close what that of the subnet leaves open, and the other way round", async () => {
    const onInterface = (securityRules: Json[], changes: Changes = {}): TestedResource[] => [
      ...shared(changes).map((one) =>
        one.name === "nic" ? { ...one, madeOf: { ...one.madeOf, networkSecurityGroup: ["nic-nsg"] } } : one,
      ),
      resource("NetworkSecurityGroup", "nic-nsg", { securityRules }),
    ];
    assert.deepEqual(await validateStack(rule, onInterface([deny(100)])), NOTHING);
    assert.deepEqual(
      await validateStack(rule, onInterface([], { nsg: { securityRules: [deny(100)] } })),
      NOTHING,
    );
    assert.deepEqual(await validateStack(rule, onInterface([])), byDefault);
  });

  it("is silent in a preview about what is not known yet", async () => {
    for (const securityRules of [
      UNKNOWN,
      [UNKNOWN],
      [deny(UNKNOWN)],
      [deny(100, { access: UNKNOWN })],
      [deny(100, { sourceAddressPrefix: UNKNOWN })],
      [deny(100, { sourceAddressPrefixes: [UNKNOWN], sourceAddressPrefix: undefined })],
    ]) {
      assert.deepEqual(await validateStack(rule, shared({ nsg: { securityRules } })), NOTHING);
    }
    // A name, or a rule for what goes out, decides nothing.
    const named = [
      allow(100, { ...fromNetwork, name: UNKNOWN }),
      deny(90, { direction: "Outbound", protocol: UNKNOWN }),
    ];
    assert.equal((await validateStack(rule, shared({ nsg: { securityRules: named } }))).advice.length, 1);
    const unknownRange = shared(
      { nsg: { securityRules: [deny(100, { sourceAddressPrefix: "10.0.0.16/28" })] } },
      [],
      neighbor(UNKNOWN),
    );
    assert.deepEqual(await validateStack(rule, unknownRange), NOTHING);
  });

  it("knows two VMs in existing subnets of one network, but not the group of these", async () => {
    const hub = (name: string, id: string, madeOf: Record<string, string[]> = {}): TestedResource =>
      resource("NetworkInterface", name, { ipConfigurations: [{ subnet: { id } }] }, madeOf);
    const inHub = (madeOf: Record<string, string[]>): TestedResource[] => [
      ...federation({ nic: undefined }, neighbor()).filter(({ name }) => name !== "other-nic"),
      hub("nic", `${HUB}/one`, madeOf),
      hub("other-nic", `${HUB.toUpperCase()}/TWO`),
    ];
    assert.deepEqual(await validateStack(rule, inHub({ networkSecurityGroup: ["nsg"] })), NOTHING);
    assert.deepEqual(await validateStack(rule, inHub({})), NOTHING);
    const existing = { resourceGroupName: "hub", virtualNetworkName: "HUB", addressPrefix: "10.0.0.0/28" };
    const inOwnSubnet = [
      ...federation({ subnet: existing }, neighbor()).filter(({ name }) => name !== "other-nic"),
      hub("other-nic", `${HUB}/two`),
    ];
    assert.deepEqual(await validateStack(rule, inOwnSubnet), byDefault);
  });

  it("knows subnets that are a part of their network", async () => {
    const inline = (subnets: Json[], madeOf: Record<string, string[]>): TestedResource[] => [
      ...federation({ subnet: undefined }, neighbor())
        .filter(({ name }) => !["vnet", "other-subnet"].includes(name))
        .map((one) => (one.name.endsWith("nic") ? { ...one, madeOf: { ipConfigurations: ["vnet"] } } : one)),
      resource("VirtualNetwork", "vnet", { subnets }, madeOf),
    ];
    const grouped = { addressPrefix: "10.0.0.0/24", networkSecurityGroup: { id: "x" } };
    const of = { subnets: ["nsg"] };
    assert.deepEqual(await validateStack(rule, inline([grouped], of)), byDefault);
    const bare = [{ addressPrefix: "10.0.0.0/24" }];
    const why = "because neither subnet nor interface has a security group";
    assert.deepEqual(await validateStack(rule, inline(bare, {})), expected(why));
    // Which of the two the VM is in is not known.
    assert.deepEqual(await validateStack(rule, inline([grouped, ...bare], of)), NOTHING);
    // The group is in another stack.
    assert.deepEqual(await validateStack(rule, inline([grouped], {})), NOTHING);
  });

  it("says the same of networks of the classic Azure provider", async () => {
    const classic = (type: string, name: string, props: Json, madeOf: Record<string, string[]>) =>
      resource(`azure:network/${type.replace(/^./, (c) => c.toLowerCase())}:${type}`, name, props, madeOf);
    const vm = (name: string, nic: string, madeOf: Record<string, string[]> = {}) =>
      resource(
        "azure:compute/linuxVirtualMachine:LinuxVirtualMachine",
        name,
        {},
        {
          networkInterfaceIds: [nic],
          ...madeOf,
        },
      );
    const stack = (securityRules: Json[]): TestedResource[] =>
      federation({ vm: undefined }, [
        classic("VirtualNetwork", "cnet", {}, {}),
        classic("Subnet", "one", { addressPrefixes: ["10.0.0.0/28"] }, { virtualNetworkName: ["cnet"] }),
        classic("Subnet", "two", { addressPrefixes: ["10.0.0.16/28"] }, { virtualNetworkName: ["cnet"] }),
        classic("NetworkInterface", "nic-1", {}, { ipConfigurations: ["one"] }),
        classic("NetworkInterface", "nic-2", {}, { ipConfigurations: ["two"] }),
        classic("NetworkSecurityGroup", "group", { securityRules }, {}),
        classic(
          "SubnetNetworkSecurityGroupAssociation",
          "association",
          {},
          {
            subnetId: ["one"],
            networkSecurityGroupId: ["group"],
          },
        ),
        vm("federated", "nic-1", { identity: ["identity"] }),
        vm("plain", "nic-2"),
      ]);
    assert.deepEqual(await validateStack(rule, stack([deny(100)])), NOTHING);
    const { advice } = await validateStack(rule, stack([]));
    assert.equal(advice.length, 1);
    assert.match(
      advice[0] ?? "",
      /^VM plain of the same virtual network can reach port 22 \(SSH\) of VM federated, by /,
    );
  });

  it("says nothing of VMs without a federated identity, unless the scope is all", async () => {
    const [, , , other] = neighbor();
    assert.equal(other?.name, "other");
    const closedHere = shared({ nsg: { securityRules: [deny(100)] } });
    assert.deepEqual(await validateStack(rule, closedHere), NOTHING);
    const { advice } = await validateStack(rule, closedHere, { scope: "all" });
    assert.deepEqual(advice, [
      "VM vm of the same virtual network can reach port 22 (SSH) of VM other, because neither subnet nor interface has a " +
        "security group. Expected a security group with an inbound rule that denies VirtualNetwork or *, before every Allow.",
    ]);
  });
});
