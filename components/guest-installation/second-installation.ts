import { getVirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/getVirtualMachineRunCommandByVirtualMachine";
import type * as pulumi from "@pulumi/pulumi";
import { INSTALLATION, withCode } from "../../messages";
import { resourceHook } from "../pulumi/hooks";

/** What the hook sees of a Run Command. In a preview any of it may be unknown, and what is secret is not shown. */
interface SeenCommand {
  readonly resourceGroupName?: unknown;
  readonly vmName?: unknown;
  readonly runCommandName?: unknown;
  readonly source?: { readonly script?: unknown };
}

/**
 * The hook with which nothing is installed on a VM beside the installation of another stack or component: it would take
 * that one's profiles away, and nobody would notice. A preview says it too.
 *
 * The engine does not say whether a create is half of a replacement, whose predecessor is still there in a preview. One
 * that installs the very same passes, since it takes nothing away, so that a replacement is refused in the preview only
 * where the profiles change too; the update is not, since the predecessor is gone by then.
 *
 * @param component - The class and name of the component, as the message shows them.
 * @param parent - The component, whose `azure-native` provider looks.
 */
export function refuseSecondInstallation(
  component: string,
  parent: pulumi.Resource,
): Pick<pulumi.ResourceHookBinding, "beforeCreate"> {
  const hook = resourceHook(`${component} is the only installation of its VM`, async ({ newInputs }) => {
    const { resourceGroupName: group, vmName: vm, runCommandName, source }: SeenCommand = newInputs ?? {};
    if (typeof group !== "string" || typeof vm !== "string" || runCommandName !== INSTALLATION_COMMAND) {
      return;
    }
    const { id, source: installed } = await findInstallation(group, vm, parent);
    if (id === undefined || (installed?.script !== undefined && installed.script === source?.script)) {
      return;
    }
    throw new Error(withCode(INSTALLATION.say("installation-exists", component, vm, id)));
  });
  return hook === undefined ? {} : { beforeCreate: [hook] };
}

/** The installation of a VM. Empty when there is none, when the deployer may not look, and when a preview cannot ask yet. */
async function findInstallation(
  resourceGroupName: string,
  vmName: string,
  parent: pulumi.Resource,
): Promise<{ readonly id?: string; readonly source?: { readonly script?: string } }> {
  try {
    const runCommandName = INSTALLATION_COMMAND;
    return await getVirtualMachineRunCommandByVirtualMachine(
      { resourceGroupName, vmName, runCommandName },
      { parent },
    );
  } catch {
    return {};
  }
}

/**
 * The name of the Run Command that installs, on every VM: a VM takes one installation, since each writes the AWS config
 * as a whole, and ARM knows by this name whether there is one.
 */
export const INSTALLATION_COMMAND = "azure-to-aws-federation";
