import assert from "node:assert/strict";
import { SshError } from "../../../azure/vm/ssh-login";
import { describeWithAzureLab, GROUP, LOCATION, NIC, virtualMachine, VM } from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/net/subnets/sub`;
const PASSWORD = "Correct-horse-7";

describeWithAzureLab("SSH from the internet", {}, (lab) => {
  let address: string;
  let ofGateway: string;

  before(async () => {
    await lab().prepareNetwork();
    const osProfile = { computerName: "vm1", adminUsername: "dev", adminPassword: PASSWORD };
    const linuxConfiguration = { disablePasswordAuthentication: false };
    await lab().put(VM, virtualMachine({ osProfile: { ...osProfile, linuxConfiguration } }));
    address = await createAddress("standard");
    ofGateway = await addressOf(`${NETWORK}/publicIPAddresses/ip`);
  });

  async function addressOf(id: string): Promise<string> {
    const { body } = await lab().arm("GET", id);
    return (body.properties as { ipAddress: string }).ipAddress;
  }

  async function createAddress(name: string): Promise<string> {
    const id = `${NETWORK}/publicIPAddresses/${name}`;
    await lab().put(id, {
      location: LOCATION,
      sku: { name: "Standard" },
      properties: { publicIPAllocationMethod: "Static" },
    });
    return addressOf(id);
  }

  const group = (name: string) => ({ id: `${NETWORK}/networkSecurityGroups/${name}` });
  const createGroup = (name: string, ...rules: readonly object[]): Promise<unknown> =>
    lab().put(group(name).id, {
      location: LOCATION,
      properties: {
        securityRules: rules.map((rule, index) => ({
          name: `rule${index}`,
          properties: {
            direction: "Inbound",
            access: "Allow",
            priority: 100 + index,
            protocol: "Tcp",
            sourceAddressPrefix: "*",
            sourcePortRange: "*",
            destinationAddressPrefix: "*",
            ...rule,
          },
        })),
      },
    });
  const setInterface = (publicAddress: string | undefined, securityGroup?: string): Promise<unknown> =>
    lab().put(NIC, {
      location: LOCATION,
      properties: {
        ...(securityGroup && { networkSecurityGroup: group(securityGroup) }),
        ipConfigurations: [
          {
            name: "primary",
            properties: {
              subnet: { id: SUBNET },
              ...(publicAddress && {
                publicIPAddress: { id: `${NETWORK}/publicIPAddresses/${publicAddress}` },
              }),
            },
          },
        ],
      },
    });
  const setSubnet = (securityGroup?: string): Promise<unknown> =>
    lab().put(SUBNET, {
      properties: {
        addressPrefix: "10.0.1.0/24",
        ...(securityGroup && { networkSecurityGroup: group(securityGroup) }),
      },
    });

  /** What the client says; `in` for a shell. */
  function attempt(changes: { from?: string; to?: string; user?: string; password?: string } = {}): string {
    try {
      const given = { from: "198.51.100.10", to: address, user: "dev", password: PASSWORD, ...changes };
      assert.equal(lab().azure.ssh(given).name, "vm1");
      return "in";
    } catch (error) {
      assert.ok(error instanceof SshError);
      assert.ok(error.message.includes(error.reason));
      return error.message;
    }
  }
  const lost = (to: string): string => `ssh: connect to host ${to} port 22: Connection timed out`;

  it("reaches no machine without an address of its own, not by that of its NAT gateway either", async () => {
    assert.equal(attempt({ to: ofGateway }), lost(ofGateway));
    assert.equal(attempt(), lost(address));
    await setInterface("standard");
    assert.equal(
      attempt(),
      lost(address),
      "an address of the Standard SKU is closed without a security group",
    );
  });

  it("gets in where the group lets it, with the administrator's name and password", async () => {
    await createGroup("open", { destinationPortRange: "22" });
    await setInterface("standard", "open");
    assert.equal(attempt(), "in");
    assert.equal(attempt({ password: "guess" }), `dev@${address}: Permission denied (password).`);
    assert.equal(attempt({ user: "root" }), `root@${address}: Permission denied (password).`);
  });

  it("is judged by the first rule that fits, of subnet and interface both", async () => {
    const from = "203.0.113.200";
    const denied = { access: "Deny", destinationPortRange: "*" };
    const cases: readonly (readonly [readonly object[], boolean])[] = [
      [[{ destinationPortRange: "80" }], false],
      [[{ destinationPortRange: "20-30" }], true],
      [[{ destinationPortRanges: ["80", "22"] }], true],
      [[{ protocol: "Udp", destinationPortRange: "22" }], false],
      [[{ direction: "Outbound", destinationPortRange: "22" }], false],
      [[{ sourceAddressPrefix: "203.0.113.0/24", destinationPortRange: "22" }], true],
      [[{ sourceAddressPrefix: "198.51.100.0/24", destinationPortRange: "22" }], false],
      [[{ sourceAddressPrefix: from, destinationPortRange: "22" }], true],
      [[{ sourceAddressPrefix: "Internet", destinationPortRange: "22" }], true],
      [[{ sourceAddressPrefix: "VirtualNetwork", destinationPortRange: "22" }], false],
      [[denied, { destinationPortRange: "22" }], false],
      [[{ ...denied, priority: 200 }, { destinationPortRange: "22" }], true],
      [[], false],
    ];
    for (const [rules, passes] of cases) {
      await createGroup("open", ...rules);
      assert.equal(attempt({ from }), passes ? "in" : lost(address), JSON.stringify(rules));
    }
    await createGroup("open", { destinationPortRange: "22" });
    await createGroup("closed");
    await setSubnet("closed");
    assert.equal(attempt(), lost(address));
    await setSubnet();
    assert.equal(attempt(), "in");
  });

  it("takes no password where it is turned off", async () => {
    const body = virtualMachine();
    await lab().follow(await lab().arm("DELETE", VM));
    await lab().put(VM, body);
    const { adminUsername } = (body.properties as { osProfile: { adminUsername: string } }).osProfile;
    await setInterface("standard", "open");
    assert.equal(
      attempt({ user: adminUsername }),
      `${adminUsername}@${address}: Permission denied (publickey).`,
    );
  });
});

describeWithAzureLab("SSH from a machine in the same virtual network", {}, (lab) => {
  const NEIGHBOR = VM.replace("vm1", "vm2");
  let address: string;

  before(async () => {
    await lab().prepareNetwork();
    await lab().put(VM, virtualMachine());
    // Another subnet of the network, and a network of the same addresses.
    await lab().put(`${SUBNET}2`, { properties: { addressPrefix: "10.0.2.0/24" } });
    await lab().put(`${NETWORK}/virtualNetworks/other`, {
      location: LOCATION,
      properties: {
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        subnets: [{ name: "sub", properties: { addressPrefix: "10.0.2.0/24" } }],
      },
    });
    await place(NEIGHBOR, `${SUBNET}2`);
    const { properties } = await lab().put(NIC, {
      location: LOCATION,
      properties: { ipConfigurations: [{ name: "primary", properties: { subnet: { id: SUBNET } } }] },
    });
    const [configuration] = (
      properties as { ipConfigurations: { properties: { privateIPAddress: string } }[] }
    ).ipConfigurations;
    address = configuration?.properties.privateIPAddress ?? "";
  });

  /** Creates a machine with an interface in a subnet. */
  async function place(vm: string, subnet: string): Promise<void> {
    const nic = `${NIC}-${vm.split("/").at(-1) ?? ""}`;
    await lab().put(nic, {
      location: LOCATION,
      properties: { ipConfigurations: [{ name: "primary", properties: { subnet: { id: subnet } } }] },
    });
    await lab().put(vm, virtualMachine({ networkProfile: { networkInterfaces: [{ id: nic }] } }));
  }

  const closeSubnet = async (...rules: readonly object[]): Promise<void> => {
    const group = `${NETWORK}/networkSecurityGroups/group`;
    const securityRules = rules.map((rule, index) => ({
      name: `rule${index}`,
      properties: {
        direction: "Inbound",
        access: "Deny",
        priority: 100 + index,
        protocol: "*",
        sourceAddressPrefix: "*",
        sourcePortRange: "*",
        destinationAddressPrefix: "*",
        destinationPortRange: "*",
        ...rule,
      },
    }));
    await lab().put(group, { location: LOCATION, properties: { securityRules } });
    await lab().put(SUBNET, {
      properties: { addressPrefix: "10.0.1.0/24", networkSecurityGroup: { id: group } },
    });
  };

  /** Whether the client reaches the machine, which takes no password. */
  function reaches(vmId: string, to = address): boolean {
    try {
      lab().azure.ssh({ from: { vmId }, to, user: "dev", password: PASSWORD });
    } catch (error) {
      assert.ok(error instanceof SshError);
      return error.reason === "Permission denied";
    }
    throw new Error("a machine that takes no password let somebody in");
  }

  it("gets through without a security group, and with one that only has the default rules", async () => {
    assert.equal(reaches(NEIGHBOR), true);
    await closeSubnet();
    assert.equal(reaches(NEIGHBOR), true);
  });

  it("is judged by the first rule that fits", async () => {
    const cases: readonly (readonly [readonly object[], boolean])[] = [
      [[{}], false],
      [[{ sourceAddressPrefix: "VirtualNetwork" }], false],
      [[{ sourceAddressPrefix: "10.0.2.0/24" }], false],
      [[{ sourceAddressPrefix: "10.0.3.0/24" }], true],
      [[{ sourceAddressPrefix: "Internet" }], true],
      [[{ destinationPortRange: "443" }], true],
      [[{ access: "Allow", sourceAddressPrefix: "VirtualNetwork" }, {}], true],
    ];
    for (const [rules, passes] of cases) {
      await closeSubnet(...rules);
      assert.equal(reaches(NEIGHBOR), passes, JSON.stringify(rules));
    }
    await closeSubnet();
  });

  it("reaches nothing from another network, whatever its addresses, and nothing at an address of nobody's", async () => {
    const stranger = VM.replace("vm1", "vm3");
    await place(stranger, `${NETWORK}/virtualNetworks/other/subnets/sub`);
    assert.equal(reaches(stranger), false);
    assert.equal(reaches(NEIGHBOR, "10.0.1.99"), false);
  });
});
