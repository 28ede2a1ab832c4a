/** The states that released versions left, taken over by this one under the real engine. */
import assert from "node:assert/strict";
import type { PulumiStack } from "../../../../lab/pulumi";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { BROAD, deeds, leftIn } from "../federation-lab";
import { restoreReleased } from "./released-state";

/** What an update of the quickstart changes in the clouds, by the version that left its state. */
const CHANGES = {
  /**
   * What changes where it stands: the default audience, which ends in a digest now, in all that name it; the helper on the
   * VM; and the VM itself, which is sent a security profile without any content, since trusted launch is for new VMs only.
   */
  "0.1.0": [
    "update azure-to-aws-application",
    "update azure-to-aws-devteam-guest",
    "update azure-to-aws-devteam-role",
    "update azure-to-aws-devteam-vm",
    "update azure-to-aws-oidc-provider",
    "update azure-to-aws-service-principal",
  ],
  /** The helper on the VM, and what installs it. */
  "0.2.0": ["update azure-to-aws-devteam-guest"],
} as const;

/** What others know by its ID, or what holds data. No version may replace or delete it, whatever the lists above have. */
const KEPT = [
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/role:Role",
  "azure-native:compute:VirtualMachine",
  "azure-native:managedidentity:UserAssignedIdentity",
  "azuread:index/application:Application",
  "azuread:index/servicePrincipal:ServicePrincipal",
];

for (const [version, changes] of Object.entries(CHANGES)) {
  // The state of 0.1.0 has an application without owners.
  const permissions = version === "0.1.0" ? { graphPermissions: BROAD } : {};
  describeWithLab(`an upgrade from ${version}`, permissions, function (lab) {
    this.timeout("5m");
    let stack: PulumiStack;

    before(async function () {
      this.timeout("15m");
      stack = await restoreReleased(lab(), version);
    });

    it("keeps what others know, previews exactly the listed changes, and makes them", async () => {
      const preview = await stack.preview();
      assert.equal(preview.exitCode, 0, preview.output);
      assert.deepEqual(deeds(preview), changes, preview.output);
      for (const type of KEPT) {
        const steps = preview.steps.filter(({ urn }) => urn.split("::").at(-2)?.split("$").at(-1) === type);
        assert.deepEqual(
          [steps.length, steps.every(({ op }) => ["same", "update"].includes(op))],
          [1, true],
          type,
        );
      }
      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
      const made = changes.map((change) => change.replace(/^(\w+) /, "$1d "));
      assert.deepEqual(deeds(up), made, up.output);
    });

    it("leaves a VM that still reads its buckets", async () => {
      const { virtualMachineName, profileName } = (await stack.outputs()) as Record<string, string>;
      const vm = lab().azure.vm(virtualMachineName ?? "");
      const listing = await vm.run([
        "aws",
        "s3",
        "ls",
        "s3://devteam-reports",
        "--profile",
        profileName ?? "",
      ]);
      assert.equal(listing.exitCode, 0, listing.stderr);
    });

    if (version === "0.1.0") {
      it("lets the installation keep its name until it is replaced", async () => {
        const commandsOf = async () => {
          const { deployment } = JSON.parse(await stack.exportWithSecrets()) as {
            deployment: { resources: { urn: string; id?: string }[] };
          };
          return deployment.resources.filter(({ id }) => id?.includes("/runCommands/") === true);
        };
        const nameIn = ({ id = "" }: { id?: string }) => id.split("/").at(-1);
        const [installation, ...others] = await commandsOf();
        assert.ok(installation);
        assert.deepEqual([nameIn(installation), others], ["azure-to-aws-devteam-guest", []]);
        const replaced = await stack.up({ replace: [installation.urn] });
        assert.equal(replaced.exitCode, 0, replaced.output);
        assert.deepEqual((await commandsOf()).map(nameIn), ["azure-to-aws-federation"]);
      });
    }

    it("leaves a stack that has nothing to change, and of which nothing is left when it is destroyed", async () => {
      const again = await stack.up();
      assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
      const destroyed = await stack.destroy();
      assert.equal(destroyed.exitCode, 0, destroyed.output);
      assert.equal(await leftIn(lab()), 0);
    });
  });
}
