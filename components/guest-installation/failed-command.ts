import type * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { warn } from "../pulumi/component";
import { errorHook } from "../pulumi/hooks";

/** The inputs of a Run Command that the explanation needs. */
type CommandInputs = Readonly<Record<string, unknown>>;

/** ARM's message for one Run Command more than a VM can have. */
const TOO_MANY = "maximum number of managed Run commands";

/** The handler's only message for a script that exceeded its timeout. */
const TIMED_OUT = "command terminated with exit status=-1";

/**
 * The hook that explains what Azure only hints at when a Run Command fails: a script that took too long, or a VM that already
 * has 25 commands. It does not retry.
 *
 * @param component - The class and name of the component.
 * @param parent - The component, at which the explanation is shown.
 */
export function explainFailedCommand(
  component: string,
  parent: pulumi.Resource,
): Pick<pulumi.ResourceHookBinding, "onError"> {
  const hook = errorHook(`${component} explains why its Run Command failed`, async ({ error, inputs }) => {
    const explanation = failureExplanation(error, inputs);
    if (explanation !== undefined) {
      await warn(explanation, parent);
    }
    return false;
  });
  return hook === undefined ? {} : { onError: [hook] };
}

/** What a failure means and what to do, or nothing if Azure's own message is clear. */
export function failureExplanation(error: string, inputs: CommandInputs): Message | undefined {
  const { resourceGroupName, vmName, timeoutInSeconds } = inputs;
  const vm = `--resource-group '${shown(resourceGroupName, "GROUP")}' --vm-name '${shown(vmName, "VM")}'`;
  if (error.includes(TOO_MANY)) {
    return coded(
      "run-commands-too-many",
      `the VM already has 25 Run Commands, the most that Azure allows. List them: az vm run-command list ${vm} --query [].name`,
      `Delete one that nobody needs: az vm run-command delete ${vm} --run-command-name NAME`,
    );
  }
  if (error.includes(TIMED_OUT)) {
    return coded(
      "run-command-timeout",
      `Azure ended the script after ${shown(timeoutInSeconds, "its time-out of some")} seconds (exit status -1). Another package manager may hold its lock, or the VM cannot reach the internet`,
      "Run pulumi up again",
    );
  }
  return undefined;
}

/** A value that may be unknown. */
function shown(value: unknown, placeholder: string): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : placeholder;
}
