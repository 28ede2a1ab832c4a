/** Inputs of a VM that are made from several arguments, each of which may be an Output. */
import * as pulumi from "@pulumi/pulumi";
import { isGiven } from "../arguments/inputs";
import type { CheckedVirtualMachineArgs } from "./azure-virtual-machine-args";
import { securityProfile, ubuntuImage, WINDOWS_IMAGE } from "./virtual-machine-template";

/** Custom data in the form that Azure needs. The property is omitted if an Output resolves to nothing. */
export function customData(text: pulumi.Input<string | undefined>): pulumi.Output<string> {
  return pulumi
    .output(text)
    .apply((known) =>
      isGiven(known) ? Buffer.from(known).toString("base64") : undefined,
    ) as pulumi.Output<string>;
}

/** The private image, the marketplace image, or the default for the operating system and the size. */
export function imageReference(args: CheckedVirtualMachineArgs, size: pulumi.Output<string>) {
  return pulumi.all([args.image, size]).apply(([image, vmSize]) => {
    if (!isGiven(image)) {
      return isGiven(args.windowsAdminPassword) ? WINDOWS_IMAGE : ubuntuImage(vmSize);
    }
    const [publisher, offer, sku, version] = image.split(":");
    return offer === undefined ? { id: image } : { publisher, offer, sku, version };
  });
}

/** The security profile with its defaults. */
export function securityProfileOf({ imdsAccess, trustedLaunch }: CheckedVirtualMachineArgs) {
  return pulumi.output(trustedLaunch).apply((known) => securityProfile(known ?? true, imdsAccess));
}
