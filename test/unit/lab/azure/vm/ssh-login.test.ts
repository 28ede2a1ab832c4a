import assert from "node:assert/strict";
import { SshError } from "../../../../../lab/azure/vm/ssh-login";
import { describeWithAzureLab, GROUP, LOCATION, NIC, virtualMachine, VM } from "../azure-lab";

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
