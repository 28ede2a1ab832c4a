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
  it("declares one network and one way out, and for each VM a closed subnet", async () => {
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
    const subnet = (name: string, addressPrefix: string) => ({
      resourceGroupName: "fed-group",
      virtualNetworkName: "fed-vnet",
      addressPrefix,
      defaultOutboundAccess: false,
      natGateway: { id: id("NatGateway", "nat") },
      networkSecurityGroup: { id: id("NetworkSecurityGroup", `${name}-nsg`) },
      privateEndpointNetworkPolicies: "Disabled",
      privateLinkServiceNetworkPolicies: "Enabled",
    });
    const nic = (name: string) => ({
      ...placed,
      ipConfigurations: [
        {
          name: "internal",
          primary: true,
          privateIPAllocationMethod: "Dynamic",
          subnet: { id: id("Subnet", `${name}-subnet`) },
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
      "fed-app-nsg": closed,
      "fed-app-subnet": subnet("app", "10.0.228.112/28"),
      "fed-app-nic": nic("app"),
      "fed-batch-nsg": closed,
      "fed-batch-subnet": subnet("batch", "10.0.100.16/28"),
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
    assert.equal(inputsOf(preview.resources, "fed-app-subnet").addressPrefix, "10.0.228.112/28");
  });

  it("creates one subnet after the other", async () => {
    // All of a VM in a network of its own is requested meanwhile, in the end what goes onto it.
    const hold = { name: "fed-app-subnet", until: "fed-own-guest" };
    const { resources, failures } = await declare(
      () =>
        federation({
          app: workload(),
          batch: workload(),
          last: workload(),
          own: workload({}, { ownNetwork: true }),
        }),
      { hold },
    );
    assert.deepEqual(failures, []);
    const order = resources.map(({ name }) => name);
    const subnets = ["app", "batch", "last"].map((key) => `fed-${key}-subnet`);
    assert.deepEqual(
      order.filter((name) => subnets.includes(name)),
      subnets,
    );
    assert.ok(order.indexOf("fed-batch-subnet") > order.indexOf(hold.until), order.join());
  });

  it("changes no other subnet when workloads come, go, or are reordered", async () => {
    const rangesOf = async (...keys: string[]) => {
      const { resources, failures } = await declare(() =>
        federation(Object.fromEntries(keys.map((key) => [key, workload()]))),
      );
      assert.deepEqual(failures, []);
      return new Map(
        resources
          .filter(({ type }) => type.endsWith(":Subnet"))
          .map(({ name, inputs }) => [name, JSON.stringify(inputs)]),
      );
    };
    const all = await rangesOf("ant", "app", "batch", "importer", "orders", "reporter", "zebra");
    assert.equal(new Set(all.values()).size, 7);
    for (const keys of [
      ["ant", "app", "importer", "orders", "zebra"],
      ["zebra", "reporter", "app", "ant"],
      ["orders"],
    ]) {
      const some = await rangesOf(...keys);
      assert.deepEqual([...some.keys()].sort(), keys.map((key) => `fed-${key}-subnet`).sort());
      for (const [name, inputs] of some) {
        assert.equal(inputs, all.get(name));
      }
    }
  });

  it("keeps the subnets of a federation that gets another name", async () => {
    const { resources } = await declare(
      () =>
        new AzureToAwsFederation(
          "sales",
          { location: "westeurope", network: {}, workloads: { app: workload() } },
          { aliases: [{ name: "fed" }] },
        ),
    );
    assert.equal(inputsOf(resources, "sales-app-subnet").addressPrefix, "10.0.228.112/28");
  });

  it("leaves out VMs in a subnet of somebody else's, VMs with a network of their own, and existing VMs", async () => {
    const { resources, failures } = await declare(
      () =>
        federation({
          app: workload(),
          apart: workload({}, { ownNetwork: true }),
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
      "fed-apart-egress-ip",
      "fed-apart-nat",
      "fed-apart-nic",
      "fed-apart-nsg",
      "fed-apart-subnet",
      "fed-apart-vnet",
      "fed-app-nic",
      "fed-app-nsg",
      "fed-app-subnet",
      "fed-egress-ip",
      "fed-hub-nic",
      "fed-nat",
      "fed-vnet",
    ]);
    assert.equal(inputsOf(resources, "fed-apart-subnet").addressPrefix, "10.0.0.0/24");
  });

  it("is not created while no VM would be in it, and not without the argument", async () => {
    const outside = { app: { permissions }, own: workload({}, { ownNetwork: true }) };
    const own = ["egress-ip", "nat", "nic", "nsg", "subnet", "vnet"].map((part) => `fed-own-${part}`);
    assert.deepEqual(namesOf((await declare(() => federation(outside))).resources), own);
    const without = await declare(() => federation({ own: workload() }, {}));
    assert.deepEqual(namesOf(without.resources), own);
  });

  it("has no NAT gateway while each VM has one of its own", async () => {
    const own = workload({ natGatewayId: `${NETWORK}/natGateways/own` });
    const outOf = async (workloads: Parameters<typeof federation>[0]) => {
      const { resources, failures } = await declare(() => federation(workloads), {
        answer: (token) => (token.endsWith(":getNatGateway") ? { location: "westeurope" } : undefined),
      });
      assert.deepEqual(failures, []);
      return namesOf(resources).filter((name) => /-(nat|egress-ip)$/.test(name));
    };
    assert.deepEqual(await outOf({ app: own, apart: own }), []);
    assert.deepEqual(await outOf({ app: own, apart: workload() }), ["fed-egress-ip", "fed-nat"]);
  });

  it("takes an address space, ranges, and NAT gateways that are given", async () => {
    const [ours, theirs] = ["ours", "theirs"].map((name) => `${NETWORK}/natGateways/${name}`);
    const { resources, result, failures } = await declare(
      () =>
        federation(
          {
            app: workload(),
            apart: workload({ natGatewayId: theirs }),
            wide: workload({ addressPrefix: "172.16.0.0/24" }),
          },
          { network: { addressSpace: "172.16.0.0/20", natGatewayId: ours } },
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
    assert.deepEqual(inputsOf(resources, "fed-vnet").addressSpace, { addressPrefixes: ["172.16.0.0/20"] });
    const subnets = Object.entries({ app: ours, apart: theirs, wide: ours });
    for (const [key, natGatewayId] of subnets) {
      assert.deepEqual(inputsOf(resources, `fed-${key}-subnet`).natGateway, { id: natGatewayId });
    }
    assert.equal(inputsOf(resources, "fed-wide-subnet").addressPrefix, "172.16.0.0/24");
    assert.equal(inputsOf(resources, "fed-app-subnet").addressPrefix, "172.16.4.112/28");
    const addresses = await valueOf(pulumi.all(subnets.map(([key]) => result.workload(key).egressAddress)));
    assert.deepEqual(addresses, ["203.0.113.8", "203.0.113.9", "203.0.113.8"]);
  });

  it("closes each subnet, and tags all that has tags", async () => {
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
        "a range outside the address space, named in the preview",
        { network: {}, workloads: { app: workload({ addressPrefix: "10.1.0.0/24" }) } },
        'workloads.app.virtualMachine.addressPrefix: outside network.addressSpace. Expected a range within 10.0.0.0/16; got "10.1.0.0/24" [subnet-outside]',
      ],
      [
        "an address space that is too small",
        { network: { addressSpace: "10.0.0.0/28" }, workloads: { a: workload(), b: workload() } },
        'network.addressSpace: too small for the subnets of 2 workloads. Expected /27 or larger; got "10.0.0.0/28" [address-space-too-small]',
      ],
      [
        "an address space that is none",
        { network: { addressSpace: "10.0.0.0/29" }, workloads: { a: workload(), b: workload() } },
        'network.addressSpace: invalid network. Expected an IPv4 network with a prefix length from 8 to 28, such as 10.0.0.0/16; got "10.0.0.0/29" [network-prefix-invalid]',
      ],
      [
        "a range that is none, once",
        { network: {}, workloads: { app: workload({ addressPrefix: "10.0.0.1/24" }) } },
        'workloads.app.virtualMachine.addressPrefix: host bits are set. Expected the first address of the network; got "10.0.0.1/24" [network-host-bits]',
      ],
      [
        "a NAT gateway that is none",
        { network: { natGatewayId: "nat" }, workloads: { app: workload() } },
        'network.natGatewayId: invalid resource ID. Expected the ID of one Microsoft.Network/natGateways; got "nat" [arm-id-invalid]',
      ],
      [
        "a NAT gateway that another network of the federation uses",
        {
          network: { natGatewayId: `${NETWORK}/natGateways/one` },
          workloads: {
            app: workload({ natGatewayId: `${NETWORK}/natGateways/ONE` }),
            apart: workload({ natGatewayId: `${NETWORK}/natGateways/one` }, { ownNetwork: true }),
          },
        },
        `workloads.apart.virtualMachine.natGatewayId: must differ from network.natGatewayId: a NAT gateway serves one virtual network; got "${NETWORK}/natGateways/one". Use two NAT gateways, or put both VMs into the federation's network [nat-gateway-shared]`,
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
        "a network of its own for a workload without a VM",
        { network: {}, workloads: { app: { permissions, ownNetwork: true } } },
        "workloads.app.ownNetwork: requires virtualMachine; got true [argument-requires]",
      ],
      [
        "another name in the network",
        { network: { cidrBlock: "10.0.0.0/16" }, workloads: { app: workload() } },
        "network.cidrBlock: unknown argument; Valid arguments: addressSpace, natGatewayId [argument-unknown]",
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

    it("ranges that turn out to overlap", async () => {
      const { failures } = await declare(() =>
        federation(
          { app: workload(), batch: workload({ addressPrefix: pulumi.output("10.0.228.0/24") }) },
          { network: { addressSpace: pulumi.output("10.0.0.0/16") } },
        ),
      );
      assert.deepEqual(
        failures.map(({ message }) => message),
        [
          'AzureToAwsFederation "fed": 1 invalid argument\n  workloads.batch.virtualMachine.addressPrefix: overlaps that of workloads.app, 10.0.228.112/28; got "10.0.228.0/24". Give the workload that has no VM yet an addressPrefix such as 10.0.0.0/28 [subnet-overlap]',
        ],
      );
    });

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

  it("takes false for ownNetwork without a VM, which SDKs of other languages send", async () => {
    const { failures } = await declare(() => federation({ app: { permissions, ownNetwork: false } }));
    assert.deepEqual(failures, []);
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
        "virtualMachine.natGatewayId, or ownNetwork: true [shared-address-differing-lists]";
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
          "an argument of both, written in different case",
          { natGatewayId: gateway },
          { natGatewayId: gateway.toUpperCase() },
          { network: {} },
          [oneGateway, missing("its NAT gateway")],
        ],
        [
          "an argument of both as outputs",
          { natGatewayId: gateway },
          { natGatewayId: pulumi.output(gateway.toLowerCase()) },
          { network: {} },
          [oneGateway, missing("its NAT gateway")],
        ],
        [
          "an argument of the network and of one VM",
          {},
          { natGatewayId: gateway.toLowerCase() },
          { network: { natGatewayId: gateway } },
          [
            differ(
              "all VMs of the shared network leave from one address",
              "set its virtualMachine.natGatewayId, or ownNetwork: true",
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
        const app = workload({ natGatewayId: gateway });
        const batch = at({ natGatewayId: gateway.toLowerCase() }, "203.0.113.8");
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
            "set its virtualMachine.natGatewayId, or ownNetwork: true",
          ),
        ]);
      });

      it("is silent while the lists are the same and have the address", async () => {
        const same = at({ natGatewayId: gateway }, "203.0.113.9");
        const { warnings } = await declare(() => federation({ app: same, batch: same }), { answer });
        assert.deepEqual(warnings, []);
      });

      it("warns about two VMs once, and also while the ID of a third is unknown", async () => {
        const app = at({ natGatewayId: gateway }, "203.0.113.9");
        const batch = at({ natGatewayId: gateway }, "203.0.113.8");
        const late = at({ natGatewayId: pulumi.output(`${gateway}2`) }, "203.0.113.9");
        const { warnings } = await declare(() => federation({ app, batch, late }), { answer });
        assert.deepEqual(warnings, [oneGateway, missing("its NAT gateway")]);
        const unknown = at({ natGatewayId: pulumi.output(pulumi.unknown as string) }, "203.0.113.9");
        const preview = await declare(() => federation({ app, batch, unknown }), { answer, preview: true });
        assert.ok(preview.warnings.includes(oneGateway), preview.warnings.join("\n"));
      });
    });

    it("of no list whose VM leaves from another address", async () => {
      const apart = workload({}, { allowedSourceIps: ["203.0.113.8"], ownNetwork: true });
      const noVm = { permissions, allowedSourceIps: ["203.0.113.9"] };
      assert.deepEqual(await warningsOf({ app, apart, noVm }), []);
    });
  });
});
