/** Managed Run Commands. */
import { ArmError } from "../../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { type ResourceId, sameId } from "../../resources/resource-id";
import type { JsonObject, Resource, ResourceStore } from "../../resources/resource-store";
import type { ScriptResult } from "../../vm/lab-vm";
import { mergePatch } from "../merge-patch";
import type { ArmBehavior, ArmContext } from "../resource-type";
import { separateSecrets } from "../secret-properties";
import { isWindows } from "./os-profile";

/**
 * Azure's default when a command says nothing.
 *
 * @evidence documentation A command may take 90 minutes where it says nothing. Source: "Virtual Machine Run Commands
 *   - Create Or Update".
 */
export const DEFAULT_TIMEOUT_SECONDS = 5400;
/**
 * The instance view shows the end of what was printed.
 *
 * @evidence source The instance view shows the last 4,096 bytes of each output. Source:
 *   Azure/run-command-handler-linux internal/exec/exec.go.
 */
const SHOWN_BYTES = 4096;
const SECRETS = [["protectedParameters"], ["runAsPassword"]];
/** Managed Run Commands that a machine may have. */
const MOST_COMMANDS = 25;
/** What the lab cannot do is refused, so nobody believes that it was done. */
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
 * A script that runs in a virtual machine, again whenever the resource is written. Its failure is in the instance view, and
 * fails the deployment only with `treatFailureAsDeploymentFailure`.
 *
 * @evidence documentation A managed Run Command runs again whenever it changes; a failure is in its instance view.
 *   Source: Azure, "Run scripts in a Linux VM by using managed Run Commands".
 * @evidence documentation A Run Command shows `properties` with `instanceView`. Source: Azure, "Virtual Machine Run
 *   Commands - Get By Virtual Machine".
 */
export const runCommands: ArmBehavior = {
  type: "Microsoft.Compute/virtualMachines/runCommands",
  asynchronous: "always",
  readOnly: ["instanceView"],
  prepare({ id, body, before }, { store }) {
    if (before === undefined) {
      demandRoom(id, store);
    }
    const { properties } = body;
    if (isWindows(store.get(id.parent ?? "")?.body.properties ?? {})) {
      throw ArmError.notInTheLab("PowerShell, so no script runs in a VM with Windows");
    }
    for (const [path, what] of NOT_IN_THE_LAB) {
      const value = objectAt(properties, ...path.slice(0, -1))[path.at(-1) ?? ""];
      // Clients of Terraform send empty texts for what is not given.
      if (value !== undefined && value !== false && value !== "") {
        throw ArmError.notInTheLab(`${what} (properties.${path.join(".")})`);
      }
    }
    if (textAt(properties, "source", "script") === undefined) {
      // @evidence inferred A command needs a script. Reason: the lab runs inline scripts alone; the text is that for
      // other missing parameters.
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
      // The script has run, but its result does not arrive. The lab does not wait for the time-out.
      setInstanceView(resource, { executionState: "Unknown", startTime: isoTime(started) });
      // @evidence documentation Without a way out, the result of a script is lost. Source: Azure, "Run scripts in a
      // Linux VM by using managed Run Commands"; that this ends in the provider's time-out is inferred.
      throw new ArmError(
        409,
        "VMExtensionProvisioningTimeout",
        `Provisioning of VM extension '${resource.id.name}' has timed out. Extension installation may be taking too long, or extension status could not be obtained.`,
      );
    }
    setInstanceView(resource, viewOf(result, started, context.clock()));
    if (result.exitCode !== 0 && resource.body.properties.treatFailureAsDeploymentFailure === true) {
      const reported = mergePatch(objectAt(resource.body.properties, "instanceView"), { statuses: null });
      // @evidence source A script that fails the deployment is reported with its instance view as JSON. Source:
      // Azure/WALinuxAgent, end-to-end tests of extensions (the frame); Azure/run-command-handler-linux
      // internal/cmds/cmds.go.
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
    // @evidence source Named parameters are variables of the environment, unless they are empty; others are arguments.
    // Source: Azure/run-command-handler-linux internal/exec/exec.go.
    env: Object.fromEntries(values.filter(([name, value]) => name !== "" && value !== "")),
    args: values.flatMap(([name, value]) => (name === "" && value !== "" ? [value] : [])),
    timeoutMilliseconds:
      1000 * (typeof timeoutInSeconds === "number" ? timeoutInSeconds : DEFAULT_TIMEOUT_SECONDS),
  });
}

/**
 * The instance view of a script that ended, in the handler's words.
 *
 * @evidence source A script that took too long has failed with -1; the state `TimedOut` is never set. Source:
 *   Azure/run-command-handler-linux internal/exec/exec.go, internal/cmds/cmds.go.
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

/** @throws ArmError for one command more than a machine may have. */
function demandRoom({ parent }: ResourceId, store: ResourceStore): void {
  const present = store.ofType(runCommands.type).filter(({ id }) => sameId(id.parent ?? "", parent ?? ""));
  if (present.length >= MOST_COMMANDS) {
    // @evidence log A machine has at most 25 managed Run Commands. Source: MicrosoftDocs/azure-docs #117976 (2023);
    // the status is inferred.
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

/** The part of an output that Run Command shows: its end. */
export function tail(text: string): string {
  return Buffer.from(text).subarray(-SHOWN_BYTES).toString("utf8");
}

/**
 * RFC 3339 without a fraction, as the handler writes times.
 *
 * @evidence source Times have no fraction. Source: Azure/run-command-handler-linux internal/cmds/cmds.go.
 */
function isoTime(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
