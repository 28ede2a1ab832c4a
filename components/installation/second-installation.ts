import { getVirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/getVirtualMachineRunCommandByVirtualMachine";
import type * as pulumi from "@pulumi/pulumi";
import { guestPaths } from "../../guest";
import { resourceHook } from "../resource-hook";
import { INSTALLATION_COMMAND } from "./installation-command";

/** The inputs of a Run Command that say where it is. In a preview any of them may be unknown. */
type Place = Readonly<
  Partial<Record<"resourceGroupName" | "vmName" | "runCommandName" | "location", unknown>>
>;

/**
 * The option with which nothing is installed on a VM beside the installation of another stack or component: it would take
 * that one's profiles away, and nobody would notice. A preview says it too.
 *
 * The engine does not say whether a create is half of a replacement, so that the preview of a forced replacement
 * (`pulumi up --replace`) is refused too; the update is not, since the predecessor is gone by then.
 *
 * @param component - The class and name of the component, as the message shows them.
 * @param parent - The component, whose `azure-native` provider looks.
 */
export function refuseSecondInstallation(
  component: string,
  parent: pulumi.Resource,
): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const hook = resourceHook(`${component} is the only installation of its VM`, async ({ newInputs }) => {
    const place: Place = newInputs ?? {};
    const { resourceGroupName: group, vmName: vm } = place;
    if (typeof group !== "string" || typeof vm !== "string" || place.runCommandName !== INSTALLATION_COMMAND)
      return;
    const there = await findInstallation(group, vm, parent);
    // In another location it is this one's own, which is about to be replaced: a VM has one location.
    if (there === undefined || !isSameLocation(there.location, place.location)) return;
    throw new Error(refusal(component, group, vm, there.id));
  });
  return hook === undefined ? {} : { hooks: { beforeCreate: [hook] } };
}

interface Installation {
  readonly id: string;
  readonly location: string;
}

/** The installation of a VM. Nothing when there is none, and when the deployer may not look. */
async function findInstallation(
  resourceGroupName: string,
  vmName: string,
  parent: pulumi.Resource,
): Promise<Installation | undefined> {
  try {
    return await getVirtualMachineRunCommandByVirtualMachine(
      { resourceGroupName, vmName, runCommandName: INSTALLATION_COMMAND },
      { parent },
    );
  } catch {
    return undefined;
  }
}

/** "West Europe" and "westeurope" are the same; one that is unknown may be. */
function isSameLocation(there: string, here: unknown): boolean {
  const folded = (location: string): string => location.replaceAll(" ", "").toLowerCase();
  return typeof here !== "string" || folded(here) === folded(there);
}

function refusal(component: string, group: string, vm: string, id: string): string {
  return (
    `${component}: the VM ${vm} has an installation already, and a VM takes one: each writes ${guestPaths.config} as a ` +
    `whole. It is the Run Command ${id}. Give all profiles of the VM to the component that made it. If this stack made ` +
    `it under another name, give an alias; if what made it is gone for good, delete it: az vm run-command delete ` +
    `--resource-group '${group}' --vm-name '${vm}' --run-command-name ${INSTALLATION_COMMAND} --yes`
  );
}
