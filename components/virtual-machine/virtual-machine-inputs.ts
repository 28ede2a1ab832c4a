/** Inputs of a VM that are made from several arguments, each of which may be an output. */
import * as pulumi from "@pulumi/pulumi";
import { isGiven } from "../arguments/inputs";
import type { CheckedVirtualMachineArgs } from "./azure-virtual-machine-args";
import { securityProfile, ubuntuImage } from "./virtual-machine-template";

/** The list of the one zone; an output may turn out to be none. */
export function zones(zone: pulumi.Input<string | undefined>): pulumi.Output<string[]> {
  return pulumi.output(zone).apply((known) => (isGiven(known) ? [known] : []));
}

/** Custom data as Azure wants it; the property is left out when there turns out to be none. */
export function customData(text: pulumi.Input<string | undefined>): pulumi.Output<string> {
  return pulumi
    .output(text)
    .apply((known) =>
      isGiven(known) ? Buffer.from(known).toString("base64") : undefined,
    ) as pulumi.Output<string>;
}

/** The image of one's own, the marketplace image, or the Ubuntu that fits the size. */
export function imageReference(args: CheckedVirtualMachineArgs, size: pulumi.Output<string>) {
  return pulumi.all([args.imageId, args.image, size]).apply(([id, image, vmSize]) => {
    if (isGiven(id)) {
      return { id };
    }
    return isGiven(image) ? { ...image, version: image.version ?? "latest" } : ubuntuImage(vmSize);
  });
}

/** The security profile with its defaults. */
export function securityProfileOf(args: CheckedVirtualMachineArgs) {
  const { imdsAccess } = args;
  return pulumi
    .all([args.trustedLaunch, args.encryptionAtHost, args.imdsAccessProfileId])
    .apply(([trustedLaunch, encryptionAtHost, imdsAccessProfileId]) =>
      securityProfile({
        trustedLaunch: trustedLaunch ?? true,
        encryptionAtHost: encryptionAtHost ?? false,
        imdsAccess,
        imdsAccessProfileId,
      }),
    );
}
