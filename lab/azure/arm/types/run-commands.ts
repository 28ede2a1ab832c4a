/** Managed Run Commands. */
import { ArmError } from "../../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { type ResourceId, sameId } from "../../resources/resource-id";
import type { JsonObject, Resource, ResourceStore } from "../../resources/resource-store";
import type { ScriptResult } from "../../vm/lab-vm";
import { mergePatch } from "../merge-patch";
import type { ArmContext, ResourceType } from "../resource-type";
import { separateSecrets } from "../secret-properties";

/** Azure's default when a command says nothing ("Virtual Machine Run Commands - Create Or Update"). */
const DEFAULT_TIMEOUT_SECONDS = 5400;
/** The instance view shows the end of what was printed. */
const SHOWN_BYTES = 4096;
const SECRETS = [["protectedParameters"], ["runAsPassword"]];
/** Managed Run Commands that a machine may have (log: MicrosoftDocs/azure-docs#117976). */
const MOST_COMMANDS = 25;
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
  prepare({ id, body, before }, { store }) {
    if (before === undefined) {
      demandRoom(id, store);
    }
    const { properties } = body;
    for (const [path, what] of NOT_IN_THE_LAB) {
      const value = objectAt(properties, ...path.slice(0, -1))[path.at(-1) ?? ""];
      // Clients of Terraform send empty texts for what is not given.
      if (value !== undefined && value !== false && value !== "") {
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
      // The frame is recorded in WALinuxAgent's end-to-end tests; into it the handler puts the instance view as JSON (source).
      const reported = mergePatch(objectAt(resource.body.properties, "instanceView"), { statuses: null });
      throw new ArmError(
        409,
        "VMExtensionProvisioningError",
        `VM has reported a failure when processing extension '${resource.id.name}' (publisher 'Microsoft.CPlat.Core' and type 'RunCommandHandlerLinux'). Error message: '${JSON.stringify(reported)}'.`,
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
  const vm = machines.demandRunning(id.parent ?? "");
  const parameters = [
    ...objectsAt(body.properties, "parameters"),
    ...objectsAt(secrets, "protectedParameters"),
  ];
  const { timeoutInSeconds } = body.properties;
  const values = parameters.map(({ name = "", value = "" }) => [String(name), String(value)] as const);
  return vm.runCommand(textAt(body.properties, "source", "script") ?? "", {
    name: id.name,
    // The handler gives named parameters to the script as environment variables, unless they are empty, and the others as
    // arguments (source: `internal/exec/exec.go`).
    env: Object.fromEntries(values.filter(([name, value]) => name !== "" && value !== "")),
    args: values.flatMap(([name, value]) => (name === "" && value !== "" ? [value] : [])),
    timeoutMilliseconds:
      1000 * (typeof timeoutInSeconds === "number" ? timeoutInSeconds : DEFAULT_TIMEOUT_SECONDS),
  });
}

/**
 * The instance view of a script that ended, in the handler's words: one that took too long has failed with -1 like any
 * other, since its state `TimedOut` is never set (source: Azure/run-command-handler-linux `internal/exec/exec.go`,
 * `internal/cmds/cmds.go`).
 */
function viewOf(result: ScriptResult, started: number, ended: number): JsonObject {
  const exitCode = result.isTimedOut ? -1 : result.exitCode;
  const state = result.isCanceled ? "Canceled" : exitCode === 0 ? "Succeeded" : "Failed";
  return {
    executionState: state,
    executionMessage:
      exitCode === 0
        ? "Execution completed"
        : `Execution failed: failed to execute command: command terminated with exit status=${exitCode}`,
    exitCode,
    output: tail(result.stdout),
    error: tail(result.stderr),
    startTime: isoTime(started),
    endTime: isoTime(ended),
    statuses: [],
  };
}

/** @throws ArmError for one command more than a machine may have; the status is inferred. */
function demandRoom({ parent }: ResourceId, store: ResourceStore): void {
  const present = store.ofType(runCommands.type).filter(({ id }) => sameId(id.parent ?? "", parent ?? ""));
  if (present.length >= MOST_COMMANDS) {
    throw new ArmError(
      409,
      "OperationNotAllowed",
      `The maximum number of managed Run commands (max=${MOST_COMMANDS}, current=${present.length}) has been exceeded. Use fewer Run commands and retry the request. To list Run commands, refer: https://aka.ms/RunCommandManaged#list-all-deployed-runcommand-resources-on-a-vm-1 and then delete a Run command: https://aka.ms/RunCommandManaged#delete-runcommand-resource-from-the-vm-1`,
    );
  }
}

function setInstanceView(resource: Resource, instanceView: JsonObject): void {
  resource.body = { ...resource.body, properties: { ...resource.body.properties, instanceView } };
}

function tail(text: string): string {
  return Buffer.from(text).subarray(-SHOWN_BYTES).toString("utf8");
}

/** RFC 3339 without a fraction, as the handler writes times (source). */
function isoTime(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
