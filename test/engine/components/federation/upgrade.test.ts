/** The state that the last released version left, taken over by this one under the real engine. */
import assert from "node:assert/strict";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import type { PulumiStack } from "../../../../lab/pulumi/engine/pulumi-stack";
import { describeWithLab } from "../../with-lab";
import { BROAD, deeds, leftIn } from "../federation-lab";
import { restoreReleased } from "./released-state";

const STATE = path.join(PROJECT_ROOT, "test/unit/components/federation/fixtures/state-0.1.0.json");

/** The public half of a key that exists for this state only. */
const KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl operator@example";

/**
 * What changes where it stands: the default audience, which ends in a digest now, in all that name it; the helper on the
 * VM; and the VM itself, which is sent a security profile without any content, since trusted launch is for new VMs only.
 */
const UPDATED = [
  "application",
  "devteam-guest",
  "devteam-role",
  "devteam-vm",
  "oidc-provider",
  "service-principal",
].map((part) => `azure-to-aws-${part}`);

describeWithLab("an upgrade from 0.1.0", { graphPermissions: BROAD }, function (lab) {
  this.timeout("5m");
  let stack: PulumiStack;

  before(async function () {
    this.timeout("15m");
    stack = await restoreReleased(lab(), STATE, {
      "aws:region": "eu-west-1",
      "azure-native:location": "westeurope",
      "azure-to-aws-quickstart:sshPublicKey": KEY,
      "azure-to-aws-quickstart:buckets": ["devteam-reports", "devteam-builds"],
    });
  });

  it("replaces, creates and deletes nothing, and brings what is new to the VM", async () => {
    for (const operation of ["preview", "up"] as const) {
      const run = await stack[operation]();
      assert.equal(run.exitCode, 0, run.output);
      const verb = operation === "up" ? "updated" : "update";
      assert.deepEqual(
        deeds(run),
        UPDATED.map((name) => `${verb} ${name}`),
        run.output,
      );
    }
  });

  it("leaves a VM that still reads its buckets", async () => {
    const { virtualMachineName, profileName } = (await stack.outputs()) as Record<string, string>;
    const vm = lab().azure.vm(virtualMachineName ?? "");
    const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", profileName ?? ""]);
    assert.equal(listing.exitCode, 0, listing.stderr);
  });

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

  it("leaves a stack that has nothing to change, and of which nothing is left when it is destroyed", async () => {
    const again = await stack.up();
    assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
    const destroyed = await stack.destroy();
    assert.equal(destroyed.exitCode, 0, destroyed.output);
    assert.equal(await leftIn(lab()), 0);
  });
});
