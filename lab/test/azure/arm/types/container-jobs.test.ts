import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION } from "../../../../testing/azure-lab";

const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
const JOB = `${GROUP}/providers/Microsoft.App/jobs/nightly`;
const VERSION = "api-version=2024-03-01";

/** A job that Azure takes. */
function containerJob(command: readonly string[], configuration = {}): Record<string, unknown> {
  return {
    location: LOCATION,
    identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
    properties: {
      environmentId: ENVIRONMENT,
      configuration: {
        triggerType: "Manual",
        replicaTimeout: 60,
        secrets: [{ name: "first", value: "one" }],
        ...configuration,
      },
      template: {
        containers: [
          { name: "main", image: "image:1", command, env: [{ name: "SECRET", secretRef: "first" }] },
        ],
      },
    },
  };
}

describeWithAzureLab("Microsoft.App/jobs", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    await lab().put(IDENTITY, { location: LOCATION });
    await lab().put(ENVIRONMENT, { location: LOCATION, properties: {} });
  });
  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", JOB));
  });

  const start = async (): Promise<string> => {
    const { status, body } = await lab().arm("POST", `${JOB}/start?${VERSION}`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.id, `${JOB}/executions/${String(body.name)}`);
    return String(body.name);
  };
  const statusOf = async (execution: string): Promise<unknown> => {
    const { body } = await lab().arm("GET", `${JOB}/executions/${execution}?${VERSION}`);
    return (body.properties as { status: unknown }).status;
  };

  it("runs nothing until it is started, and shows no value of a secret", async () => {
    const { properties } = await lab().put(JOB, containerJob(["true"]));
    const { configuration } = properties as { configuration: unknown };
    assert.deepEqual(configuration, {
      triggerType: "Manual",
      replicaTimeout: 60,
      secrets: [{ name: "first" }],
    });
    assert.deepEqual(lab().azure.containers(), []);
    const { body } = await lab().arm("GET", `${JOB}/executions?${VERSION}`);
    assert.deepEqual(body, { value: [] });
  });

  it("runs its command with the variables of its execution", async () => {
    await lab().put(JOB, containerJob(["sh", "-c", 'echo "$SECRET"; env | grep ^CONTAINER_APP']));
    const execution = await start();
    assert.match(execution, /^nightly-[0-9a-f]{7}$/);
    const container = lab().azure.container("nightly");
    assert.equal(await container.finished(), 0);
    assert.deepEqual((await container.logs()).trimEnd().split("\n").sort(), [
      `CONTAINER_APP_JOB_EXECUTION_NAME=${execution}`,
      "CONTAINER_APP_JOB_NAME=nightly",
      `CONTAINER_APP_REPLICA_NAME=${execution}`,
      "one",
    ]);
    assert.equal(await statusOf(execution), "Succeeded");
  });

  it("keeps what became of each execution, the newest first", async () => {
    await lab().put(JOB, containerJob(["sh", "-c", "exit 3"]));
    const first = await start();
    await lab().azure.container("nightly").finished();
    await lab().put(JOB, containerJob(["tail", "-f", "/dev/null"]));
    const second = await start();
    const { body } = await lab().arm("GET", `${JOB}/executions?${VERSION}`);
    assert.deepEqual(
      (body.value as { name: string; properties: { status: string } }[]).map(({ name, properties }) => [
        name,
        properties.status,
      ]),
      [
        [second, "Running"],
        [first, "Failed"],
      ],
    );
    assert.equal((await lab().arm("GET", `${JOB}/executions/other?${VERSION}`)).status, 404);
  });

  it("ends with its resource", async () => {
    await lab().put(JOB, containerJob(["tail", "-f", "/dev/null"]));
    await start();
    await lab().follow(await lab().arm("DELETE", JOB));
    assert.deepEqual(lab().azure.containers(), []);
    assert.equal((await lab().arm("POST", `${JOB}/start?${VERSION}`)).status, 404);
  });

  it("refuses an environment that does not exist", async () => {
    const job = containerJob(["true"]);
    const environmentId = `${ENVIRONMENT}-other`;
    const { status, body } = await lab().arm("PUT", `${JOB}?${VERSION}`, {
      ...job,
      properties: { ...(job.properties as object), environmentId },
    });
    assert.equal(status, 400);
    assert.equal((body.error as { code: string }).code, "InvalidResourceReference");
  });
});
