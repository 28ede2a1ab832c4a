import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureVirtualMachine, type AzureVirtualMachineArgs } from "../../../../components";
import { declare, inputsOf, type MockAnswer, mockId, valueOf } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const GROUP = "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/hub";
const NAT = `${GROUP}/providers/Microsoft.Network/natGateways/way-out`;
const PREFIX = `${GROUP}/providers/Microsoft.Network/publicIPPrefixes/three`;
const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/hub-net/subnets/workloads`;
const GALLERY = `${GROUP}/providers/Microsoft.Compute/galleries/images`;
const ARGS: AzureVirtualMachineArgs = {
  resourceGroupName: "group",
  identityIds: [mockId("azure-native:managedidentity:UserAssignedIdentity", "identity")],
  sshPublicKey: ED25519_KEY,
};

/** A hub with a NAT gateway that has two addresses, and a subnet behind it. */
function hub(token: string, inputs: Record<string, unknown>): Record<string, unknown> | undefined {
  const address = (name: string) => ({
    id: `${GROUP}/providers/Microsoft.Network/publicIPAddresses/${name}`,
  });
  const expected: Record<string, readonly [object, object]> = {
    "azure-native:network:getSubnet": [
      { resourceGroupName: "hub", virtualNetworkName: "hub-net", subnetName: "workloads" },
      { natGateway: { id: NAT } },
    ],
    "azure-native:network:getNatGateway": [
      { resourceGroupName: "hub", natGatewayName: "way-out" },
      { publicIpAddresses: [address("one"), address("two")] },
    ],
  };
  if (token === "azure-native:network:getPublicIPAddress") {
    assert.equal(inputs.resourceGroupName, "hub");
    return { ipAddress: inputs.publicIpAddressName === "one" ? "203.0.113.1" : "203.0.113.2" };
  }
  const [asked, answer] = expected[token] ?? [];
  if (asked !== undefined) {
    assert.deepEqual(inputs, asked);
  }
  return answer as Record<string, unknown> | undefined;
}

async function machine(args: Partial<AzureVirtualMachineArgs>) {
  const declared = await declare(() => new AzureVirtualMachine("app", { ...ARGS, ...args }), { answer: hub });
  assert.deepEqual(declared.failures, []);
  return { ...declared, names: declared.resources.map(({ name }) => name).sort() };
}

/** What the hub answers once its NAT gateway has what is given. */
const gatewayWith =
  (...kinds: ("publicIpAddresses" | "publicIpPrefixes")[]) =>
  (token: string, inputs: Record<string, unknown>): Record<string, unknown> | undefined => {
    const both = hub(token, inputs);
    if (token === "azure-native:network:getPublicIPPrefix") {
      assert.equal(inputs.resourceGroupName, "hub");
      return { ipPrefix: inputs.publicIpPrefixName === "three" ? "192.0.2.16/28" : "192.0.2.0/31" };
    }
    if (token !== "azure-native:network:getNatGateway" || both === undefined) {
      return both;
    }
    const publicIpPrefixes = ["three", "four"].map((name) => ({ id: PREFIX.replace(/three$/, name) }));
    const all: Record<string, unknown> = { ...both, publicIpPrefixes };
    return { name: "way-out", ...Object.fromEntries(kinds.map((kind) => [kind, all[kind]])) };
  };

/** Paths of what is wrong with the arguments. */
async function refused(args: Partial<Record<keyof AzureVirtualMachineArgs, unknown>>): Promise<string[]> {
  const wrong = { ...ARGS, ...args } as AzureVirtualMachineArgs;
  return declare(() => new AzureVirtualMachine("app", wrong)).then(
    () => [],
    (error: unknown) =>
      [...(error as Error).message.matchAll(/^ {2}(\S+): (.*)$/gm)].map(
        ([, path = "", reason = ""]) => `${path}: ${reason}`,
      ),
  );
}

describe("AzureVirtualMachine with options", () => {
  it("makes interface and VM only in an existing subnet, and reads the address of its NAT gateway", async () => {
    const { names, resources, result } = await machine({ subnetId: SUBNET });
    assert.deepEqual(names, ["app", "app-nic", "app-vm"]);
    const [configuration] = inputsOf(resources, "app-nic").ipConfigurations as { subnet: object }[];
    assert.deepEqual(configuration?.subnet, { id: SUBNET });
    assert.equal(await valueOf(result.egressAddress), "203.0.113.1,203.0.113.2");
  });

  it("has no known address in a subnet without a NAT gateway, and warns of what it needs", async () => {
    const { result, warnings, failures } = await declare(
      () => new AzureVirtualMachine("app", { ...ARGS, subnetId: SUBNET }),
      {
        answer: (token) => (token === "azure-native:network:getSubnet" ? { name: "workloads" } : undefined),
      },
    );
    assert.equal(await valueOf(result.egressAddress), "");
    assert.deepEqual(failures, []);
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /subnet "\/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/hub\/providers\/Microsoft\.Network\/virtualNetworks\/hub-net\/subnets\/workloads" has no NAT gateway, so egressAddress is empty\. The VM needs another way to the internet, such as a route to a firewall\. Ask the owner of the subnet \[subnet-without-gateway\]/,
    );
    assert.deepEqual((await machine({ subnetId: SUBNET })).warnings, []);
  });

  it("uses a network of another subscription unread, with no known address and a warning", async () => {
    for (const args of [{ subnetId: SUBNET }, { natGatewayId: NAT }]) {
      const [id = ""] = Object.values(args);
      for (const [title, subscriptionId, found] of [
        ["the provider tells its own", "6b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b", undefined],
        ["a namesake is read", undefined, id.replace("5b1f0c7e", "6b1f0c7e")],
      ] as const) {
        const { result, calls, failures, warnings, resources } = await declare(
          () => new AzureVirtualMachine("app", { ...ARGS, ...args }),
          {
            answer: (token, inputs) => {
              if (token.endsWith(":getClientConfig")) {
                return { subscriptionId };
              }
              return found === undefined ? undefined : { ...hub(token, inputs), id: found };
            },
          },
        );
        assert.deepEqual(failures, [], title);
        assert.equal(await valueOf(result.egressAddress), "", title);
        assert.deepEqual(
          warnings,
          [
            `"${id}" is in another subscription than the azure-native provider's and is not read: ` +
              "egressAddress is empty. Ask its owner whether it exists and has a way to the internet [network-elsewhere]",
          ],
          title,
        );
        const read = calls.filter((token) => token.startsWith("azure-native:network:"));
        assert.equal(read.length, found === undefined ? 0 : 1, title);
        assert.ok(JSON.stringify(resources).includes(id), title);
      }
    }
  });

  it("reads a network of the provider's own subscription, whatever the case of its ID", async () => {
    const { result, warnings } = await declare(
      () => new AzureVirtualMachine("app", { ...ARGS, natGatewayId: NAT }),
      {
        answer: (token, inputs) =>
          token.endsWith(":getClientConfig")
            ? { subscriptionId: "5B1F0C7E-2A3D-4E6F-8A9B-1C2D3E4F5A6B" }
            : hub(token, inputs),
      },
    );
    assert.equal(await valueOf(result.egressAddress), "203.0.113.1,203.0.113.2");
    assert.deepEqual(warnings, []);
  });

  it("says which argument names what cannot be read", async () => {
    for (const args of [{ subnetId: SUBNET }, { natGatewayId: NAT }]) {
      const { failures } = await declare(() => new AzureVirtualMachine("app", { ...ARGS, ...args }), {
        answer: () => {
          throw new Error("ResourceNotFound");
        },
      });
      const [[path, id] = []] = Object.entries(args);
      assert.deepEqual(
        failures.map(({ message }) => message.split("\n")[1]),
        [
          `  ${path ?? ""}: cannot read "${id ?? ""}". Expected one in the subscription of the azure-native provider that ` +
            "its login may read (provider error: ResourceNotFound) [network-unreadable]",
        ],
      );
    }
  });

  describe("behind an existing NAT gateway with public IP prefixes", () => {
    const BOTH = ["publicIpAddresses", "publicIpPrefixes"] as const;
    const ADDRESS = `${GROUP}/providers/Microsoft.Network/publicIPAddresses/one`;
    const ways = [{ subnetId: SUBNET }, { natGatewayId: NAT }] as const;
    const behind = async (args: Partial<AzureVirtualMachineArgs>, answer: MockAnswer) =>
      declare(() => new AzureVirtualMachine("app", { ...ARGS, ...args }), { answer });

    for (const args of ways) {
      const [path = ""] = Object.keys(args);

      it(`gives out what the gateway has by ${path}: addresses, then prefixes as networks`, async () => {
        for (const [kinds, expected] of [
          [BOTH, "203.0.113.1,203.0.113.2,192.0.2.16/28,192.0.2.0/31"],
          [["publicIpPrefixes"], "192.0.2.16/28,192.0.2.0/31"],
          [["publicIpAddresses"], "203.0.113.1,203.0.113.2"],
          [[], ""],
        ] as const) {
          const { result, failures, warnings } = await behind(args, gatewayWith(...kinds));
          assert.deepEqual([failures, warnings], [[], []]);
          assert.equal(await valueOf(result.egressAddress), expected);
        }
      });

      it(`says that ${path} names what cannot be read`, async () => {
        const { failures } = await behind(args, (token, inputs) => {
          if (inputs.publicIpPrefixName === "three") {
            throw new Error("AuthorizationFailed");
          }
          return gatewayWith(...BOTH)(token, inputs);
        });
        assert.deepEqual(
          failures.map(({ message }) => message.split("\n")[1]),
          [
            `  ${path}: cannot read "${PREFIX}". Expected one in the subscription of the azure-native provider that ` +
              "its login may read (provider error: AuthorizationFailed) [network-unreadable]",
          ],
        );
      });

      it(`knows nothing by ${path} while one of them cannot be asked for, rather than a part`, async () => {
        for (const later of ["one", "three"]) {
          const { result, failures, warnings } = await behind(args, (token, inputs) =>
            [inputs.publicIpAddressName, inputs.publicIpPrefixName].includes(later)
              ? {}
              : gatewayWith(...BOTH)(token, inputs),
          );
          assert.deepEqual([failures, warnings], [[], []], later);
          const egress = result.egressAddress as unknown as { isKnown: Promise<boolean> };
          assert.equal(await egress.isKnown, false, later);
        }
      });

      it(`leaves out by ${path} what is in another subscription, and warns of it`, async () => {
        for (const [theirs, left] of [
          [ADDRESS, "203.0.113.2,192.0.2.16/28,192.0.2.0/31"],
          [PREFIX, "203.0.113.1,203.0.113.2,192.0.2.0/31"],
        ] as const) {
          const name = theirs.split("/").at(-1);
          const { result, failures, warnings } = await behind(args, (token, inputs) => {
            const found = gatewayWith(...BOTH)(token, inputs);
            return [inputs.publicIpAddressName, inputs.publicIpPrefixName].includes(name)
              ? { ...found, id: theirs.replace("5b1f0c7e", "6b1f0c7e") }
              : found;
          });
          assert.deepEqual(failures, []);
          assert.deepEqual(warnings, [
            `"${theirs}" is in another subscription than the azure-native provider's and is not read: ` +
              "egressAddress lacks its addresses. Ask its owner for them [network-elsewhere]",
          ]);
          assert.equal(await valueOf(result.egressAddress), left);
        }
      });
    }
  });

  it("puts the new subnet behind an existing NAT gateway, whose address it gives out", async () => {
    const { names, resources, result } = await machine({ natGatewayId: pulumi.output(NAT) });
    assert.deepEqual(names, ["app", "app-nic", "app-nsg", "app-subnet", "app-vm", "app-vnet"]);
    assert.deepEqual(inputsOf(resources, "app-subnet").natGateway, { id: NAT });
    assert.equal(await valueOf(result.egressAddress), "203.0.113.1,203.0.113.2");
  });

  it("passes on size, image, cloud-init and tags", async () => {
    const { resources } = await machine({
      size: "Standard_D2s_v5",
      image: "Debian:debian-12:12-gen2:latest",
      cloudInit: "#cloud-config\nruncmd: [date]\n",
      tags: { team: pulumi.output("orders") },
    });
    const inputs = inputsOf(resources, "app-vm") as Record<string, Record<string, unknown>>;
    assert.deepEqual(inputs.hardwareProfile, { vmSize: "Standard_D2s_v5" });
    assert.deepEqual(inputs.storageProfile?.imageReference, {
      publisher: "Debian",
      offer: "debian-12",
      sku: "12-gen2",
      version: "latest",
    });
    const data = String(inputs.osProfile?.customData);
    assert.equal(Buffer.from(data, "base64").toString(), "#cloud-config\nruncmd: [date]\n");
    const untagged = resources.filter(({ inputs: { tags } }) => tags === undefined).map(({ name }) => name);
    // A subnet has no tags.
    assert.deepEqual(untagged, ["app", "app-subnet"]);
  });

  for (const [size, sku] of [
    [undefined, "server"],
    ["Standard_B2s_v2", "server"],
    ["Standard_E4-2ps_v6", "server-arm64"],
    [pulumi.output("Standard_D2ps_v6"), "server-arm64"],
  ] as const) {
    const told = typeof size === "object" ? "an output" : (size ?? "none");
    it(`takes by default the Ubuntu that starts on the cores of the size: ${told}`, async () => {
      const { resources } = await machine(size === undefined ? {} : { size });
      const inputs = inputsOf(resources, "app-vm") as Record<string, Record<string, unknown>>;
      assert.deepEqual(inputs.storageProfile?.imageReference, {
        publisher: "Canonical",
        offer: "ubuntu-24_04-lts",
        sku,
        version: "latest",
      });
    });
  }

  it("takes an image of one's own, and leaves trusted launch away when told so", async () => {
    const image = `${GALLERY}/images/base/versions/1.0.0`;
    const { resources } = await machine({ image, trustedLaunch: false });
    const inputs = inputsOf(resources, "app-vm") as Record<string, Record<string, unknown>>;
    assert.deepEqual(inputs.storageProfile?.imageReference, { id: image });
    assert.deepEqual(inputs.securityProfile, {});
  });

  it("turns the Metadata Security Protocol on, and brings the agent that it needs", async () => {
    for (const [args, imds, type] of [
      [{ imdsAccess: "audit" }, { mode: "Audit" }, "ProxyAgentLinux"],
      [{ imdsAccess: "enforce", size: "Standard_D2ps_v6" }, { mode: "Enforce" }, "ProxyAgentLinuxARM64"],
    ] as const) {
      const { resources } = await machine(args);
      const { securityProfile } = inputsOf(resources, "app-vm") as Record<string, Record<string, unknown>>;
      const wireServer = { mode: "Audit" };
      assert.deepEqual(securityProfile?.proxyAgentSettings, { enabled: true, imds, wireServer });
      assert.deepEqual(inputsOf(resources, "app-proxy-agent"), {
        resourceGroupName: "group",
        vmName: "app-vm",
        publisher: "Microsoft.CPlat.ProxyAgent",
        type,
        typeHandlerVersion: "1.0",
        autoUpgradeMinorVersion: true,
      });
    }
  });

  it("takes the key of the stack's config, and names both ways when there is none", async () => {
    const withoutKey = { ...ARGS, sshPublicKey: undefined };
    assert.deepEqual(await refused(withoutKey), [
      "sshPublicKey: required SSH key is missing. Set sshPublicKey to an OpenSSH public key, or set one for the stack: " +
        'pulumi config set azure-to-aws-federation:sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)" [ssh-key-missing]',
    ]);
    const { resources } = await declare(() => new AzureVirtualMachine("app", withoutKey), {
      config: { "azure-to-aws-federation:sshPublicKey": ED25519_KEY },
    });
    assert.ok(JSON.stringify(inputsOf(resources, "app-vm").osProfile).includes(ED25519_KEY));
  });

  it("refuses what does not go together", async () => {
    const cut = (id: string) => `"${id.slice(0, 99)}…`;
    assert.deepEqual(
      await refused({
        subnetId: SUBNET,
        natGatewayId: NAT,
        image: `${GROUP}/providers/Microsoft.Compute/images/old`,
      }),
      [
        `natGatewayId: cannot be combined with subnetId; got ${cut(NAT)}. Omit this argument or subnetId [argument-excluded]`,
        "trustedLaunch: must be false with a managed image: trusted launch requires an image in a compute gallery [trusted-launch-managed-image]",
      ],
    );
  });

  describe("with a size that has Arm cores", () => {
    const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
    const refusal = (size: string) =>
      `trustedLaunch: must be false with the size "${size}": of the sizes with Arm cores, only version 6 and later support it [trusted-launch-size]`;

    it("is refused with trusted launch, which is the default, where Azure has none for it", async () => {
      for (const size of ["Standard_D2ps_v5", "Standard_B2pts_v2"]) {
        assert.deepEqual(await refused({ size }), [refusal(size)]);
        assert.deepEqual(await refused({ size, trustedLaunch: true }), [refusal(size)]);
        assert.deepEqual(await refused({ size, trustedLaunch: false }), []);
      }
      for (const size of ["Standard_D2ps_v6", "Standard_D2s_v5"]) {
        assert.deepEqual(await refused({ size }), []);
      }
    });

    it("is refused as soon as both are known", async () => {
      const size = "Standard_D2ps_v5";
      for (const args of [{ size: later(size) }, { size, trustedLaunch: later(true) }]) {
        const { failures, resources } = await declare(
          () => new AzureVirtualMachine("app", { ...ARGS, ...args }),
          { answer: hub },
        );
        assert.ok(failures[0]?.message.includes(refusal(size)), String(failures[0]));
        assert.ok(!resources.some(({ name }) => name === "app-vm"));
      }
    });
  });

  describe("with a managed image", () => {
    const managed = `${GROUP}/providers/Microsoft.Compute/images/old`;
    const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
    const refusal = "trustedLaunch: must be false with a managed image";

    it("is made without trusted launch, whichever of the two is known only later", async () => {
      for (const args of [
        { image: managed, trustedLaunch: false },
        { image: managed, trustedLaunch: later(false) },
        { image: later(managed), trustedLaunch: false },
        { image: later(managed), trustedLaunch: later(false) },
        { image: later(`${GALLERY}/images/base`) },
      ]) {
        const { resources } = await machine(args);
        const inputs = inputsOf(resources, "app-vm") as Record<string, Record<string, unknown>>;
        assert.deepEqual(inputs.storageProfile?.imageReference, {
          id: await valueOf(pulumi.output(args.image)),
        });
      }
    });

    it("is refused with it, which is the default, as soon as both are known", async () => {
      const [line = ""] = await refused({ image: managed });
      assert.ok(line.startsWith(refusal), line);
      for (const args of [
        { image: later(managed) },
        { image: later(managed), trustedLaunch: true },
        { image: managed, trustedLaunch: later(true) },
        { image: managed, trustedLaunch: later(undefined) },
      ]) {
        const { failures, resources } = await declare(
          () => new AzureVirtualMachine("app", { ...ARGS, ...args }),
          { answer: hub },
        );
        assert.ok(failures[0]?.message.includes(refusal), String(failures[0]));
        assert.ok(!resources.some(({ name }) => name === "app-vm"));
      }
    });
  });

  it("refuses wrong values and unknown names with their paths", async () => {
    const wrong = {
      image: "Debian:debian-12:12-gen2",
      natGatewayId: SUBNET,
      cloudInit: "packages: [jq]",
      imdsAccess: "on",
      tags: { "a/b": "c" },
      publicIp: true,
    };
    const paths = await refused(wrong);
    assert.deepEqual(
      paths.map((line) => line.slice(0, line.indexOf(":"))),
      ["publicIp", "image", "natGatewayId", "tags.a/b", "cloudInit", "imdsAccess"],
    );
  });

  it("takes outputs for everything that decides no resource", async () => {
    const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
    const { resources } = await machine({
      sshPublicKey: later(ED25519_KEY),
      adminUsername: later("ops"),
      image: later(undefined),
      trustedLaunch: later(undefined),
      cloudInit: later(undefined),
      tags: later({ team: "orders" }),
    });
    const inputs = inputsOf(resources, "app-vm") as Record<string, Record<string, unknown>>;
    assert.equal("customData" in (inputs.osProfile ?? {}), false);
    assert.equal(inputs.osProfile?.adminUsername, "ops");
    assert.deepEqual(inputs.tags, { team: "orders" });
  });
});
