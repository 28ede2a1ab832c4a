/** examples/container-app in the lab: the app lists its buckets, others do not, and all of it goes away again. */
import assert from "node:assert/strict";
import type { LabContainer } from "../../../lab/azure";
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { ExampleLab } from "./example-lab";
import { keepsNoSecretAndNeedsNoChange, leavesNothing, sessionsOf } from "./usual-promises";

const API_VERSION = "2025-02-02-preview";

interface Outputs {
  readonly containerAppName: string;
  readonly resourceGroupName: string;
  readonly roleArn: string;
  readonly principalId: string;
  readonly clientId: string;
  readonly audienceUri: string;
}

describe("examples/container-app", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let outputs: Outputs;
  let container: LabContainer;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    example = await ExampleLab.start("container-app", {
      "azure-to-aws-container-app:image": "registry.example.com/reader:1",
      "azure-to-aws-container-app:buckets": ["devteam-reports"],
    });
    await example.deploy();
    outputs = (await example.stack.outputs()) as unknown as Outputs;
    container = example.lab.azure.container(outputs.containerAppName);
  });

  after(async () => {
    await example.stop();
  });

  it("lists the bucket in the app's own log", async () => {
    const logs = await container.logged(/\n/, AbortSignal.timeout(60_000));
    assert.match(logs, /^\S+ \S+ +23 2026\/q3\.csv\n$/);
  });

  it("is the role in a session that names the app", async () => {
    const found = await container.run(["aws", "sts", "get-caller-identity", "--output", "json"]);
    assert.equal(found.exitCode, 0, found.stderr);
    const { Arn } = JSON.parse(found.stdout) as { Arn: string };
    const role = sessionsOf(outputs.roleArn);
    assert.ok(Arn.startsWith(`${role}/${outputs.containerAppName}@`), Arn);
  });

  it("reads no other bucket", async () => {
    const found = await container.run(["aws", "s3", "ls", "s3://payroll-archive"]);
    assert.notEqual(found.exitCode, 0);
    assert.match(found.stderr, /AccessDenied.*ListObjectsV2/);
  });

  it("gives an identity that is attached, but not assigned, no token", async () => {
    const { containerAppName, resourceGroupName, principalId, clientId } = outputs;
    const stranger = await example.createIdentity(resourceGroupName, "stranger");
    const app = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}/providers/Microsoft.App/containerApps/${containerAppName}`;
    await example.arm("PATCH", app, API_VERSION, {
      identity: { type: "UserAssigned", userAssignedIdentities: { [stranger.resourceId]: {} } },
    });
    assert.equal(example.lab.azure.container(containerAppName), container, "the running revision stays");
    const helper = (id: string, subject: string) =>
      container.run([
        ...(["python3", "-IBS", "/opt/azure-to-aws/credential_process.py", "--role-arn"] as const),
        outputs.roleArn,
        "--audience",
        outputs.audienceUri,
        "--client-id",
        id,
        "--subject",
        subject,
        "--cache-dir",
        "/opt/azure-to-aws",
      ]);
    const right = await helper(clientId, principalId);
    assert.equal(right.exitCode, 0, right.stderr);
    const wrong = await helper(stranger.clientId, stranger.principalId);
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.stderr, /AADSTS501051: .* is not assigned to a role/);
    await example.arm("PATCH", app, API_VERSION, {
      identity: { type: "UserAssigned", userAssignedIdentities: { [stranger.resourceId]: null } },
    });
    await example.arm("DELETE", stranger.resourceId, "2023-01-31");
  });

  keepsNoSecretAndNeedsNoChange({ lab: () => example });

  leavesNothing({
    lab: () => example,
    isGone: () => {
      assert.deepEqual(example.lab.azure.containers(), []);
    },
  });
});
