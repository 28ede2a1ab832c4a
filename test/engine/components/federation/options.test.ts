/** Resource options on a federation, under the real engine: they behave as for any component. */
import assert from "node:assert/strict";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, nameOf, ProgramStack, type StateResource } from "../federation-lab";

/** A program with a federation that has these options and, besides the usual ones, these arguments. */
const federation = (options: string, args = "") => `
const { Provider: Aws } = require("@pulumi/aws/provider");
const { Provider: AzureNative } = require("@pulumi/azure-native/provider");
const { Provider: Entra } = require("@pulumi/azuread/provider");
const providers = {
  aws: new Aws("their-aws", { region: pulumi.output("eu-central-1") }),
  "azure-native": new AzureNative("their-azure", { location: "northeurope" }),
  azuread: new Entra("their-entra", {}),
};
const federation = new azure.AzureToAwsFederation("fed", {
  displayName: "orders", audience: "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders", location: "westeurope", ${args}
  workloads: { app: {
    permissions: { readBuckets: ["devteam-reports"] },
    virtualMachine: { sshPublicKey: ${JSON.stringify(ED25519_KEY)} },
    guest: { verify: true },
  } },
}, ${options});
exports.awsConfig = federation.workload("app").awsConfig;`;

const ALL_PROVIDERS = "{ providers }";

/** Names of children that are no components. */
const CUSTOM = [
  "fed-app-assignment",
  "fed-app-egress-ip",
  "fed-app-guest",
  "fed-app-identity",
  "fed-app-nat",
  "fed-app-nic",
  "fed-app-nsg",
  "fed-app-read-buckets",
  "fed-app-role",
  "fed-app-subnet",
  "fed-app-verify",
  "fed-app-vm",
  "fed-app-vnet",
  "fed-application",
  "fed-group",
  "fed-oidc-provider",
  "fed-service-principal",
];

describeWithLab("options of AzureToAwsFederation", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "options", {
      "aws:region": null,
      "azure-native:location": null,
      // Nobody may fall back on a provider that the program did not declare.
      "pulumi:disable-default-providers": ["*"],
    });
    await stack.deploy(federation(ALL_PROVIDERS));
  });

  const customs = async (): Promise<StateResource[]> =>
    (await stack.resources())
      .filter(({ custom }) => custom)
      .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

  it("`providers` reach every child of both clouds and everything that is asked", async () => {
    const resources = await customs();
    assert.deepEqual(resources.map(nameOf), CUSTOM);
    for (const resource of resources) {
      const [, type = "", name] =
        /::pulumi:providers:([\w-]+)::([\w-]+)::/.exec(resource.provider ?? "") ?? [];
      const expected = { aws: "their-aws", "azure-native": "their-azure", azuread: "their-entra" }[type];
      assert.equal(name, expected, nameOf(resource));
    }
    const { awsConfig } = (await stack.stack.outputs()) as { awsConfig: string };
    assert.match(awsConfig, /^region = eu-central-1$/m);
  });

  it("`provider` reaches every child of its cloud", async () => {
    const others = '"azure-native": providers["azure-native"], azuread: providers.azuread';
    await stack.program(federation(`{ provider: providers.aws, providers: { ${others} } }`));
    assert.deepEqual(deeds(await stack.succeed("preview")), []);
  });

  it("`providers` read everything that is adopted", async () => {
    const adopting = `
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const placed = { resourceGroupName: federation.resourceGroupName, location: "westeurope" };
const theirs = new UserAssignedIdentity("theirs", placed, { provider: providers["azure-native"] });
const machine = new azure.AzureVirtualMachine("theirs", {
  ...placed, identityIds: [theirs.id], sshPublicKey: ${JSON.stringify(ED25519_KEY)},
}, { providers });`;
    const federationOfTheirs = `
new azure.AzureToAwsFederation("adopting", {
  resourceGroupName: federation.resourceGroupName,
  applicationClientId: federation.applicationClientId,
  oidcProviderArn: federation.oidcProviderArn,
  workloads: { job: {
    permissions: { readBuckets: ["devteam-builds"] },
    identityId: theirs.id,
    existingVirtualMachineId: machine.vmId,
    guest: {},
  } },
}, { providers });`;
    // What is adopted is there, so that the preview reads all of it.
    await stack.deploy(federation(ALL_PROVIDERS) + adopting);
    await stack.program(federation(ALL_PROVIDERS) + adopting + federationOfTheirs);
    // Nobody could fall back on default providers, which would fail.
    assert.deepEqual(
      deeds(await stack.succeed("preview")),
      ["assignment", "guest", "read-buckets", "role"].map((part) => `create adopting-job-${part}`),
    );
  });

  it("`customTimeouts` reach every child", async () => {
    const timeouts = ALL_PROVIDERS.replace(
      "{ providers",
      '{ customTimeouts: { create: "1h", update: "2h", delete: "3h" }, providers',
    );
    await stack.deploy(federation(timeouts));
    for (const resource of await customs()) {
      const seconds = { create: 3600, update: 7200, delete: 10_800 };
      assert.deepEqual(resource.customTimeouts, seconds, nameOf(resource));
    }
  });

  it("`transforms` see every child", async () => {
    const transform = `{ transforms: [({ type, props, opts }) =>
      type === "aws:iam/role:Role" || type === "azure-native:resources:ResourceGroup"
        ? { props: { ...props, tags: { owner: "platform" } }, opts } : undefined], providers`;
    await stack.program(federation(ALL_PROVIDERS.replace("{ providers", transform)));
    assert.deepEqual(deeds(await stack.succeed("preview")), ["update fed-app-role", "update fed-group"]);
  });

  it("`ignoreChanges` concern the component itself and no child, as Pulumi has it for all components", async () => {
    const ignoring = ALL_PROVIDERS.replace("{ providers", '{ ignoreChanges: ["displayName"], providers');
    await stack.program(federation(ignoring, 'displayName: "sales",'));
    assert.deepEqual(deeds(await stack.succeed("preview")), ["update fed-application"]);
  });

  it("`aliases` keep every child when the federation gets another parent", async () => {
    const moved = ALL_PROVIDERS.replace(
      "{ providers",
      `{ parent: new pulumi.ComponentResource("shop:index:Team", "orders"),
         aliases: [{ parent: pulumi.rootStackResource }], providers`,
    );
    await stack.program(federation(moved));
    const moving = await stack.succeed("preview");
    assert.deepEqual([deeds(moving), moving.components], [[], { create: 1, same: 7 }]);
  });

  it("`protect` keeps every child from being deleted", async () => {
    await stack.deploy(federation(ALL_PROVIDERS.replace("{ providers", "{ protect: true, providers")));
    assert.deepEqual((await stack.resources()).filter(({ protect }) => protect !== true).map(nameOf), []);
    const destroyed = await stack.stack.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    assert.match(destroyed.output, /because it is protected/);
    assert.deepEqual((await customs()).map(nameOf), CUSTOM);
  });
});
