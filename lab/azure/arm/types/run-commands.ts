/** Managed Run Commands. */
import type { ScriptResult } from "../../vm/lab-vm";
import { ArmError } from "../arm-error";
import { objectAt, objectsAt, textAt } from "../json-reader";
import { mergePatch } from "../merge-patch";
import { separateSecrets } from "../secret-properties";
import type { JsonObject, Resource } from "../resource-store";
import type { ArmContext, ResourceType } from "../resource-type";

/** Azure's default when a command says nothing ("Virtual Machine Run Commands - Create Or Update"). */
const DEFAULT_TIMEOUT_SECONDS = 5400;
/** The instance view shows the end of what was printed. */
const SHOWN_BYTES = 4096;
const SECRETS = [["protectedParameters"], ["runAsPassword"]];
/** What the lab cannot do is refused, lest someone believe that it was done. */
const NOT_IN_THE_LAB: readonly (readonly [readonly string[], string])[] = [
  [["source", "scriptUri"], "fetching scripts from an address"],
  [["source", "commandId"], "built-in commands"],
  [["source", "galleryScriptReferenceId"], "scripts of a gallery"],
  [["outputBlobUri"], "writing output to a storage account"],
  [["errorBlobUri"], "writing errors to a storage account"],
  [["runAsUser"], "running as another user than root"],
  [["asyncExecution"], "finishing before the script has"],
];

/**
 * A script that runs in a virtual machine, again whenever the resource is written (Azure Virtual Machines, "Run scripts
 * in a Linux VM by using managed Run Commands"). Its failure is in the instance view, and fails the deployment only with
 * `treatFailureAsDeploymentFailure`.
 */
export const runCommands: ResourceType = {
  type: "Microsoft.Compute/virtualMachines/runCommands",
  asynchronous: "always",
  readOnly: ["instanceView"],
  prepare({ body }) {
    const { properties } = body;
    for (const [path, what] of NOT_IN_THE_LAB) {
      const value = objectAt(properties, ...path.slice(0, -1))[path.at(-1) ?? ""];
      if (value !== undefined && value !== false) {
        throw ArmError.notInTheLab(`${what} (properties.${path.join(".")}).`);
      }
    }
    if (textAt(properties, "source", "script") === undefined) {
      throw ArmError.invalidParameter(
        "Required parameter 'source.script' is missing (null).",
        "source.script",
      );
    }
    const { shown, secrets } = separateSecrets(properties, SECRETS);
    const defaults = { asyncExecution: false, treatFailureAsDeploymentFailure: false };
    return { body: { ...body, properties: { ...defaults, ...shown } }, secrets };
  },
  async carryOut(resource, _before, context) {
    const started = context.clock();
    setInstanceView(resource, { executionState: "Running", startTime: isoTime(started) });
    const result = await run(resource, context);
    if (!context.machines.hasEgress(resource.id.parent ?? "")) {
      // "Run Command requires connectivity (port 443) to Azure public IP addresses. If the extension doesn't have
      // access to these endpoints, the scripts might run successfully but not return the results." That this ends in
      // the provider's time-out is inferred; the lab does not wait for it.
      setInstanceView(resource, { executionState: "Unknown", startTime: isoTime(started) });
      throw new ArmError(
        409,
        "VMExtensionProvisioningTimeout",
        `Provisioning of VM extension '${resource.id.name}' has timed out. Extension installation may be taking too long, or extension status could not be obtained.`,
      );
    }
    setInstanceView(resource, viewOf(result, started, context.clock()));
    if (result.exitCode !== 0 && resource.body.properties.treatFailureAsDeploymentFailure === true) {
      // The frame is the Compute provider's; what the handler puts into it is that of the related Custom Script handler.
      throw new ArmError(
        409,
        "VMExtensionProvisioningError",
        `VM has reported a failure when processing extension '${resource.id.name}'. Error message: "failed to execute command: command terminated with exit status=${result.exitCode}\n[stdout]\n${tail(result.stdout)}\n[stderr]\n${tail(result.stderr)}".`,
      );
    }
  },
  remove({ id }, { machines }) {
    machines.get(id.parent ?? "")?.vm.cancelScript(id.name);
    return Promise.resolve();
  },
  view({ body }, _context, expand) {
    const isExpanded = expand?.toLowerCase() === "instanceview";
    return isExpanded ? body : { ...body, properties: mergePatch(body.properties, { instanceView: null }) };
  },
};

async function run({ id, body, secrets }: Resource, { machines }: ArmContext): Promise<ScriptResult> {
  const machine = machines.get(id.parent ?? "");
  if (machine === undefined) {
    throw new ArmError(
      409,
      "OperationNotAllowed",
      "The operation requires the VM to be running (or set to run).",
    );
  }
  const parameters = [
    ...objectsAt(body.properties, "parameters"),
    ...objectsAt(secrets, "protectedParameters"),
  ];
  const { timeoutInSeconds } = body.properties;
  return machine.vm.runScript(textAt(body.properties, "source", "script") ?? "", {
    name: id.name,
    // The handler gives named parameters to the script as environment variables.
    env: Object.fromEntries(parameters.map(({ name, value }) => [String(name), String(value)])),
    timeoutMilliseconds:
      1000 * (typeof timeoutInSeconds === "number" ? timeoutInSeconds : DEFAULT_TIMEOUT_SECONDS),
  });
}

function viewOf(result: ScriptResult, started: number, ended: number): JsonObject {
  const state = result.isTimedOut
    ? "TimedOut"
    : result.isCanceled
      ? "Canceled"
      : result.exitCode === 0
        ? "Succeeded"
        : "Failed";
  return {
    executionState: state,
    executionMessage: result.isTimedOut ? "Execution timed out." : "Execution completed",
    exitCode: result.exitCode,
    output: tail(result.stdout),
    error: tail(result.stderr),
    startTime: isoTime(started),
    endTime: isoTime(ended),
    statuses: [],
  };
}

function setInstanceView(resource: Resource, instanceView: JsonObject): void {
  resource.body = { ...resource.body, properties: { ...resource.body.properties, instanceView } };
}

function tail(text: string): string {
  return Buffer.from(text).subarray(-SHOWN_BYTES).toString("utf8");
}

function isoTime(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
