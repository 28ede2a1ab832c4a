import assert from "node:assert/strict";
import { federatedVmIsClosed as rule } from "../../../../policypack/rules/federated-vm-is-closed";
import { federation, part, WITHOUT_AWS } from "../stack/federation-stack";
import {
  NOTHING,
  type TestedResource,
  UNKNOWN,
  validateInTurn,
  validateResource,
  validateStack,
} from "../validate";

type Json = Record<string, unknown>;

const ALL = { scope: "all" };
const linuxConfiguration = { disablePasswordAuthentication: true };
const inbound = (change: Json = {}): Json => ({
  name: "in",
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "*",
  destinationPortRange: "22",
  ...change,
});

/** What is wrong with which part of the stack. */
const wrong: [title: string, name: string, change: Json, message: RegExp][] = [
  [
    "a password login",
    "vm",
    { osProfile: { linuxConfiguration: {} } },
    /Expected disablePasswordAuthentication true, with an SSH key; got nothing\./,
  ],
  [
    "no Linux configuration",
    "vm",
    { osProfile: { adminPassword: UNKNOWN } },
    /disablePasswordAuthentication/,
  ],
  [
    "a public address on the VM's own interface",
    "vm",
    {
      networkProfile: {
        networkInterfaceConfigurations: [
          { ipConfigurations: [{ publicIPAddressConfiguration: { name: "p" } }] },
        ],
      },
    },
    /public IP address/,
  ],
  [
    "a public address on its interface",
    "nic",
    { ipConfigurations: [{ publicIPAddress: { id: UNKNOWN } }] },
    /^Network interface nic has a public IP address\./,
  ],
  [
    "SSH from the internet",
    "nsg",
    { securityRules: [inbound()] },
    /^The internet can reach port 22 \(SSH\) by rule "in" of security group nsg: it allows \*\./,
  ],
  [
    "RDP from the internet in a range",
    "nsg",
    { securityRules: [inbound({ sourceAddressPrefix: "Internet", destinationPortRange: "3000-4000" })] },
    /can reach port 3389 \(RDP\) by .*: it allows Internet\./,
  ],
  [
    "every port from a list of sources",
    "nsg",
    {
      securityRules: [
        inbound({
          protocol: "*",
          sourceAddressPrefix: undefined,
          sourceAddressPrefixes: ["10.0.0.0/8", "0.0.0.0/0"],
          destinationPortRange: undefined,
          destinationPortRanges: ["80", "*"],
        }),
      ],
    },
    /can reach port 22 \(SSH\) by .*: it allows 0\.0\.0\.0\/0\./,
  ],
];

const secrets: [title: string, text: string][] = [
  ["an AWS access key", "aws_access_key_id=AKIAIOSFODNN7EXAMPLE"],
  ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ["a password or secret", "#cloud-config\npassword: hunter22"],
  ["a password or secret", "export DB_PASSWORD='correct-horse'"],
];

describe("federated-vm-is-closed", () => {
  it("has nothing to say of a closed VM", async () => {
    assert.deepEqual(await validateStack(rule, federation()), NOTHING);
    assert.deepEqual(await validateResource(rule, part("vm"), ALL), NOTHING);
    assert.deepEqual(await validateResource(rule, part("vm", { osProfile: UNKNOWN }), ALL), NOTHING);
  });

  for (const [title, name, change, message] of wrong) {
    it(`refuses ${title}: before it is made if it is this package's, else in the stack`, async () => {
      const changed = part(name, change);
      assert.deepEqual(await validateResource(rule, changed), NOTHING);
      const own = (component: string) => `azure-to-aws-federation:index:${component}$`;
      for (const validation of [
        await validateResource(rule, { ...changed, parentTypes: own("AzureVirtualMachine") }),
        await validateResource(rule, { ...changed, parentTypes: own("AzureToAwsFederation") }),
        await validateResource(rule, changed, ALL),
        await validateStack(rule, federation({ [name]: change })),
      ]) {
        assert.equal(validation.violations.length, 1);
        assert.match(validation.violations[0] ?? "", message);
      }
    });
  }

  for (const [title, text] of secrets) {
    it(`refuses ${title} in custom data, plain or in Base64, and never shows it`, async () => {
      for (const customData of [text, Buffer.from(text).toString("base64")]) {
        const change = { osProfile: { linuxConfiguration, customData } };
        const { violations } = await validateResource(rule, part("vm", change), ALL);
        assert.equal(violations.length, 1, customData);
        assert.match(violations[0] ?? "", new RegExp(`looks like ${title} in osProfile.customData`));
        assert.doesNotMatch(violations[0] ?? "", /AKIA|hunter22|correct-horse/);
      }
    });
  }

  it("lets custom data pass that fetches its secrets, and user data without any", async () => {
    const customData =
      '#cloud-config\nruncmd: ["password=$(fetch-secret)", "secret_key=${KEY}", "api_key: null"]\n';
    const change = { osProfile: { linuxConfiguration, customData }, userData: "bmFtZTogYXBw" };
    assert.deepEqual(await validateResource(rule, part("vm", change), ALL), NOTHING);
  });

  it("lets rules pass that deny, go out, come from a known network, or open other ports", async () => {
    const securityRules = [
      inbound({ access: "Deny" }),
      inbound({ direction: "Outbound" }),
      inbound({ sourceAddressPrefix: "10.0.0.0/8" }),
      inbound({ sourceAddressPrefix: "VirtualNetwork" }),
      inbound({ destinationPortRange: "443" }),
      inbound({ protocol: "Icmp", destinationPortRange: "*" }),
    ];
    assert.deepEqual(await validateResource(rule, part("nsg", { securityRules }), ALL), NOTHING);
  });

  it("refuses a rule that is a resource of its own", async () => {
    const open: TestedResource = {
      type: "azure-native:network:SecurityRule",
      name: "open",
      props: inbound(),
      madeOf: { networkSecurityGroupName: ["nsg"] },
    };
    const { violations } = await validateStack(rule, federation({}, [open]));
    assert.match(violations[0] ?? "", /^The internet can reach port 22 \(SSH\) by security rule open: /);
  });

  describe("weighs rules of one group by their priorities", () => {
    const allow = inbound({ priority: 300 });
    const deny = (change: Json = {}): Json =>
      inbound({
        name: "deny",
        access: "Deny",
        priority: 100,
        protocol: "*",
        destinationPortRange: "*",
        ...change,
      });
    const count = async (...securityRules: Json[]): Promise<number> =>
      (await validateResource(rule, part("nsg", { securityRules }), ALL)).violations.length;

    it("lets an Allow pass that a Deny of a smaller number shuts out", async () => {
      assert.equal(await count(allow, deny()), 0);
      assert.equal(await count(allow, deny({ sourceAddressPrefix: "Internet" })), 0);
      assert.equal(await count(allow, deny({ protocol: "Tcp", destinationPortRange: "20-30" })), 0);
      assert.equal(await count(allow, deny({ sourcePortRange: "*", destinationAddressPrefix: "*" })), 0);
    });

    it("refuses one that the Deny comes after, or does not take in as a whole", async () => {
      for (const change of [
        { priority: 400 },
        { priority: UNKNOWN },
        { sourceAddressPrefix: "203.0.113.0/24" },
        { destinationPortRange: "3389" },
        { protocol: "Udp" },
        { direction: "Outbound" },
        { destinationAddressPrefix: "10.0.0.4" },
        { sourcePortRange: "1024" },
        { destinationApplicationSecurityGroups: [{ id: "x" }] },
      ]) {
        assert.equal(await count(allow, deny(change)), 1, JSON.stringify(change));
      }
    });

    it("looks at each port by itself", async () => {
      const both = inbound({ priority: 300, destinationPortRange: "*" });
      const { violations } = await validateResource(
        rule,
        part("nsg", { securityRules: [both, deny({ destinationPortRange: "22" })] }),
        ALL,
      );
      assert.match(violations[0] ?? "", /can reach port 3389 \(RDP\)/);
    });

    it("takes rules together that are resources of their own", async () => {
      const one = (name: string, props: Json): TestedResource => ({
        type: "azure-native:network:SecurityRule",
        name,
        props,
        madeOf: { networkSecurityGroupName: ["nsg"] },
      });
      const stack = federation({}, [one("allow", allow), one("deny", deny())]);
      assert.deepEqual((await validateStack(rule, stack)).violations, []);
      const inline = federation({ nsg: { securityRules: [deny()] } }, [one("allow", allow)]);
      assert.deepEqual((await validateStack(rule, inline)).violations, []);
      const named = { networkSecurityGroupName: "nsg-1" };
      const inTurn = [one("deny", deny(named)), one("allow", inbound({ priority: 300, ...named }))];
      assert.deepEqual((await validateInTurn(rule, inTurn, ALL)).violations, []);
    });
  });

  describe("on Windows", () => {
    const windows = (windowsConfiguration: Json): TestedResource =>
      part("vm", { osProfile: { windowsConfiguration, adminPassword: UNKNOWN } });

    it("says that the administrator has a password, or refuses that if told to", async () => {
      const { violations, advice } = await validateResource(rule, windows({}), ALL);
      assert.deepEqual(violations, []);
      assert.match(advice[0] ?? "", /^VM vm runs Windows, whose administrator always has a password\./);
      const refused = await validateResource(rule, windows({}), { ...ALL, windowsPassword: "refuse" });
      assert.equal(refused.violations.length, 1);
    });

    it("refuses a listener for WinRM, and WinRM open to the internet", async () => {
      const listening = windows({ winRM: { listeners: [{ protocol: "Https" }] } });
      const { violations } = await validateResource(rule, listening, ALL);
      assert.match(violations[0] ?? "", /^VM vm: a WinRM listener accepts/);
      const securityRules = [inbound({ destinationPortRange: "5986" })];
      const open = await validateResource(rule, part("nsg", { securityRules }), ALL);
      assert.match(open.violations[0] ?? "", /can reach port 5986 \(WinRM\) by .*: it allows \*\./);
    });
  });

  it("refuses the same of VMs and networks of the classic Azure provider", async () => {
    const key = { disablePasswordAuthentication: true, identity: { type: "UserAssigned" } };
    const vm = (name: string, system: string, props: Json): TestedResource => ({
      type: `azure:compute/${system}VirtualMachine:${system.replace(/^./, (c) => c.toUpperCase())}VirtualMachine`,
      name,
      props,
      madeOf: { identity: ["identity"], networkInterfaceIds: ["classic-nic"] },
    });
    const network = (type: string, name: string, props: Json, madeOf = {}): TestedResource => ({
      type: `azure:network/${type.replace(/^./, (c) => c.toLowerCase())}:${type}`,
      name,
      props,
      madeOf,
    });
    const nic = (props: Json = {}): TestedResource =>
      network("NetworkInterface", "classic-nic", { ipConfigurations: [props] });
    const group = (...securityRules: Json[]): TestedResource =>
      network("NetworkSecurityGroup", "classic-nsg", { securityRules });
    const association = network(
      "NetworkInterfaceSecurityGroupAssociation",
      "association",
      {},
      {
        networkInterfaceId: ["classic-nic"],
        networkSecurityGroupId: ["classic-nsg"],
      },
    );
    const count = async (...more: TestedResource[]): Promise<string[]> => [
      ...(await validateStack(rule, federation({}, more))).violations,
    ];
    const right = [nic(), group(), association];
    assert.deepEqual(await count(...right, vm("linux", "linux", key)), []);
    // The provider's default is true.
    assert.deepEqual(await count(...right, vm("linux", "linux", {})), []);
    assert.match(
      (await count(...right, vm("linux", "linux", { disablePasswordAuthentication: false })))[0] ?? "",
      /^VM linux: .* Expected disablePasswordAuthentication true, with an SSH key; got false\./,
    );
    assert.match(
      (await count(...right, vm("windows", "windows", { winrmListeners: [{ protocol: "Http" }] })))[0] ?? "",
      /^VM windows: a WinRM listener accepts/,
    );
    assert.match(
      (await count(...right, vm("linux", "linux", { customData: "password: hunter22" })))[0] ?? "",
      /in customData/,
    );
    assert.match(
      (await count(nic({ publicIpAddressId: UNKNOWN }), vm("linux", "linux", key)))[0] ?? "",
      /^Network interface classic-nic has a public IP address\./,
    );
    assert.match(
      (await count(nic(), group(inbound()), association, vm("linux", "linux", key)))[0] ?? "",
      /port 22 \(SSH\) by rule "in" of security group classic-nsg: /,
    );
  });

  it("judges the model of a scale set", async () => {
    const virtualMachineProfile = { osProfile: { linuxConfiguration: {} } };
    const type = "azure-native:compute:VirtualMachineScaleSet";
    const resource = { type, name: "set", props: { virtualMachineProfile } };
    assert.equal((await validateResource(rule, resource, ALL)).violations.length, 1);
  });

  it("passes over VMs without a federated identity, and over networks that are not theirs", async () => {
    const changes = {
      ...WITHOUT_AWS,
      application: undefined,
      assignment: undefined,
      vm: { osProfile: { x: 1 } },
    };
    assert.deepEqual(await validateStack(rule, federation(changes)), NOTHING);
    const nsg = { ...part("nsg", { securityRules: [inbound()] }), name: "other" };
    assert.deepEqual(await validateStack(rule, federation({}, [nsg])), NOTHING);
  });
});
