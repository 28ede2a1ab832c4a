import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { whenKnown } from "../arguments/inputs";
import { PerDeployment } from "../deployment";
import { SoleOwners } from "../pulumi/sole-owners";

/** The components that install, by VM. */
const installations = new PerDeployment(() => new SoleOwners());

/**
 * The name of the VM, once it is known that no other component of this program installs on it. A second one is an error: both
 * would run at the same time, and the VM would have the config of either.
 *
 * @param paths - Where problems are reported.
 * @param resource - The component.
 */
export function soleOnVm(
  paths: ArgumentPaths,
  resource: pulumi.Resource,
  resourceGroupName: pulumi.Input<string>,
  vmName: pulumi.Input<string>,
): pulumi.Output<string> {
  const owners = installations.current();
  // Another provider may work in another subscription, with a VM of the same name.
  const provider = resource.getProvider("azure-native:compute:VirtualMachine");
  return pulumi.all([resourceGroupName, vmName]).apply<string>(async ([group, vm]) => {
    const urn = await urnOf(resource);
    const key = JSON.stringify([
      provider === undefined ? "" : await urnOf(provider),
      group.toLowerCase(),
      vm.toLowerCase(),
    ]);
    const other = owners.claim(key, urn, paths.label);
    if (other === undefined) {
      return vm;
    }
    const message = coded(
      "vm-installed-twice",
      `${other} already installs on this VM, and an installation writes the whole AWS config. Expected another VM; got ${JSON.stringify(vm)}`,
      "Give the VM one GuestInstallation with a profile per role, and omit it from the workloads",
    );
    return failLate(paths, [{ path: "vmName", ...message }]);
  });
}

/** Not as an Output: anything that uses it would wait for the resource, and a component's children for the component. */
async function urnOf(resource: pulumi.Resource): Promise<string> {
  return whenKnown(resource.urn);
}
