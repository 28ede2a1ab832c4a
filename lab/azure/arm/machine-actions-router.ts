/** Actions on a virtual machine: run a script, start, stop. */
import { randomUUID } from "node:crypto";
import { type Request, type Response, Router } from "express";
import { ArmError } from "../resources/arm-error";
import { objectsAt, textAt } from "../resources/json-reader";
import type { Resource } from "../resources/resource-store";
import type { ScriptResult } from "../vm/lab-vm";
import type { PowerState } from "../vm/machines";
import { ARM_ADDRESSES } from "./arm-addresses";
import { bodyOf, pollingHeaders } from "./arm-exchange";
import type { ResourceManager } from "./resource-manager";
import { DEFAULT_TIMEOUT_SECONDS, tail } from "./types/run-commands";
import { powerView, virtualMachines } from "./types/virtual-machines";

const MACHINE =
  "/subscriptions/:subscriptionId/resourcegroups/:group/providers/microsoft.compute/virtualmachines/:name";

/** The power states that actions lead to. */
const ACTIONS: Readonly<Record<string, PowerState>> = {
  start: "running",
  restart: "running",
  powerOff: "stopped",
  deallocate: "deallocated",
};

/** The routes of "Virtual Machines - Run Command", "- Start", "- Power Off", "- Deallocate", "- Instance View". */
export function machineActionsRouter(manager: ResourceManager): Router {
  const router = Router();
  const {
    context: { machines },
    operations,
  } = manager;
  const machineOf = (request: Request): Resource =>
    manager.get(manager.locate(request.path.replace(/\/[^/]+$/, "")));
  const accept = (
    request: Request,
    response: Response,
    resource: Resource,
    work: () => Promise<unknown>,
  ): void => {
    const operation = operations.start(false, work);
    const outcome = { resource, type: virtualMachines, isNew: false, operation };
    response.status(202).set(pollingHeaders(request, outcome)).end();
  };
  // @evidence documentation The instance view of a machine is also an address. Source: "Virtual Machines - Instance View".
  router.get(ARM_ADDRESSES.instanceView.path, (request, response) => {
    const { id } = machineOf(request);
    response.json(powerView(machines.powerState(id.text)));
  });
  // @evidence documentation The action runs a script and answers at the address of `Location`. Source: "Virtual Machines -
  // Run Command".
  router.post(`${MACHINE}/runCommand`, (request, response) => {
    const resource = machineOf(request);
    const sent = bodyOf(request);
    const script = Array.isArray(sent.script) ? sent.script.join("\n") : "";
    if (textAt(sent, "commandId") !== "RunShellScript" || script === "") {
      throw ArmError.notInTheLab("commands other than RunShellScript with a script");
    }
    const vm = machines.demandRunning(resource.id.text);
    const values = objectsAt(sent, "parameters").map(
      ({ name = "", value = "" }) => [String(name), String(value)] as const,
    );
    accept(request, response, resource, async () =>
      actionView(
        await vm.runCommand(script, {
          name: `action-${randomUUID()}`,
          env: Object.fromEntries(values),
          args: values.map(([, value]) => value),
          // The action has the limit of a managed command ("Run scripts in your Linux VM by using action Run Commands").
          timeoutMilliseconds: 1000 * DEFAULT_TIMEOUT_SECONDS,
        }),
      ),
    );
  });
  for (const [action, state] of Object.entries(ACTIONS)) {
    // @evidence documentation Starting, restarting, powering off, and deallocating are actions. Source: "Virtual Machines -
    // Start" and its neighbors.
    router.post(`${MACHINE}/${action}`, (request, response) => {
      const resource = machineOf(request);
      accept(request, response, resource, () => {
        machines.setPower(resource.id.text, state);
        return Promise.resolve();
      });
    });
  }
  return router;
}

/**
 * What the action answers once the script has ended.
 *
 * @evidence report The action answers one status in `value` with `code`, `level`, `displayStatus`, and `message`. The status has
 *   succeeded, and its message holds the ends of both outputs. A script that fails shows in the message alone. Source: output of `az vm run-command invoke` in many repositories.
 * @evidence documentation Only the last 4,096 bytes are shown. Source: "Run scripts in your Linux VM by using action Run
 *   Commands", "Restrictions".
 */
function actionView({ exitCode, stdout, stderr }: ScriptResult): Readonly<Record<string, unknown>> {
  const outcome =
    exitCode === 0
      ? "Enable succeeded: "
      : `Enable failed: failed to execute command: command terminated with exit status=${exitCode}`;
  return {
    value: [
      {
        code: "ProvisioningState/succeeded",
        level: "Info",
        displayStatus: "Provisioning succeeded",
        message: `${outcome}\n[stdout]\n${tail(stdout)}\n[stderr]\n${tail(stderr)}`,
      },
    ],
  };
}
