/** One network that the VMs of a federation share. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  AzureToAwsFederation,
  type AzureToAwsFederationArgs,
  AzureVirtualMachine,
} from "../../../../components";
import { declare, type DeclaredResource, inputsOf, mockId, valueOf } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

type Args = Partial<AzureToAwsFederationArgs>;
type Workload = AzureToAwsFederationArgs["workloads"][string];

const permissions = { readBuckets: ["reports"] };
const workload = (virtualMachine: object = {}, rest: Partial<Workload> = {}): Workload => ({
  permissions,
  virtualMachine: { sshPublicKey: ED25519_KEY, ...virtualMachine },
  ...rest,
});
const federation = (workloads: Record<string, Workload>, args: Args = { network: {} }) =>
  new AzureToAwsFederation("fed", { location: "westeurope", region: "eu-west-1", workloads, ...args });

const NETWORK = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network";
const id = (type: string, name: string) => mockId(`azure-native:network:${type}`, `fed-${name}`);
const networkOf = (resources: readonly DeclaredResource[]) =>
  resources.filter(({ type }) => type.startsWith("azure-native:network:"));
const namesOf = (resources: readonly DeclaredResource[]) =>
  networkOf(resources)
    .map(({ name }) => name)
    .sort();

describe("AzureToAwsFederation with a shared network", () => {
  it("declares one network with one subnet and one way out, and for each VM a closed interface", async () => {
    const { resources, failures, warnings } = await declare(() =>
      federation({ app: workload(), batch: workload() }),
    );
    assert.deepEqual([failures, warnings], [[], []]);
    const placed = { resourceGroupName: "fed-group", location: "westeurope" };
    const closed = {
      ...placed,
      securityRules: [
        {
          name: "DenyAllInbound",
          description: "Nothing may connect to this network.",
          direction: "Inbound",
          access: "Deny",
          priority: 100,
          protocol: "*",
          sourceAddressPrefix: "*",
          sourcePortRange: "*",
          destinationAddressPrefix: "*",
          destinationPortRange: "*",
        },
      ],
    };
    const nic = (name: string) => ({
      ...placed,
      networkSecurityGroup: { id: id("NetworkSecurityGroup", `${name}-nsg`) },
      ipConfigurations: [
        {
          name: "internal",
          primary: true,
          privateIPAllocationMethod: "Dynamic",
          subnet: { id: id("Subnet", "subnet") },
        },
      ],
    });
    assert.deepEqual(Object.fromEntries(networkOf(resources).map(({ name, inputs }) => [name, inputs])), {
      "fed-egress-ip": { ...placed, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
      "fed-nat": {
        ...placed,
        sku: { name: "Standard" },
        publicIpAddresses: [{ id: id("PublicIPAddress", "egress-ip") }],
      },
      "fed-vnet": {
        ...placed,
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        enableDdosProtection: false,
        enableVmProtection: false,
      },
      "fed-subnet": {
        resourceGroupName: "fed-group",
        virtualNetworkName: "fed-vnet",
        addressPrefix: "10.0.0.0/16",
        defaultOutboundAccess: false,
        natGateway: { id: id("NatGateway", "nat") },
        privateEndpointNetworkPolicies: "Disabled",
        privateLinkServiceNetworkPolicies: "Enabled",
      },
      "fed-app-nsg": closed,
      "fed-app-nic": nic("app"),
      "fed-batch-nsg": closed,
      "fed-batch-nic": nic("batch"),
    });
  });

  it("gives each of them the one address as its own", async () => {
    const { result, calls } = await declare(() => federation({ app: workload(), batch: workload() }));
    for (const key of ["app", "batch"]) {
      assert.equal((await valueOf(result.workload(key))).egressAddress, "203.0.113.7");
    }
    // Nothing that the federation makes itself is read back.
    assert.deepEqual(
      calls.filter((token) => token.includes(":network:")),
      [],
    );
  });

  it("declares the same resources in a preview", async () => {
    const program = () => federation({ app: workload(), batch: workload() });
    const [preview, update] = [await declare(program, { preview: true }), await declare(program)];
    assert.deepEqual(preview.failures, []);
    assert.deepEqual(namesOf(preview.resources), namesOf(update.resources));
  });

  it("leaves out VMs in a subnet of somebody else's, VMs behind a NAT gateway of their own, and existing VMs", async () => {
    const { resources, failures } = await declare(
      () =>
        federation({
          app: workload(),
          apart: workload({ natGatewayId: `${NETWORK}/natGateways/apart` }),
          hub: workload({ subnetId: `${NETWORK}/virtualNetworks/hub/subnets/apps` }),
          theirs: {
            permissions,
            existingVirtualMachineId:
              "/subscriptions/s/resourceGroups/theirs/providers/Microsoft.Compute/virtualMachines/vm",
          },
        }),
      {
        answer: (token) => (token.endsWith(":getVirtualMachine") ? { location: "westeurope" } : undefined),
      },
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(namesOf(resources), [
      "fed-apart-nic",
      "fed-apart-nsg",
      "fed-apart-subnet",
      "fed-apart-vnet",
      "fed-app-nic",
      "fed-app-nsg",
      "fed-egress-ip",
      "fed-hub-nic",
      "fed-nat",
      "fed-subnet",
      "fed-vnet",
    ]);
    assert.equal(inputsOf(resources, "fed-apart-subnet").addressPrefix, "10.0.0.0/24");
    assert.deepEqual(inputsOf(resources, "fed-apart-subnet").networkSecurityGroup, {
      id: id("NetworkSecurityGroup", "apart-nsg"),
    });
    assert.equal(inputsOf(resources, "fed-apart-nic").networkSecurityGroup, undefined);
  });

  it("is not created while no VM would be in it, and not without the argument", async () => {
    const natGatewayId = `${NETWORK}/natGateways/own`;
    const outside = { app: { permissions }, own: workload({ natGatewayId }) };
    const own = ["nic", "nsg", "subnet", "vnet"].map((part) => `fed-own-${part}`);
    assert.deepEqual(namesOf((await declare(() => federation(outside))).resources), own);
    const without = await declare(() => federation({ own: workload() }, {}));
    assert.deepEqual(namesOf(without.resources), [...own, "fed-own-egress-ip", "fed-own-nat"].sort());
  });

  it("leaves through an existing NAT gateway, next to a VM that has another one", async () => {
    const [ours, theirs] = ["ours", "theirs"].map((name) => `${NETWORK}/natGateways/${name}`);
    const { resources, result, failures } = await declare(
      () =>
        federation(
          { app: workload(), apart: workload({ natGatewayId: theirs }) },
          { network: { natGatewayId: ours } },
        ),
      {
        answer: (token, inputs) =>
          token.endsWith(":getNatGateway")
            ? {
                location: "westeurope",
                publicIpAddresses: [{ id: `${NETWORK}/publicIPAddresses/${String(inputs.natGatewayName)}` }],
              }
            : token.endsWith(":getPublicIPAddress")
              ? { ipAddress: inputs.publicIpAddressName === "ours" ? "203.0.113.8" : "203.0.113.9" }
              : undefined,
      },
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(
      namesOf(resources).filter((name) => /-(nat|egress-ip)$/.test(name)),
      [],
    );
    assert.deepEqual(inputsOf(resources, "fed-subnet").natGateway, { id: ours });
    assert.deepEqual(inputsOf(resources, "fed-apart-subnet").natGateway, { id: theirs });
    const addresses = ["app", "apart"].map((key) => result.workload(key).egressAddress);
    assert.deepEqual(await valueOf(pulumi.all(addresses)), ["203.0.113.8", "203.0.113.9"]);
  });

  it("closes each interface, and tags all that has tags", async () => {
    const { resources } = await declare(() =>
      federation(
        { app: workload({ tags: { stage: "dev" } }), other: workload() },
        { network: {}, azureTags: { owner: "platform" } },
      ),
    );
    for (const name of ["fed-app-nsg", "fed-other-nsg"]) {
      const rules = inputsOf(resources, name).securityRules as Record<string, unknown>[];
      assert.deepEqual(
        rules.map(({ access, priority, sourceAddressPrefix: from }) => [access, priority, from]),
        [["Deny", 100, "*"]],
      );
    }
    const tagsOf = (name: string) => inputsOf(resources, name).tags;
    for (const name of ["fed-vnet", "fed-nat", "fed-egress-ip", "fed-other-nsg"]) {
      assert.deepEqual(tagsOf(name), { owner: "platform" }, name);
    }
    assert.deepEqual(tagsOf("fed-app-nsg"), { owner: "platform", stage: "dev" });
  });

  describe("refuses", () => {
    const wrong: [title: string, args: unknown, message: string][] = [
      [
        "a NAT gateway that is none",
        { network: { natGatewayId: "nat" }, workloads: { app: workload() } },
        'network.natGatewayId: invalid resource ID. Expected the ID of one Microsoft.Network/natGateways; got "nat" [arm-id-invalid]',
      ],
      [
        "a NAT gateway that another network of the federation uses",
        {
          network: { natGatewayId: `${NETWORK}/natGateways/one` },
          workloads: { app: workload(), apart: workload({ natGatewayId: `${NETWORK}/natGateways/ONE` }) },
        },
        `workloads.apart.virtualMachine.natGatewayId: must differ from network.natGatewayId: a NAT gateway serves one virtual network; got "${NETWORK}/natGateways/ONE". Use two NAT gateways, or put both VMs into the federation's network [nat-gateway-shared]`,
      ],
      [
        "a NAT gateway for two VMs in networks of their own",
        {
          workloads: {
            one: workload({ natGatewayId: `${NETWORK}/natGateways/one` }),
            two: workload({ natGatewayId: `${NETWORK}/natGateways/one` }),
          },
        },
        `workloads.two.virtualMachine.natGatewayId: must differ from workloads.one.virtualMachine.natGatewayId: a NAT gateway serves one virtual network; got "${NETWORK}/natGateways/one". Use two NAT gateways, or put both VMs into the federation's network [nat-gateway-shared]`,
      ],
      [
        "a network that is an output",
        { network: pulumi.output({}), workloads: { app: workload() } },
        "network: must be a plain object, not an Output: it decides which resources are created. The values in it may be Outputs [argument-not-plain]",
      ],
      [
        "another name in the network",
        { network: { cidrBlock: "10.0.0.0/16" }, workloads: { app: workload() } },
        "network.cidrBlock: unknown argument; Valid arguments: natGatewayId [argument-unknown]",
      ],
    ];
    for (const [title, args, message] of wrong) {
      it(title, async () => {
        await assert.rejects(
          declare(
            () =>
              new AzureToAwsFederation("fed", { region: "eu-west-1", ...(args as AzureToAwsFederationArgs) }),
          ),
          (error: Error) => {
            assert.equal(error.message, `AzureToAwsFederation "fed": 1 invalid argument\n  ${message}`);
            return true;
          },
        );
      });
    }

    it("a NAT gateway of another region, at its own argument", async () => {
      const elsewhere = `${NETWORK}/natGateways/nat`;
      const { failures } = await declare(
        () => federation({ app: workload() }, { network: { natGatewayId: elsewhere } }),
        {
          answer: (token) =>
            token.endsWith(":getNatGateway") ? { id: elsewhere, location: "northeurope" } : undefined,
        },
      );
      assert.equal(failures.length, 1);
      assert.match(
        failures[0]?.message ?? "",
        /^AzureToAwsFederation "fed": 1 invalid argument\n {2}network\.natGatewayId: is in another region than the VM\./,
      );
    });

    it("a network for a VM that is used alone", async () => {
      const args = { resourceGroupName: "group", identityIds: [], sshPublicKey: ED25519_KEY, network: {} };
      await assert.rejects(
        declare(() => new AzureVirtualMachine("app", args)),
        /network: unknown argument; Valid arguments: /,
      );
    });
  });

  describe("warns", () => {
    const app = workload({}, { allowedSourceIps: ["203.0.113.7"] });
    const warningsOf = async (workloads: Record<string, Workload>, preview = false) =>
      (await declare(() => federation(workloads), { preview })).warnings;

    it("of nothing while the lists are the same and have the address", async () => {
      assert.deepEqual(await warningsOf({ app, batch: app, free: workload() }), []);
    });

    it("of lists that differ, in the preview too, and of one without the address", async () => {
      const batch = workload({}, { allowedSourceIps: ["203.0.113.8"] });
      const differ =
        "allowedSourceIps of workloads.app, workloads.batch differ, but all VMs of the shared network leave from one " +
        "address, so AWS cannot tell them apart by it. To give a workload a separate address, set its " +
        "virtualMachine.natGatewayId [shared-address-differing-lists]";
      assert.deepEqual(await warningsOf({ app, batch }, true), [differ]);
      assert.deepEqual(await warningsOf({ app, batch }), [
        differ,
        "workloads.batch.allowedSourceIps: the VM leaves from 203.0.113.7, the address of the shared network. AWS " +
          "refuses the VM whenever it leaves from there. Add the address to the list [shared-address-not-allowed]",
      ]);
    });

    describe("about VMs that leave through the user's own NAT gateway", () => {
      const gateway = `${NETWORK}/natGateways/Own`;
      const at = (virtualMachine: object, address: string) =>
        workload(virtualMachine, { allowedSourceIps: [address] });
      /** A cloud in which each NAT gateway has 203.0.113.9, and a subnet the NAT gateway that its name says. */
      const answer = (token: string, inputs: Record<string, unknown>) => {
        if (token.endsWith(":getNatGateway")) {
          return { location: "westeurope", publicIpAddresses: [{ id: `${NETWORK}/publicIPAddresses/ip` }] };
        }
        if (token.endsWith(":getPublicIPAddress")) {
          return { ipAddress: "203.0.113.9" };
        }
        if (token.endsWith(":getVirtualNetwork")) {
          return { location: "westeurope" };
        }
        const name = String(inputs.subnetName).replace(/^none.*/i, "");
        return token.endsWith(":getSubnet")
          ? {
              ...(name === ""
                ? {}
                : { natGateway: { id: `${NETWORK}/natGateways/${name.replace(/\d$/, "")}` } }),
            }
          : undefined;
      };
      const subnet = (name: string, hub = "hub") => `${NETWORK}/virtualNetworks/${hub}/subnets/${name}`;
      const differ = (why: string, remedy: string) =>
        `allowedSourceIps of workloads.app, workloads.batch differ, but ${why}, so AWS cannot tell them apart by it. ` +
        `To give a workload a separate address, ${remedy} [shared-address-differing-lists]`;
      const oneGateway = differ("these VMs leave through one NAT gateway", "give its VM another NAT gateway");
      const oneSubnet = differ(
        "these VMs leave from one subnet",
        "put its VM into a subnet with another NAT gateway",
      );
      const missing = (owner: string) =>
        `workloads.batch.allowedSourceIps: the VM leaves from 203.0.113.9, the address of ${owner}. AWS refuses the VM ` +
        "whenever it leaves from there. Add the address to the list [shared-address-not-allowed]";

      type Case = [title: string, app: object, batch: object, args: Args, warnings: string[]];
      const cases: Case[] = [
        [
          "an argument of both, one of them an output",
          { natGatewayId: gateway },
          { natGatewayId: pulumi.output(gateway.toLowerCase()) },
          { network: {} },
          [oneGateway, missing("its NAT gateway")],
        ],
        [
          "an argument of the network",
          {},
          {},
          { network: { natGatewayId: gateway } },
          [
            differ(
              "all VMs of the shared network leave from one address",
              "set its virtualMachine.natGatewayId",
            ),
            missing("the shared network"),
          ],
        ],
        [
          "that of two existing subnets, without network",
          { subnetId: subnet("own1") },
          { subnetId: subnet("OWN2") },
          {},
          [oneGateway, missing("its NAT gateway")],
        ],
        [
          "one existing subnet without a NAT gateway",
          { subnetId: subnet("none") },
          { subnetId: subnet("NONE") },
          {},
          [oneSubnet],
        ],
        ["none in common", { natGatewayId: gateway }, { natGatewayId: `${gateway}2` }, { network: {} }, []],
        [
          "those of two subnets that differ",
          { subnetId: subnet("one") },
          { subnetId: subnet("two") },
          {},
          [],
        ],
        ["two subnets without one", { subnetId: subnet("none1") }, { subnetId: subnet("none2") }, {}, []],
      ];
      for (const [title, app, batch, args, expected] of cases) {
        it(`${expected.length === 0 ? "is silent for" : "warns for"} ${title}`, async () => {
          const { warnings, failures } = await declare(
            () => federation({ app: at(app, "203.0.113.9"), batch: at(batch, "203.0.113.8") }, args),
            { answer },
          );
          assert.deepEqual(failures, []);
          assert.deepEqual(
            warnings.filter((text) => text.includes("allowedSourceIps")),
            expected,
          );
        });
      }

      it("warns about one list without the address although the other VM has none", async () => {
        const app = workload({ subnetId: subnet("own1") });
        const batch = at({ subnetId: subnet("OWN2") }, "203.0.113.8");
        const { warnings } = await declare(() => federation({ app, batch }), { answer });
        assert.deepEqual(warnings, [missing("its NAT gateway")]);
        const alone = await declare(() => federation({ batch }), { answer });
        assert.deepEqual(alone.warnings, []);
      });

      it("warns about lists that differ while the ID of the network's NAT gateway is unknown", async () => {
        const natGatewayId = pulumi.output(pulumi.unknown as string);
        const program = () =>
          federation(
            { app: at({}, "203.0.113.9"), batch: at({}, "203.0.113.8") },
            { network: { natGatewayId } },
          );
        const { warnings } = await declare(program, { answer, preview: true });
        assert.deepEqual(warnings, [
          differ(
            "all VMs of the shared network leave from one address",
            "set its virtualMachine.natGatewayId",
          ),
        ]);
      });

      it("is silent while the lists are the same and have the address", async () => {
        const same = (name: string) => at({ subnetId: subnet(name) }, "203.0.113.9");
        const { warnings } = await declare(() => federation({ app: same("own1"), batch: same("own2") }), {
          answer,
        });
        assert.deepEqual(warnings, []);
      });

      it("warns about two VMs once, and also while the ID of a third is unknown", async () => {
        const app = at({ subnetId: subnet("own1") }, "203.0.113.9");
        const batch = at({ subnetId: subnet("own2") }, "203.0.113.8");
        const late = at({ natGatewayId: pulumi.output(`${gateway}2`) }, "203.0.113.9");
        const { warnings } = await declare(() => federation({ app, batch, late }), { answer });
        assert.deepEqual(warnings, [oneGateway, missing("its NAT gateway")]);
        const unknown = at({ natGatewayId: pulumi.output(pulumi.unknown as string) }, "203.0.113.9");
        const preview = await declare(() => federation({ app, batch, unknown }), { answer, preview: true });
        assert.ok(preview.warnings.includes(oneGateway), preview.warnings.join("\n"));
      });
    });

    it("of no list whose VM leaves from another address", async () => {
      const natGatewayId = `${NETWORK}/natGateways/apart`;
      const apart = workload({ natGatewayId }, { allowedSourceIps: ["203.0.113.8"] });
      const noVm = { permissions, allowedSourceIps: ["203.0.113.9"] };
      assert.deepEqual(await warningsOf({ app, apart, noVm }), []);
    });
  });
});
