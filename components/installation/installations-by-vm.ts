import * as pulumi from "@pulumi/pulumi";
import { failLate } from "../arguments/argument-error";
import { PerDeployment } from "../per-deployment";

/** The components that install, by VM. */
const installations = new PerDeployment(
  () => new Map<string, { readonly urn: string; readonly component: string }>(),
);

/**
 * The name of the VM, once it is known that no other component of this program installs on it. One that does is told,
 * since both would be made at the same time, and the config of the VM would be that of either.
 *
 * @param component - The class and name of the component, as the message shows them.
 * @param resource - The component.
 */
export function soleOnVm(
  component: string,
  resource: pulumi.Resource,
  resourceGroupName: pulumi.Input<string>,
  vmName: pulumi.Input<string>,
): pulumi.Output<string> {
  const byVm = installations.get();
  return pulumi.all([resourceGroupName, vmName]).apply<string>(async ([group, vm]) => {
    // As part of what is returned, it would make the component's children wait for the component.
    const urn = await new Promise<string>((resolve) => void resource.urn.apply(resolve));
    const key = `${group}/${vm}`.toLowerCase();
    const there = byVm.get(key);
    if (there === undefined || there.urn === urn) {
      byVm.set(key, { urn, component });
      return vm;
    }
    const reason = `must be a VM without an installation, but ${there.component} installs on it too: a VM takes one, so give all profiles to that one; got ${JSON.stringify(vm)}`;
    return failLate(component, [{ path: "vmName", reason }]);
  });
}
