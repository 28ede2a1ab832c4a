/** Rules for arguments of Azure Resource Manager: resource IDs, regions, resource groups, and tags. */
import { ARGUMENTS, coded } from "../../../messages";
import type { Fault, Rule } from "../argument-rule";
import type { FindProblems } from "../find-problems";

/**
 * The ID of an Azure resource of one type.
 *
 * @param type - Provider and type, the types of parents included: `Microsoft.ManagedIdentity/userAssignedIdentities`,
 *   `Microsoft.Network/virtualNetworks/subnets`.
 */
export function armId(type: string): Rule<string> {
  const [namespace = "", ...types] = type.split("/");
  const names = types.map((segment) => `${segment}/[^/]+`).join("/");
  const pattern = new RegExp(
    `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${namespace}/${names}$`,
    "i",
  );
  return (value) =>
    pattern.test(value)
      ? []
      : [coded("arm-id-invalid", `invalid resource ID. Expected the ID of one ${type}`)];
}

/** The name of a tag: at most 512 characters, without those that Azure refuses. */
export function azureTagName(name: string): readonly Fault[] {
  return name.length >= 1 && name.length <= 512 && !/[<>%&\\?/]/.test(name)
    ? []
    : [
        coded(
          "azure-tag-name-invalid",
          "invalid tag name. Expected 1 to 512 characters without < > % & \\ ? /",
        ),
      ];
}

/** The value of a tag: at most 256 characters. */
export function azureTagValue(value: string): readonly Fault[] {
  return value.length <= 256 ? [] : [{ ...ARGUMENTS.say("argument-too-long", 256), has: value.length }];
}

/** The number of tags that one resource may have ("Use tags to organize your Azure resources", limitations). */
const MOST_TAGS = 50;

/** How many tags there are. The map must be one. */
export const inAzureTags: FindProblems = (path, tags) => {
  const { length } = Object.keys(tags as object);
  return length <= MOST_TAGS
    ? []
    : [{ path, ...ARGUMENTS.say("argument-too-many", "tags", MOST_TAGS, length) }];
};

/** An Azure region by its name (`westeurope`) or display name (`West Europe`). */
export function location(value: string): readonly Fault[] {
  return /^[A-Za-z][A-Za-z0-9 ()]{1,63}$/.test(value)
    ? []
    : [coded("azure-region-invalid", "invalid Azure region. Expected a name such as westeurope")];
}

/** The name of an Azure resource group (Resource Manager, "Naming rules and restrictions"). */
export function resourceGroupName(value: string): readonly Fault[] {
  return /^[\p{L}\p{Nd}._()-]{0,89}[\p{L}\p{Nd}_()-]$/u.test(value)
    ? []
    : [
        coded(
          "resource-group-name-invalid",
          "invalid resource group name. Expected 1 to 90 letters, digits, or . _ ( ) -, not ending with a period",
        ),
      ];
}

/** The parts of an ARM resource ID that functions of `azure-native` want one by one. */
export interface ArmIdParts {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  /** The names from the outermost resource to the one that the ID is of: network, then subnet. */
  readonly names: readonly string[];
}

/** Reads the ID of a resource in a resource group, which must have passed the rule `armId`. */
export function armIdParts(id: string): ArmIdParts {
  const [, , subscriptionId = "", , resourceGroupName = "", , , ...rest] = id.split("/");
  return { subscriptionId, resourceGroupName, names: rest.filter((_, index) => index % 2 === 1) };
}
