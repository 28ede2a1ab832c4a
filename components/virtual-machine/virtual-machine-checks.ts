/** The settings of a VM as arguments, and which of them exclude or require each other. */
import * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, coded } from "../../messages";
import { VIRTUAL_MACHINE } from "../../messages/virtual-machine";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, ifGiven, optional, plain, text } from "../arguments/argument-kinds";
import type { Rule } from "../arguments/argument-rule";
import { type Argument, argumentTable } from "../arguments/argument-table";
import { azureTags } from "../arguments/azure-tags";
import type { FindProblems } from "../arguments/find-problems";
import { isGiven, isPlain } from "../arguments/inputs";
import { armId } from "../arguments/rules/azure";
import { oneOf } from "../arguments/rules/names";
import {
  adminUsername,
  cloudInit,
  image,
  isManagedImage,
  sshPublicKey as sshPublicKeyRule,
  vmSize,
  windowsAdminPassword,
} from "../arguments/rules/virtual-machine";
import { ImdsAccess, type VirtualMachineSettings } from "./virtual-machine-settings";
import { hasArmCores } from "./virtual-machine-template";

/** The given key, or that of the stack's configuration. The given key may be an Output that resolves to nothing. */
const sshPublicKey: Argument<
  VirtualMachineSettings["sshPublicKey"],
  pulumi.Input<string>,
  VirtualMachineSettings
> = {
  check: (checks, path, given, all) => {
    if (isGiven(all.windowsAdminPassword) && !isGiven(given)) {
      return "";
    }
    const configured = new pulumi.Config("azure-to-aws-federation").get("sshPublicKey");
    const key = isPlain(given)
      ? (given ?? configured)
      : pulumi.output(given).apply((known) => known ?? configured ?? "");
    if (isGiven(key)) {
      return text(sshPublicKeyRule, { hideValue: true }).check(checks, path, key, undefined);
    }
    checks.report(path, VIRTUAL_MACHINE.say("ssh-key-missing"));
    return "";
  },
};

/** A string that may exclude trusted launch, which is the default. It is checked as soon as both are known. */
function besideTrustedLaunch(
  rule: Rule<string>,
  fits: FindProblems,
): Argument<pulumi.Input<string | undefined>, pulumi.Input<string | undefined>, VirtualMachineSettings> {
  return {
    check: (checks, path, given, { trustedLaunch }) => {
      const checked = optional(text(rule)).check(checks, path, given, undefined);
      if (!isGiven(given)) {
        return checked;
      }
      if (isPlain(given) && isPlain(trustedLaunch)) {
        checks.note("trustedLaunch", [given, trustedLaunch], fits);
        return checked;
      }
      const both = pulumi.all([checked, trustedLaunch]);
      return pulumi.output(checks.value("trustedLaunch", both, fits)).apply(([known]) => known);
    },
  };
}

/** A VM from a managed image cannot have trusted launch. */
const fitsImage: FindProblems = (path, value) => {
  const [image, trustedLaunch] = value as readonly unknown[];
  return typeof image === "string" && isManagedImage(image) && trustedLaunch !== false
    ? [
        {
          path,
          ...coded(
            "trusted-launch-managed-image",
            "must be false with a managed image: trusted launch requires an image in a compute gallery",
          ),
        },
      ]
    : [];
};

/** Older sizes with Arm cores do not support trusted launch. Source: Microsoft, "Trusted Launch for Azure virtual machines", sizes that are not supported. */
const fitsSize: FindProblems = (path, value) => {
  const [size, trustedLaunch] = value as readonly unknown[];
  if (typeof size !== "string" || !hasArmCores(size) || trustedLaunch === false) {
    return [];
  }
  const version = Number(/_v(\d+)$/i.exec(size)?.[1] ?? 1);
  if (version >= 6) {
    return [];
  }
  return [
    {
      path,
      ...coded(
        "trusted-launch-size",
        `must be false with the size ${JSON.stringify(size)}: of the sizes with Arm cores, only version 6 and later support it`,
      ),
    },
  ];
};

/** Reports arguments that exclude or require each other. */
function reportTogether(checks: ArgumentChecks, args: VirtualMachineSettings): void {
  if (isGiven(args.subnetId) && isGiven(args.natGatewayId)) {
    checks.report("natGatewayId", ARGUMENTS.say("argument-excluded", "subnetId"), args.natGatewayId);
  }
  for (const name of ["sshPublicKey", "cloudInit", "imdsAccess"] as const) {
    if (isGiven(args.windowsAdminPassword) && isGiven(args[name])) {
      checks.report(name, ARGUMENTS.say("argument-excluded", "windowsAdminPassword"));
    }
  }
}

/** The arguments of {@link VirtualMachineSettings}. */
export const VIRTUAL_MACHINE_SETTINGS = argumentTable<VirtualMachineSettings>()(
  {
    sshPublicKey,
    windowsAdminPassword: ifGiven(text(windowsAdminPassword, { hideValue: true })),
    adminUsername: optional(text(adminUsername)),
    size: besideTrustedLaunch(vmSize, fitsSize),
    image: besideTrustedLaunch(image, fitsImage),
    subnetId: ifGiven(text(armId("Microsoft.Network/virtualNetworks/subnets"))),
    natGatewayId: ifGiven(text(armId("Microsoft.Network/natGateways"))),
    trustedLaunch: optional(boolean()),
    tags: azureTags,
    cloudInit: optional(text(cloudInit)),
    imdsAccess: plain(text<ImdsAccess>(oneOf(Object.values(ImdsAccess)))),
  },
  reportTogether,
);
