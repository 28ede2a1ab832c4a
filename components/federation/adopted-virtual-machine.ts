import { getVirtualMachine } from "@pulumi/azure-native/compute/getVirtualMachine";
import * as pulumi from "@pulumi/pulumi";
import { coded, ENTRA } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { armIdParts } from "../arguments/rules/azure";
import { readOrProblem } from "../pulumi/provider-answers";

/** An existing VM, as far as an installation needs to know it. */
export interface AdoptedVirtualMachine {
  readonly resourceGroupName: pulumi.Output<string>;
  readonly vmName: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;
}

/**
 * Reads an existing VM, and compares its operating system with the helper that is to be installed.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azure-native` provider reads.
 * @param path - The argument that names the VM.
 * @param vmId - The resource ID of the VM, checked.
 * @param isWindows - Whether the static helper for Windows is to be installed.
 */
export function adoptVirtualMachine(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  path: string,
  vmId: pulumi.Input<string>,
  isWindows: boolean,
): AdoptedVirtualMachine {
  const found = pulumi.output(vmId).apply(async (id) => {
    const { resourceGroupName, names } = armIdParts(id);
    const vmName = names.at(-1) ?? "";
    const read = await readOrProblem(getVirtualMachine({ resourceGroupName, vmName }, { parent }), {
      path,
      refused: (providerError) =>
        coded(
          "vm-unreadable",
          `cannot read VM ${JSON.stringify(id)}. Expected one in the subscription of the azure-native provider (provider error: ${providerError})`,
          "List them: az vm list --query [].id",
        ),
    });
    if (read.problem !== undefined) {
      return failLate(paths, [read.problem]);
    }
    const { id: found = id, storageProfile, location } = read.value ?? {};
    if (found.toLowerCase() !== id.toLowerCase()) {
      // The provider looks in its own subscription only.
      const message = ENTRA.say("resource-in-other-subscription", "a VM", found, id);
      return failLate(paths, [{ path, ...message }]);
    }
    const expected = isWindows ? "Windows" : "Linux";
    const runs = storageProfile?.osDisk?.osType ?? expected;
    if (runs !== expected) {
      return failLate(paths, [
        {
          path,
          ...coded(
            "vm-other-system",
            `wrong operating system. Expected ${expected}; ${JSON.stringify(id)} runs ${runs}`,
            isWindows
              ? "Remove guest.windowsHelper"
              : "Set guest.windowsHelper to the address of the static helper",
          ),
        },
      ]);
    }
    // A preview that configures the provider itself cannot ask it yet.
    return { resourceGroupName, vmName, location: (location ?? pulumi.unknown) as string };
  });
  return {
    resourceGroupName: found.resourceGroupName,
    vmName: found.vmName,
    location: found.location,
  };
}
