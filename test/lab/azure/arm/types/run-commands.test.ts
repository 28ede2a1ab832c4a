import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AzureLab, GROUP, LOCATION, virtualMachine, VM } from "../../azure-lab";

const COMMAND = `${VM}/runCommands/install`;

describe("Microsoft.Compute/virtualMachines/runCommands", () => {
  let lab: AzureLab;

  before(async () => {
    lab = await AzureLab.start();
    await lab.prepareNetwork();
    await lab.put(VM, virtualMachine());
  });

  after(async () => {
    await lab.stop();
  });

  /** Runs a script and answers the operation's status document. */
  const run = async (
    script: string,
    properties: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> => {
    const answer = await lab.arm("PUT", COMMAND, {
      location: LOCATION,
      properties: { source: { script }, ...properties },
    });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return lab.follow(answer);
  };
  const view = async (): Promise<Record<string, unknown>> => {
    const { body } = await lab.arm("GET", `${COMMAND}?api-version=2024-07-01&$expand=instanceView`);
    return (body.properties as { instanceView: Record<string, unknown> }).instanceView;
  };

  it("runs a script as root in the machine's folder, and shows its result in the instance view only", async () => {
    assert.equal(
      (await run("echo $USER $HOME; echo oops >&2; chown root:root /opt && echo in > /opt/file")).status,
      "Succeeded",
    );
    const { folder } = lab.azure.vm("vm1");
    const { startTime, endTime, ...rest } = await view();
    assert.deepEqual(rest, {
      executionState: "Succeeded",
      executionMessage: "Execution completed",
      exitCode: 0,
      output: `root ${join(folder, "root")}\n`,
      error: "oops\n",
      statuses: [],
    });
    assert.ok(Date.parse(String(startTime)) <= Date.parse(String(endTime)));
    assert.equal(existsSync(join(folder, "opt/file")), true);
    const { body } = await lab.arm("GET", COMMAND);
    assert.equal((body.properties as Record<string, unknown>).instanceView, undefined);
  });

  it("runs again when it is written again", async () => {
    await run("echo x >> /opt/count");
    await run("echo x >> /opt/count; wc -l < /opt/count");
    assert.equal(String((await view()).output).trim(), "2");
  });

  it("keeps a script's failure to the instance view, unless it is to fail the deployment", async () => {
    assert.equal((await run("echo out; echo err >&2; exit 7")).status, "Succeeded");
    assert.deepEqual([(await view()).executionState, (await view()).exitCode], ["Failed", 7]);
    const failed = await run("echo out; echo err >&2; exit 7", { treatFailureAsDeploymentFailure: true });
    assert.equal(failed.status, "Failed");
    assert.deepEqual(failed.error, {
      code: "VMExtensionProvisioningError",
      message: `VM has reported a failure when processing extension 'install'. Error message: "failed to execute command: command terminated with exit status=7\n[stdout]\nout\n\n[stderr]\nerr\n".`,
    });
    assert.equal(
      ((await lab.arm("GET", COMMAND)).body.properties as Record<string, unknown>).provisioningState,
      "Failed",
    );
    assert.equal((await run("exit 0", { treatFailureAsDeploymentFailure: true })).status, "Succeeded");
  });

  it("ends a script, and all that it started, when its time is over", async () => {
    const status = await run("sleep 600 & echo started; sleep 600", {
      timeoutInSeconds: 1,
      treatFailureAsDeploymentFailure: true,
    });
    assert.equal(status.status, "Failed");
    const { executionState, exitCode, output } = await view();
    assert.deepEqual([executionState, exitCode, output], ["TimedOut", 137, "started\n"]);
  });

  it("does not wait for what a script leaves in the background", async () => {
    assert.equal((await run("sleep 600 & echo done")).status, "Succeeded");
    assert.equal((await view()).output, "done\n");
  });

  it("ends a script that is running when it is deleted", async () => {
    const started = await lab.arm("PUT", `${VM}/runCommands/long`, {
      location: LOCATION,
      properties: { source: { script: "touch /opt/running; sleep 600" } },
    });
    const file = join(lab.azure.vm("vm1").folder, "opt/running");
    while (!existsSync(file)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const deleted = await lab.arm("DELETE", `${VM}/runCommands/long`);
    assert.equal(deleted.status, 202);
    await lab.follow(deleted);
    await lab.follow(started);
    assert.equal((await lab.arm("GET", `${VM}/runCommands/long`)).status, 404);
  });

  it("hands parameters to the script by name, and shows the protected ones to nobody", async () => {
    await run('echo "$GREETING $SECRET" | tr a-z A-Z', {
      parameters: [{ name: "GREETING", value: "hello" }],
      protectedParameters: [{ name: "SECRET", value: "world" }],
    });
    assert.equal((await view()).output, "HELLO WORLD\n");
    const { body } = await lab.arm("GET", `${COMMAND}?api-version=2024-07-01&$expand=instanceView`);
    assert.doesNotMatch(JSON.stringify(body), /world|protectedParameters/);
  });

  it("shows the last 4,096 bytes of what was printed", async () => {
    await run("i=0; while [ $i -lt 500 ]; do echo line-number-$i; i=$((i+1)); done");
    const output = String((await view()).output);
    assert.equal(output.length, 4096);
    assert.match(output, /line-number-499\n$/);
  });

  it("gets no result back from a machine without a way out, though the script runs", async () => {
    const network = `${GROUP}/providers/Microsoft.Network`;
    const subnet = `${network}/virtualNetworks/net/subnets/sub`;
    await lab.put(subnet, { properties: { addressPrefix: "10.0.1.0/24" } });
    const status = await run("touch /opt/without-egress");
    assert.equal(status.status, "Failed");
    assert.deepEqual(status.error, {
      code: "VMExtensionProvisioningTimeout",
      message:
        "Provisioning of VM extension 'install' has timed out. Extension installation may be taking too long, or extension status could not be obtained.",
    });
    assert.equal((await view()).executionState, "Unknown");
    assert.equal(existsSync(join(lab.azure.vm("vm1").folder, "opt/without-egress")), true);
    await lab.put(subnet, {
      properties: { addressPrefix: "10.0.1.0/24", natGateway: { id: `${network}/natGateways/nat` } },
    });
  });

  for (const [properties, message] of [
    [{ source: {} }, "Required parameter 'source.script' is missing (null)."],
    [
      { source: { commandId: "x" } },
      "The lab does not do this: built-in commands (properties.source.commandId).",
    ],
    [
      { source: { script: "x" }, runAsUser: "me" },
      "The lab does not do this: running as another user than root (properties.runAsUser).",
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(properties)}`, async () => {
      const { body } = await lab.arm("PUT", COMMAND, { location: LOCATION, properties });
      assert.equal((body.error as Record<string, unknown>).message, message);
    });
  }

  it("needs a machine", async () => {
    const { status, body } = await lab.arm("PUT", `${VM}9/runCommands/x`, {
      location: LOCATION,
      properties: {},
    });
    assert.deepEqual([status, (body.error as Record<string, unknown>).code], [404, "ParentResourceNotFound"]);
  });
});
