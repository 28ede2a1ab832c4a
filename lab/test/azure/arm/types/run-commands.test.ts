import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeWithAzureLab, GROUP, LOCATION, virtualMachine, VM } from "../../../../testing/azure-lab";

const COMMAND = `${VM}/runCommands/install`;

describeWithAzureLab("Microsoft.Compute/virtualMachines/runCommands", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
    await lab().put(VM, virtualMachine());
  });

  /** Runs a script and answers the operation's status document. */
  const run = async (
    script: string,
    properties: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> => {
    const answer = await lab().arm("PUT", COMMAND, {
      location: LOCATION,
      properties: { source: { script }, ...properties },
    });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return lab().follow(answer);
  };
  const view = async (): Promise<Record<string, unknown>> => {
    const { body } = await lab().arm("GET", `${COMMAND}?api-version=2024-07-01&$expand=instanceView`);
    return (body.properties as { instanceView: Record<string, unknown> }).instanceView;
  };

  it("runs a script as root in the machine's folder, and shows its result in the instance view only", async () => {
    assert.equal(
      (await run("pwd; echo oops >&2; chown root:root /opt && echo in > /opt/file")).status,
      "Succeeded",
    );
    const { folder } = lab().azure.vm("vm1");
    const { startTime, endTime, ...rest } = await view();
    assert.deepEqual(rest, {
      executionState: "Succeeded",
      executionMessage: "Execution completed",
      exitCode: 0,
      output: `${join(folder, "var/lib/waagent/run-command-handler/install")}\n`,
      error: "oops\n",
      statuses: [],
    });
    assert.ok(Date.parse(String(startTime)) <= Date.parse(String(endTime)));
    for (const time of [startTime, endTime]) {
      assert.match(String(time), /^[\d-]{10}T[\d:]{8}Z$/);
    }
    assert.equal(existsSync(join(folder, "opt/file")), true);
    const { body } = await lab().arm("GET", COMMAND);
    assert.equal((body.properties as Record<string, unknown>).instanceView, undefined);
  });

  it("runs again when it is written again", async () => {
    await run("echo x >> /opt/count");
    await run("echo x >> /opt/count; wc -l < /opt/count");
    assert.equal(String((await view()).output).trim(), "2");
  });

  it("keeps a script's failure to the instance view, unless it is to fail the deployment", async () => {
    assert.equal((await run("echo out; echo err >&2; exit 7")).status, "Succeeded");
    const { executionState, executionMessage, exitCode, ...reported } = await view();
    assert.deepEqual([executionState, exitCode], ["Failed", 7]);
    const message = "Execution failed: failed to execute command: command terminated with exit status=7";
    assert.equal(executionMessage, message);
    assert.deepEqual([reported.output, reported.error], ["out\n", "err\n"]);
    const failed = await run("echo out; echo err >&2; exit 7", { treatFailureAsDeploymentFailure: true });
    assert.equal(failed.status, "Failed");
    const error = failed.error as { code: string; message: string };
    assert.equal(error.code, "VMExtensionProvisioningError");
    const [, told = ""] =
      /^VM has reported a failure when processing extension 'install' \(publisher 'Microsoft\.CPlat\.Core' and type 'RunCommandHandlerLinux'\)\. Error message: '(\{.*\})'\.$/.exec(
        error.message,
      ) ?? [];
    const { startTime, endTime, ...rest } = JSON.parse(told) as Record<string, unknown>;
    assert.ok(Date.parse(String(startTime)) <= Date.parse(String(endTime)));
    assert.deepEqual(rest, {
      executionState: "Failed",
      executionMessage: message,
      exitCode: 7,
      output: "out\n",
      error: "err\n",
    });
    assert.equal(
      ((await lab().arm("GET", COMMAND)).body.properties as Record<string, unknown>).provisioningState,
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
    const { executionState, executionMessage, exitCode, output } = await view();
    assert.deepEqual([executionState, exitCode, output], ["Failed", -1, "started\n"]);
    assert.equal(
      executionMessage,
      "Execution failed: failed to execute command: command terminated with exit status=-1",
    );
  });

  it("does not wait for what a script leaves in the background", async () => {
    assert.equal((await run("sleep 600 & echo done")).status, "Succeeded");
    assert.equal((await view()).output, "done\n");
  });

  it("ends a script that is running when it is deleted", async () => {
    const started = await lab().arm("PUT", `${VM}/runCommands/long`, {
      location: LOCATION,
      properties: { source: { script: "touch /opt/running; sleep 600" } },
    });
    const file = join(lab().azure.vm("vm1").folder, "opt/running");
    while (!existsSync(file)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const deleted = await lab().arm("DELETE", `${VM}/runCommands/long`);
    assert.equal(deleted.status, 202);
    await lab().follow(deleted);
    await lab().follow(started);
    assert.equal((await lab().arm("GET", `${VM}/runCommands/long`)).status, 404);
  });

  it("runs a script with bash, or with what its first line names, without a home or a user's variables", async () => {
    await run('set -u; names=(one two); echo "${names[1]}"; env | cut -d= -f1 | sort | tr "\\n" " "');
    const [second, variables = ""] = String((await view()).output).split("\n");
    assert.equal(second, "two");
    const present = variables.trim().split(" ");
    for (const name of ["HOME", "USER", "LOGNAME", "SHELL", "LANG"]) {
      assert.ok(!present.includes(name), name);
    }
    assert.ok(present.includes("PATH"));
    await run("#!/usr/bin/env python3\nprint('snake')");
    assert.equal((await view()).output, "snake\n");
  });

  it("takes what a Windows editor adds away from a script", async () => {
    await run("\uFEFFif true\r\nthen\r\n  echo in\r\nfi\r\n");
    assert.equal((await view()).output, "in\n");
  });

  it("hands parameters without a name on as arguments, and empty ones not at all", async () => {
    await run('echo "$# $1 ${EMPTY-unset}"', {
      parameters: [
        { name: "", value: "it's one" },
        { name: "EMPTY", value: "" },
        { name: "", value: "" },
      ],
    });
    assert.equal((await view()).output, "1 it's one unset\n");
  });

  it("takes empty addresses for none", async () => {
    assert.equal((await run("true", { outputBlobUri: "", errorBlobUri: "" })).status, "Succeeded");
  });

  it("are at most 25 on a machine", async () => {
    const put = (name: string) =>
      lab().arm("PUT", `${VM}/runCommands/${name}`, {
        location: LOCATION,
        properties: { source: { script: "true" } },
      });
    const commands = `${VM}/runCommands`;
    const present = ((await lab().arm("GET", commands)).body.value as object[]).length;
    const fresh = Array.from({ length: 25 - present }, (_, index) => `command${index}`);
    for (const name of fresh) {
      const answer = await put(name);
      assert.equal(answer.status, 201);
      await lab().follow(answer);
    }
    const { status, body } = await put("surplus");
    assert.equal(status, 409);
    assert.equal(
      (body.error as { message: string }).message,
      "The maximum number of managed Run commands (max=25, current=25) has been exceeded. Use fewer Run commands and retry the request. To list Run commands, refer: https://aka.ms/RunCommandManaged#list-all-deployed-runcommand-resources-on-a-vm-1 and then delete a Run command: https://aka.ms/RunCommandManaged#delete-runcommand-resource-from-the-vm-1",
    );
    await lab().follow(await put("command0"));
    for (const name of fresh) {
      await lab().follow(await lab().arm("DELETE", `${commands}/${name}`));
    }
  });

  it("hands parameters to the script by name, and shows the protected ones to nobody", async () => {
    await run('echo "$GREETING $SECRET" | tr a-z A-Z', {
      parameters: [{ name: "GREETING", value: "hello" }],
      protectedParameters: [{ name: "SECRET", value: "world" }],
    });
    assert.equal((await view()).output, "HELLO WORLD\n");
    const { body } = await lab().arm("GET", `${COMMAND}?api-version=2024-07-01&$expand=instanceView`);
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
    await lab().put(subnet, { properties: { addressPrefix: "10.0.1.0/24" } });
    const status = await run("touch /opt/without-egress");
    assert.equal(status.status, "Failed");
    assert.deepEqual(status.error, {
      code: "VMExtensionProvisioningTimeout",
      message:
        "Provisioning of VM extension 'install' has timed out. Extension installation may be taking too long, or extension status could not be obtained.",
    });
    assert.equal((await view()).executionState, "Unknown");
    assert.equal(existsSync(join(lab().azure.vm("vm1").folder, "opt/without-egress")), true);
    await lab().put(subnet, {
      properties: { addressPrefix: "10.0.1.0/24", natGateway: { id: `${network}/natGateways/nat` } },
    });
  });

  for (const [properties, message] of [
    [{ source: {} }, "Required parameter 'source.script' is missing (null)."],
    [
      { source: { commandId: "x" } },
      "the lab does not support built-in commands (properties.source.commandId). Remove it for runs against the lab [lab-unsupported]",
    ],
    [
      { source: { script: "x" }, runAsUser: "me" },
      "the lab does not support running as another user than root (properties.runAsUser). Remove it for runs against the lab [lab-unsupported]",
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(properties)}`, async () => {
      const { body } = await lab().arm("PUT", COMMAND, { location: LOCATION, properties });
      assert.equal((body.error as Record<string, unknown>).message, message);
    });
  }

  it("needs a machine", async () => {
    const { status, body } = await lab().arm("PUT", `${VM}9/runCommands/x`, {
      location: LOCATION,
      properties: {},
    });
    assert.deepEqual([status, (body.error as Record<string, unknown>).code], [404, "ParentResourceNotFound"]);
  });
});
