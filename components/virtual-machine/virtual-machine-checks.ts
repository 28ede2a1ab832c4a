/** Checks of single settings of a VM, and of those that do not go together. */
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../arguments/argument-checks";
import type { Rule } from "../arguments/argument-rule";
import type { FindProblems } from "../arguments/find-problems";
import { isGiven, isPlain } from "../arguments/inputs";
import {
  imageId,
  imagePart,
  isManagedImage,
  sshPublicKey,
  vmSize,
  WHERE_KEYS_COME_FROM,
} from "../arguments/rules/virtual-machine";
import type { MarketplaceImage, VirtualMachineSettings } from "./virtual-machine-settings";
import { hasArmCores } from "./virtual-machine-template";

/** What belongs to a network of the VM's own. */
const OWN_NETWORK = [
  "addressPrefix",
  "natGatewayId",
  "dangerouslyAllowSshFrom",
  "dangerouslyAssignPublicIp",
] as const;

/** The key that was given, or that of the stack. A key may be an output that turns out to be nothing. */
export function checkKey(
  checks: ArgumentChecks,
  given: pulumi.Input<string | undefined>,
): pulumi.Input<string> {
  const configured = new pulumi.Config("azure-to-aws-federation").get("sshPublicKey");
  const key = isPlain(given)
    ? (given ?? configured)
    : pulumi.output(given).apply((known) => known ?? configured ?? "");
  if (isGiven(key)) {
    return checks.text("sshPublicKey", key, sshPublicKey, { hideValue: true });
  }
  checks.report("sshPublicKey", `is missing: ${WHERE_KEYS_COME_FROM}`);
  return "";
}

export function checkImage(checks: ArgumentChecks, image: MarketplaceImage): MarketplaceImage {
  checks.knownKeys("", image, ["publisher", "offer", "sku", "version"]);
  return {
    publisher: checks.text("publisher", image.publisher, imagePart),
    offer: checks.text("offer", image.offer, imagePart),
    sku: checks.text("sku", image.sku, imagePart),
    version: checks.optionalText("version", image.version, imagePart),
  };
}

/** Checks the image of one's own: with a managed image there is no trusted launch, which is the default. */
export function checkImageId(
  checks: ArgumentChecks,
  args: VirtualMachineSettings,
): pulumi.Input<string | undefined> {
  return besideTrustedLaunch(checks, args, "imageId", imageId, fitsImage);
}

/** Checks the size: older ones with Arm cores have no trusted launch, which is the default. */
export function checkSize(
  checks: ArgumentChecks,
  args: VirtualMachineSettings,
): pulumi.Input<string | undefined> {
  return besideTrustedLaunch(checks, args, "size", vmSize, fitsSize);
}

/** Checks a text by its rule and, as soon as both are known, whether `trustedLaunch` goes together with it. */
function besideTrustedLaunch(
  checks: ArgumentChecks,
  { trustedLaunch, ...args }: VirtualMachineSettings,
  path: "imageId" | "size",
  rule: Rule<string>,
  fits: FindProblems,
): pulumi.Input<string | undefined> {
  const given = args[path];
  const checked = checks.optionalText(path, given, rule);
  if (!isGiven(given)) {
    return checked;
  }
  if (isPlain(given) && isPlain(trustedLaunch)) {
    void checks.value("trustedLaunch", [given, trustedLaunch], fits);
    return checked;
  }
  const both = pulumi.all([checked, trustedLaunch]);
  return pulumi.output(checks.value("trustedLaunch", both, fits)).apply(([known]) => known);
}

const fitsImage: FindProblems = (path, value) => {
  const [id, trustedLaunch] = value as readonly unknown[];
  return typeof id === "string" && isManagedImage(id) && trustedLaunch !== false
    ? [{ path, reason: "must be false with a managed image: Azure wants one in a compute gallery for it" }]
    : [];
};

/** Source: Microsoft, "Trusted Launch for Azure virtual machines", sizes that are not supported. */
const fitsSize: FindProblems = (path, value) => {
  const [size, trustedLaunch] = value as readonly unknown[];
  if (typeof size !== "string" || !hasArmCores(size) || trustedLaunch === false) {
    return [];
  }
  const version = Number(/_v(\d+)$/i.exec(size)?.[1] ?? 1);
  if (version >= 6) {
    return [];
  }
  const reason = `must be false with the size ${JSON.stringify(size)}: of those with Arm cores, only version 6 and later have it`;
  return [{ path, reason }];
};

/** What does not go together. */
export function checkTogether(checks: ArgumentChecks, args: VirtualMachineSettings): void {
  const excludes = (path: keyof VirtualMachineSettings, other: keyof VirtualMachineSettings) => {
    checks.report(path, `does not go together with ${other}: leave one of them out`, args[path]);
  };
  if (isGiven(args.image) && isGiven(args.imageId)) {
    excludes("imageId", "image");
  }
  if (isGiven(args.imdsAccess) && isGiven(args.imdsAccessProfileId)) {
    excludes("imdsAccessProfileId", "imdsAccess");
  }
  if (isGiven(args.subnetId)) {
    for (const name of OWN_NETWORK) {
      if (isGiven(args[name])) {
        excludes(name, "subnetId");
      }
    }
  } else if (isGiven(args.dangerouslyAllowSshFrom) && args.dangerouslyAssignPublicIp !== true) {
    const reason =
      "needs dangerouslyAssignPublicIp: true, since a VM without a public IP address is not reached";
    checks.report("dangerouslyAllowSshFrom", reason, args.dangerouslyAllowSshFrom);
  }
}
