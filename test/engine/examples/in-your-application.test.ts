/** examples/in-your-application in the lab: the Node program lists its bucket in the container app, without Python. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { LabContainer } from "../../../lab/azure";
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { ExampleLab } from "./example-lab";
import { keepsNoSecretAndNeedsNoChange, leavesNothing } from "./usual-promises";

const EXAMPLE = path.join(PROJECT_ROOT, "examples/in-your-application");
const IMAGE = "registry.example.com/list-bucket:1";

interface Outputs {
  readonly containerAppName: string;
  readonly jobName: string;
  readonly resourceGroupName: string;
  readonly roleArn: string;
  readonly clientId: string;
}

describe("examples/in-your-application", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let outputs: Outputs;
  let container: LabContainer;
  let programs = "";

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    programs = await mkdtemp(path.join(tmpdir(), "image-"));
    await mkdir(path.join(programs, "bin"));
    const program = path.join(programs, "bin/list-bucket");
    // As the Dockerfile does it. No registry has the package yet, so the checkout's is taken.
    await build({
      entryPoints: [path.join(EXAMPLE, "list-bucket.ts")],
      outfile: program,
      bundle: true,
      platform: "node",
      alias: { "@azure-to-aws/credentials": path.join(PROJECT_ROOT, "providers/javascript/index.ts") },
      logLevel: "error",
    });
    await chmod(program, 0o755);
    example = await ExampleLab.start(
      "in-your-application",
      {
        "azure-to-aws-in-your-application:image": IMAGE,
        "azure-to-aws-in-your-application:bucket": "devteam-reports",
      },
      { imagePrograms: { [IMAGE]: path.dirname(program) } },
    );
    await example.deploy();
    outputs = (await example.stack.outputs()) as unknown as Outputs;
    container = example.lab.azure.container(outputs.containerAppName);
  });

  after(async () => {
    await example.stop();
    await rm(programs, { recursive: true, force: true });
  });

  it("lists the bucket in the app's own log, with the provider for Node", async () => {
    // Before it, Node 20 may warn that the SDK will need Node 22, which the image has.
    assert.match(await container.logged(/csv\n/, AbortSignal.timeout(60_000)), /^2026\/q3\.csv\n$/m);
  });

  it("has an image without Python, and no AWS config in the container", async () => {
    const dockerfile = await readFile(path.join(EXAMPLE, "Dockerfile"), "utf8");
    assert.deepEqual(
      [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image),
      ["node:22-slim", "node:22-slim"],
    );
    const { stdout } = await container.run(["sh", "-c", "env | grep -c '^AWS_CONFIG_FILE=' || true"]);
    assert.equal(stdout, "0\n");
  });

  it("lists the bucket in a job, each time that it is started", async () => {
    const { resourceGroupName, jobName } = outputs;
    const job = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}/providers/Microsoft.App/jobs/${jobName}`;
    for (const time of ["first", "second"]) {
      await example.arm("POST", `${job}/start`, "2025-02-02-preview");
      const run = example.lab.azure.container(jobName);
      const exitCode = await run.finished();
      const logs = await run.logs();
      assert.equal(exitCode, 0, `${time}: ${logs}`);
      assert.match(logs, /^2026\/q3\.csv\n$/m);
    }
  });

  it("is refused for a bucket that is not the role's", async () => {
    const { exitCode, stderr } = await container.run(["list-bucket", "payroll-archive"]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /is not authorized to perform: s3:ListBucket/);
  });

  it("is refused for an identity that is attached, but not assigned", async () => {
    const { containerAppName, resourceGroupName } = outputs;
    const stranger = await example.createIdentity(resourceGroupName, "stranger");
    const app = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}/providers/Microsoft.App/containerApps/${containerAppName}`;
    const attach = (identity: object | null) =>
      example.arm("PATCH", app, "2025-02-02-preview", {
        identity: { type: "UserAssigned", userAssignedIdentities: { [stranger.resourceId]: identity } },
      });
    await attach({});
    const { exitCode, stdout, stderr } = await container.run(["list-bucket", "devteam-reports"], {
      env: { AZURE_CLIENT_ID: stranger.clientId },
    });
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(stderr, /^no token from the app's identity endpoint\. .* \[identity-endpoint-error\]\n$/m);
    await attach(null);
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
