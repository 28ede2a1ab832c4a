import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, virtualMachine, VM } from "../../../testing/azure-lab";

const NOT_RUNNING = {
  code: "OperationNotAllowed",
  message: "The operation requires the VM to be running (or set to run).",
};

describeWithAzureLab("actions on a virtual machine", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
    await lab().put(VM, virtualMachine());
  });

  /** Sends an action and answers what its result address tells in the end. */
  const act = async (action: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await lab().arm("POST", `${VM}/${action}`, body);
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    assert.match(answer.headers.get("Azure-AsyncOperation") ?? "", /\/Microsoft\.Compute\/locations\//);
    await lab().follow(answer);
    return (await lab().arm("GET", answer.headers.get("Location") ?? "")).body;
  };
  const power = async (): Promise<unknown> => (await lab().arm("GET", `${VM}/instanceView`)).body.statuses;
  const state = (code: string) => [
    { code: "ProvisioningState/succeeded", level: "Info", displayStatus: "Provisioning succeeded" },
    { code: `PowerState/${code}`, level: "Info", displayStatus: `VM ${code}` },
  ];
  const script = (...lines: string[]) => ({ commandId: "RunShellScript", script: lines });
  const message = (text: string) => ({
    value: [
      {
        code: "ProvisioningState/succeeded",
        level: "Info",
        displayStatus: "Provisioning succeeded",
        message: text,
      },
    ],
  });

  it("runs a script and shows both of its outputs in one message", async () => {
    const parameters = [{ name: "arg1", value: "hello" }];
    assert.deepEqual(
      await act("runCommand", { ...script("echo $1 $arg1", "echo oops >&2"), parameters }),
      message("Enable succeeded: \n[stdout]\nhello hello\n\n[stderr]\noops\n"),
    );
  });

  it("shows a script that fails in the message alone", async () => {
    assert.deepEqual(
      await act("runCommand", script("exit 3")),
      message(
        "Enable failed: failed to execute command: command terminated with exit status=3\n[stdout]\n\n[stderr]\n",
      ),
    );
  });

  it("stops and starts it, and runs no script meanwhile", async () => {
    assert.deepEqual(await power(), state("running"));
    await act("powerOff");
    assert.deepEqual(await power(), state("stopped"));
    const action = await lab().arm("POST", `${VM}/runCommand`, script("true"));
    assert.deepEqual([action.status, action.body.error], [409, NOT_RUNNING]);
    const managed = await lab().arm("PUT", `${VM}/runCommands/late`, {
      location: LOCATION,
      properties: { source: { script: "true" } },
    });
    assert.deepEqual((await lab().follow(managed)).error, NOT_RUNNING);
    await act("deallocate");
    assert.deepEqual(await power(), state("deallocated"));
    await act("start");
    assert.deepEqual(await power(), state("running"));
    assert.deepEqual(
      await act("runCommand", script("echo up")),
      message("Enable succeeded: \n[stdout]\nup\n\n[stderr]\n"),
    );
  });

  it("needs a right of its own", async () => {
    const principalId = lab().azure.roleAssignments()[0]?.principalId ?? "";
    const scope = GROUP.replace(/\/resourceGroups\/.*/, "");
    lab().azure.withdrawRoles(principalId);
    lab().azure.assignRole({ principalId, role: "Reader", scope });
    const { status, body } = await lab().arm("POST", `${VM}/runCommand`, script("true"));
    assert.equal(status, 403);
    assert.match(
      (body.error as { message: string }).message,
      /does not have authorization to perform action 'Microsoft\.Compute\/virtualMachines\/runCommand\/action' over scope/,
    );
    lab().azure.assignRole({ principalId, role: "Contributor", scope });
  });
});
