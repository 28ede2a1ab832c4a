import { getVirtualMachineRunCommandByVirtualMachineOutput } from "@pulumi/azure-native/compute/getVirtualMachineRunCommandByVirtualMachine";
import type { VirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/virtualMachineRunCommandByVirtualMachine";
import type * as pulumi from "@pulumi/pulumi";

/** What the verification script prints for each profile. */
const CALLER = /^\S+ is (arn:\S+)$/gm;

/**
 * The ARNs that a verification printed, in the order of the profiles and separated by commas. Azure returns the output of a
 * script only with the instance view.
 *
 * Source (source code): the SDK of azure-native 3.28.0 has `expand` among the arguments, and the provider sends every
 * parameter of its metadata that is not the body (pulumi/pulumi-azure-native, `provider/pkg/provider/crud`,
 * `PrepareAzureRESTIdAndQuery`). Its metadata of that version was not seen, so this stays unconfirmed: without the parameter
 * the answer has no instance view, and the output is empty.
 *
 * @param command - The Run Command of the verification, once it has run.
 */
export function verifiedCaller(
  command: VirtualMachineRunCommandByVirtualMachine,
  resourceGroupName: pulumi.Input<string>,
  vmName: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { instanceView } = getVirtualMachineRunCommandByVirtualMachineOutput(
    {
      resourceGroupName,
      vmName,
      // The ID is known once the script has run, so nothing is read before.
      runCommandName: command.id.apply((id) => id.split("/").at(-1) ?? ""),
      expand: "instanceView",
    },
    { parent },
  );
  return instanceView.apply(callersIn);
}

function callersIn(view: { readonly output?: string } | undefined): string {
  return [...(view?.output ?? "").matchAll(CALLER)].map(([, arn]) => arn).join(",");
}
