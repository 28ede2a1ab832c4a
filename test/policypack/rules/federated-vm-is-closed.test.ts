import assert from "node:assert/strict";

import { federatedVmIsClosed as rule } from "../../../policypack/rules/federated-vm-is-closed";
import { federation, part, WITHOUT_AWS } from "../federation/federation-stack";
import { NOTHING, UNKNOWN, validateResource, validateStack, type TestedResource } from "../validate";

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
    /disablePasswordAuthentication nothing/,
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
    /^Network interface nic: found a public IP address/,
  ],
  [
    "SSH from the internet",
    "nsg",
    { securityRules: [inbound()] },
    /rule "in" of security group nsg: found port 22/,
  ],
  [
    "RDP from the internet in a range",
    "nsg",
    { securityRules: [inbound({ sourceAddressPrefix: "Internet", destinationPortRange: "3000-4000" })] },
    /port 3389 \(RDP\) open to Internet/,
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
    /port 22 \(SSH\) open to 0\.0\.0\.0\/0/,
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
    const osProfile = { windowsConfiguration: {}, adminPassword: UNKNOWN };
    assert.deepEqual(await validateResource(rule, part("vm", { osProfile }), ALL), NOTHING);
  });

  for (const [title, name, change, message] of wrong) {
    it(`refuses ${title}: before it is made if it is this package's, else in the stack`, async () => {
      const changed = part(name, change);
      assert.deepEqual(await validateResource(rule, changed), NOTHING);
      const parentTypes = "azure-to-aws-federation:index:AzureVirtualMachine$";
      for (const validation of [
        await validateResource(rule, { ...changed, parentTypes }),
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
    assert.match(violations[0] ?? "", /^In security rule open: found port 22/);
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
