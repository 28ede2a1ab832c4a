import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { setArgumentErrorStyle } from "../../../../components/arguments/argument-error";
import { ArgumentPaths } from "../../../../components/arguments/argument-paths";
import { onceReadBack, READ_BACK_SECONDS } from "../../../../components/pulumi/read-back";

const PROBLEM = { path: "thing.size", code: "some-code", text: "expected 2; the cloud has 1" };

/** A cloud that gives these answers one after the other, the last one from then on. Errors are thrown. */
class Cloud {
  reads = 0;

  constructor(private readonly answers: readonly (number | Error)[]) {}

  /** A value that waits until the cloud has a thing of size 2, or what it fails with. */
  async confirmed(): Promise<string> {
    const output = onceReadBack(pulumi.output("value"), () => ({
      paths: ArgumentPaths.of("Thing", "it"),
      parent: undefined as unknown as pulumi.Resource,
      subject: "the thing",
      read: async () => Promise.resolve().then(() => this.#read()),
      differences: (size) => (size === 2 ? [] : [PROBLEM]),
    }));
    // The type that the SDK publishes keeps the one method that rejects to itself.
    return (output as unknown as { promise(): Promise<string> }).promise();
  }

  #read(): number {
    const answer = this.answers[Math.min(this.reads++, this.answers.length - 1)];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer ?? 0;
  }
}

describe("onceReadBack", () => {
  let patience: string | undefined;

  beforeEach(() => {
    patience = process.env[READ_BACK_SECONDS];
    // Empty is the default.
    process.env[READ_BACK_SECONDS] = "";
    // The default leaves errors to the runtime of a program; this one throws them.
    setArgumentErrorStyle("properties");
  });

  afterEach(() => {
    process.env[READ_BACK_SECONDS] = patience ?? "";
    setArgumentErrorStyle("resource");
  });

  /** An engine as far as the component looks for one: mocks that know hooks. */
  async function startEngine({ preview = false, hooks = true } = {}): Promise<void> {
    const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, "project", "stack", preview);
    if (hooks) {
      Object.assign(pulumi.runtime.getMonitor() ?? {}, { registerResourceHook: () => undefined });
    }
  }

  it("reads nothing in a preview, and nothing under mocks", async () => {
    for (const engine of [{ preview: true }, { hooks: false }]) {
      await startEngine(engine);
      const cloud = new Cloud([1]);
      assert.equal(await cloud.confirmed(), "value");
      assert.equal(cloud.reads, 0);
    }
  });

  it("reads once when the cloud has what was asked for", async () => {
    await startEngine();
    const cloud = new Cloud([2]);
    assert.equal(await cloud.confirmed(), "value");
    assert.equal(cloud.reads, 1);
  });

  it("reads again while a copy that is behind shows the state of before", async () => {
    await startEngine();
    const cloud = new Cloud([1, 1, 2]);
    assert.equal(await cloud.confirmed(), "value");
    assert.equal(cloud.reads, 3);
  });

  // What the providers say of an object that a copy does not have yet.
  for (const absence of [
    'Application with object ID "1b6b2a3c" was not found',
    "ApplicationsClient.BaseClient.Get(): unexpected status 404 with OData error: Request_ResourceNotFound",
    "reading IAM Role (orders): couldn't find resource",
    "operation error IAM: GetRole, https response error StatusCode: 404, NoSuchEntity: The role cannot be found.",
    "reading IAM OIDC Provider: empty result",
  ]) {
    it(`reads again when the provider says: ${absence}`, async () => {
      await startEngine();
      const cloud = new Cloud([new Error(absence), 2]);
      assert.equal(await cloud.confirmed(), "value");
      assert.equal(cloud.reads, 2);
    });
  }

  it("fails at once when the provider may not read, with what the provider says", async () => {
    await startEngine();
    const cloud = new Cloud([new Error("AccessDenied: not authorized to perform: iam:GetRole"), 2]);
    await assert.rejects(cloud.confirmed(), {
      message:
        'Thing "it": a cloud does not have what this program asked for. Run: pulumi up --refresh, because Pulumi records a failed update of such a resource as done. Only if --target or --run-program left a change out, set AZURE_TO_AWS_READ_BACK_SECONDS=off [read-back-failed]\n' +
        "  the thing: cannot be read, so nothing that depends on it was changed: AccessDenied: not authorized to perform: iam:GetRole [read-back-unreadable]",
    });
    assert.equal(cloud.reads, 1);
  });

  // The resource that failed first is the error, so a read that the engine ended has nothing to report.
  for (const cancellation of [
    "context canceled",
    "the provider is shutting down",
    "invocation of azuread:index/getApplication:getApplication returned an error: grpc: the client connection is closing",
    "grpc: the connection is closing",
    "rpc error: code = Unavailable desc = transport is closing",
    "14 UNAVAILABLE: Channel closed before call started",
  ]) {
    it(`hands nothing on and reports nothing when a read ends with: ${cancellation}`, async () => {
      await startEngine();
      const cloud = new Cloud([new Error(cancellation), 2]);
      const outcomes: unknown[] = [];
      void cloud.confirmed().then(
        (value) => outcomes.push(value),
        (error: unknown) => outcomes.push(error),
      );
      while (cloud.reads === 0) {
        await nextTurn();
      }
      for (let turn = 0; turn < 100; turn++) {
        await nextTurn();
      }
      assert.deepEqual([outcomes, cloud.reads], [[], 1]);
    });
  }

  it("reports a connection that broke, which is no cancellation", async () => {
    await startEngine();
    const cloud = new Cloud([new Error("read tcp 10.0.0.4:443: connection reset by peer"), 2]);
    await assert.rejects(cloud.confirmed(), /was changed: read tcp .* \[read-back-unreadable\]/);
  });

  it("fails when patience ends, with what differs", async () => {
    await startEngine();
    process.env[READ_BACK_SECONDS] = "0";
    const cloud = new Cloud([1, 2]);
    await assert.rejects(cloud.confirmed(), {
      message:
        'Thing "it": a cloud does not have what this program asked for. Run: pulumi up --refresh, because Pulumi records a failed update of such a resource as done. Only if --target or --run-program left a change out, set AZURE_TO_AWS_READ_BACK_SECONDS=off [read-back-failed]\n' +
        "  thing.size: expected 2; the cloud has 1 [some-code]",
    });
    assert.equal(cloud.reads, 1);
  });

  it("reads nothing back when the patience is off, and waits for nothing", async () => {
    await startEngine();
    process.env[READ_BACK_SECONDS] = "off";
    const cloud = new Cloud([1]);
    assert.equal(await cloud.confirmed(), "value");
    assert.equal(cloud.reads, 0);
  });

  it("reads nothing where a target is left out", async () => {
    await startEngine();
    const output = onceReadBack(pulumi.output("value"), () => undefined);
    assert.equal(await (output as unknown as { promise(): Promise<string> }).promise(), "value");
  });

  it("says whether a value is secret, so that none is shown", async () => {
    await startEngine();
    const told: boolean[] = [];
    for (const value of [pulumi.output("value"), pulumi.secret("value")]) {
      const output = onceReadBack(value, () => ({
        paths: ArgumentPaths.of("Thing", "it"),
        parent: undefined as unknown as pulumi.Resource,
        subject: "the thing",
        read: async () => Promise.resolve(2),
        differences: (_size, hidden) => {
          told.push(hidden);
          return [];
        },
      }));
      await (output as unknown as { promise(): Promise<string> }).promise();
    }
    assert.deepEqual(told, [false, true]);
  });

  for (const seconds of ["a minute", "-1", "3601", "1.5", "OFF", "0ff"]) {
    it(`refuses the patience ${seconds}`, async () => {
      await startEngine();
      process.env[READ_BACK_SECONDS] = seconds;
      const cloud = new Cloud([2]);
      await assert.rejects(
        cloud.confirmed(),
        (error: Error) =>
          error.message.includes(
            `${READ_BACK_SECONDS}: invalid value. Expected a whole number of seconds from 0 to 3600, or off; got "${seconds}"`,
          ) && error.message.includes("[read-back-seconds-invalid]"),
      );
      assert.equal(cloud.reads, 0);
    });
  }
});
