/** examples/scale-set in the lab: every machine reads the buckets, new ones too, and all of it goes away again. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { ExampleLab } from "./example-lab";
import { keepsNoSecretAndNeedsNoChange, leavesNothing, sessionsOf } from "./usual-promises";

interface Outputs {
  readonly scaleSetName: string;
  readonly resourceGroupName: string;
  readonly roleArn: string;
  readonly principalId: string;
  readonly clientId: string;
  readonly audienceUri: string;
}

describe("examples/scale-set", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let outputs: Outputs;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    example = await ExampleLab.start("scale-set", {
      "azure-to-aws-scale-set:sshPublicKey": createSshKey(),
      "azure-to-aws-scale-set:buckets": ["devteam-reports"],
    });
    await example.deploy();
    outputs = (await example.stack.outputs()) as unknown as Outputs;
  });

  after(async () => {
    await example.stop();
  });

  const setCapacity = async (capacity: number): Promise<void> => {
    const { configFile } = example.stack;
    const { config } = parse(await readFile(configFile, "utf8")) as { config: Record<string, unknown> };
    config["azure-to-aws-scale-set:capacity"] = capacity;
    await writeFile(configFile, stringify({ config }));
  };
  const names = (): string[] => example.lab.azure.vms().map(({ name }) => name);

  it("has two machines that list the bucket, as the same role in sessions of their own", async () => {
    const { scaleSetName } = outputs;
    assert.deepEqual(names().sort(), [`${scaleSetName}_0`, `${scaleSetName}_1`]);
    const role = sessionsOf(outputs.roleArn);
    for (const vm of example.lab.azure.vms()) {
      const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--recursive"]);
      assert.equal(listing.exitCode, 0, listing.stderr);
      assert.match(listing.stdout, /^\S+ \S+ +23 2026\/q3\.csv\n$/);
      const who = await vm.run(["aws", "sts", "get-caller-identity", "--output", "json"]);
      const { Arn } = JSON.parse(who.stdout) as { Arn: string };
      assert.ok(Arn.startsWith(`${role}/${vm.name}@`), Arn);
    }
  });

  it("gives an identity that is attached, but not assigned, no token", async () => {
    const { scaleSetName, resourceGroupName } = outputs;
    const stranger = await example.createIdentity(resourceGroupName, "stranger");
    const scaleSet = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}/providers/Microsoft.Compute/virtualMachineScaleSets/${scaleSetName}`;
    const attach = (identity: Record<string, unknown> | null) =>
      example.arm("PATCH", scaleSet, "2024-11-01", {
        identity: { type: "UserAssigned", userAssignedIdentities: { [stranger.resourceId]: identity } },
      });
    await attach({});
    const vm = example.lab.azure.vm(`${scaleSetName}_0`);
    const refused = await vm.run([
      ...([`${vm.folder}/opt/azure-to-aws/credential_process.py`, "--role-arn", outputs.roleArn] as const),
      "--audience",
      outputs.audienceUri,
      "--client-id",
      stranger.clientId,
    ]);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /AADSTS501051: .* is not assigned to a role/);
    await attach(null);
    await example.arm("DELETE", stranger.resourceId, "2023-01-31");
  });

  keepsNoSecretAndNeedsNoChange({ lab: () => example });

  it("gives a machine that comes later the same, and lets the newest go first", async () => {
    await setCapacity(3);
    const grown = await example.redeploy();
    assert.equal(grown.changes.update, 1);
    const listing = await example.lab.azure
      .vm(`${outputs.scaleSetName}_2`)
      .run(["aws", "s3", "ls", "s3://devteam-reports"]);
    assert.equal(listing.exitCode, 0, listing.stderr);
    await setCapacity(1);
    await example.redeploy();
    assert.deepEqual(names(), [`${outputs.scaleSetName}_0`]);
  });

  leavesNothing({
    lab: () => example,
    isGone: () => {
      assert.deepEqual(names(), []);
    },
  });
});
