/** One installation for each VM, under the real engine: another stack's is refused, and takes nothing away. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { PulumiRun } from "../../../../lab/pulumi";
import { fillPluginCache } from "../../../../lab/pulumi/toolchain";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { version } from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, ProgramStack } from "../federation-lab";

const OWNER = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const group = new ResourceGroup("group", { resourceGroupName: "legacy" });
const identity = new UserAssignedIdentity("vm", { resourceGroupName: group.name });
const machine = new azure.AzureVirtualMachine("vm", {
  resourceGroupName: group.name,
  identityIds: [identity.id],
  sshPublicKey: ${JSON.stringify(ED25519_KEY)},
});
exports.vmName = machine.vmName;
`;

/** Installations on a VM, by name. `remote` has them constructed by the plugin, as programs in other languages do. */
const installations = (remote: boolean, vmName: string, names: readonly string[]): string => `
class Remote extends pulumi.ComponentResource {
  constructor(name, args) {
    super("azure-to-aws-federation:index:GuestInstallation", name, args, { version: "${version}" }, true);
  }
}
for (const name of ${JSON.stringify(names)})
  new ${remote ? "Remote" : "azure.GuestInstallation"}(name, {
    resourceGroupName: "legacy",
    vmName: ${vmName},
    profiles: [{
      profileName: name,
      roleArn: "arn:aws:iam::111122223333:role/" + name,
      audience: "api://x/y",
      clientId: "11111111-aaaa-4bbb-8ccc-000000000001",
      issuer: "https://sts.windows.net/11111111-aaaa-4bbb-8ccc-000000000002/",
      subject: "11111111-aaaa-4bbb-8ccc-000000000003",
      region: "eu-west-1",
    }],
  });
`;

/** What was said, however the terminal broke its lines. */
const said = ({ output }: PulumiRun): string => output.replaceAll(/\s+/g, " ");

describeWithLab("a second installation on a VM, under the real engine", {}, function (lab) {
  this.timeout("5m");
  let owner: ProgramStack;
  let vmName: string;

  before(async function () {
    this.timeout("15m");
    const entry = path.join(PROJECT_ROOT, "dist/components/plugin.js");
    await fillPluginCache(lab().pulumi.environment.PULUMI_HOME, {
      plugins: { "azure-to-aws-federation": { entry, version } },
      languageHost: false,
    });
    owner = await ProgramStack.create(lab(), "owner");
    await owner.deploy(OWNER + installations(false, "machine.vmName", ["orders"]));
    ({ vmName } = (await owner.stack.outputs()) as { vmName: string });
  });

  const stackWith = async (
    name: string,
    remote: boolean,
    names: readonly string[],
  ): Promise<ProgramStack> => {
    const stack = await ProgramStack.create(lab(), name);
    await stack.program(installations(remote, JSON.stringify(vmName), names));
    return stack;
  };
  const configOfVm = async (): Promise<string> =>
    readFile(path.join(lab().vmDirectory, vmName, "etc/azure-to-aws/config"), "utf8");

  for (const remote of [false, true]) {
    describe(remote ? "constructed by the plugin" : "imported", () => {
      const suffix = remote ? "-remote" : "";

      it("of another stack is refused in preview and update, and the first keeps its profiles", async () => {
        const before = await configOfVm();
        assert.match(before, /^\[profile orders\]$/m);
        const stack = await stackWith(`another${suffix}`, remote, ["billing"]);
        for (const run of [await stack.stack.preview(), await stack.stack.up()]) {
          assert.notEqual(run.exitCode, 0);
          assert.match(
            said(run),
            /GuestInstallation "billing": VM \S+ already has an installation, which writes the whole AWS config\. Give the VM one GuestInstallation .* az resource delete --ids '\/subscriptions\/\S+\/runCommands\/azure-to-aws-federation' \[installation-exists\]/,
          );
        }
        assert.equal(await configOfVm(), before);
        await stack.succeed("destroy");
      });

      it("of the same program is refused in the preview, which names both", async () => {
        const stack = await stackWith(`both${suffix}`, remote, ["billing", "stock"]);
        const run = await stack.stack.preview();
        assert.notEqual(run.exitCode, 0);
        const pair = /GuestInstallation "(?:billing|stock)"/.source;
        assert.match(said(run), new RegExp(`${pair}.* vmName: ${pair} already installs on this VM`));
      });
    });
  }

  describe("that is the first one's successor", () => {
    it("passes the preview and is made, where the very same is installed once more", async () => {
      const installation = (await owner.resources()).find(({ urn }) => urn.endsWith("::orders-guest"));
      for (const operation of ["preview", "up"] as const) {
        const { exitCode, output } = await owner.stack[operation]({ replace: [installation?.urn ?? ""] });
        assert.equal(exitCode, 0, output);
        assert.match(output, /orders-guest\s.*replace/);
      }
      assert.match(await configOfVm(), /^\[profile orders\]$/m);
    });
  });

  it("is not looked for in a preview that configures the provider itself, and told by the update", async () => {
    const stack = await ProgramStack.create(lab(), "late");
    const provider = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { Provider } = require("@pulumi/azure-native/provider");
const place = new ResourceGroup("place", { resourceGroupName: "place" });
const provider = new Provider("late", { location: place.id.apply(() => "westeurope") });
`;
    const program = installations(false, JSON.stringify(vmName), ["billing"]);
    await stack.program(provider + program.replace("    }],\n  });", "    }],\n  }, { provider });"));
    await stack.succeed("preview");
    const run = await stack.stack.up();
    assert.notEqual(run.exitCode, 0);
    assert.match(said(run), /already has an installation/);
    await stack.succeed("destroy");
  });

  describe("in the end", () => {
    it("is taken once the first is gone", async () => {
      const stack = await stackWith("next", false, ["billing"]);
      await owner.program(OWNER);
      assert.deepEqual(deeds(await owner.succeed("up")), ["deleted orders-guest"]);
      await stack.succeed("up");
      const config = await configOfVm();
      assert.match(config, /^\[profile billing\]$/m);
      assert.doesNotMatch(config, /orders/);
      assert.deepEqual(deeds(await stack.succeed("up")), []);
      await stack.succeed("destroy");
    });

    it("of the same program is refused in the update where the VM is made by it, since nobody knows its name before", async () => {
      const stack = await ProgramStack.create(lab(), "new");
      await stack.program(
        OWNER.replace('"legacy"', '"fresh"') +
          installations(false, "machine.vmName", ["billing", "stock"]).replace('"legacy"', "group.name"),
      );
      await stack.succeed("preview");
      const run = await stack.stack.up();
      assert.notEqual(run.exitCode, 0);
      assert.match(said(run), /vmName: GuestInstallation \S+ already installs on this VM/);
      await stack.succeed("destroy");
      await owner.succeed("destroy");
      assert.equal(lab().azure.counts().total, 0);
    });
  });
});
