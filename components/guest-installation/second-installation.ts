import { getVirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/getVirtualMachineRunCommandByVirtualMachine";
import type * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { resourceHook } from "../pulumi/hooks";

/** The inputs of a Run Command that the hook sees. In a preview any of them may be unknown. Secret ones are missing. */
interface SeenCommand {
  readonly resourceGroupName?: unknown;
  readonly vmName?: unknown;
  readonly runCommandName?: unknown;
  readonly source?: { readonly script?: unknown };
}

/**
 * The hook that refuses a second installation on a VM, by another stack or component. It would remove the profiles of the
 * first one, and nobody would notice. The preview refuses it too.
 *
 * The engine does not say whether a create is half of a replacement, whose predecessor still exists in a preview. An
 * installation of the same script is allowed, because it removes nothing. So the preview refuses a replacement only if the
 * profiles change too. The update does not refuse it, because the predecessor is gone by then.
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
    throw new Error(
      withCode(
        coded(
          "installation-exists",
          `${component}: VM ${vm} already has an installation, which writes the whole AWS config. Give the VM one GuestInstallation with a profile per role`,
          `If its stack is gone: az resource delete --ids '${id}'`,
        ),
      ),
    );
  });
  return hook === undefined ? {} : { beforeCreate: [hook] };
}

/** The installation of a VM. Empty if there is none, if the deployer may not look, or if a preview cannot ask yet. */
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
 * The name of the Run Command that installs, on every VM. A VM can have only one installation, because each writes the whole
 * AWS config. This name shows ARM whether there is one.
 */
export const INSTALLATION_COMMAND = "azure-to-aws-federation";
