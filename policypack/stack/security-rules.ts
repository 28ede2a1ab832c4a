import { asList, isObject } from "../../trust";
import type { SeenResource, StackResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import { SECURITY_GROUPS, SECURITY_RULES } from "./machine-network";

/** A rule of a network security group, in ARM's words. */
export type SecurityRule = Readonly<Record<string, unknown>>;

/** The properties of a rule that decide what gets through. */
export const DECIDING = [
  "priority",
  "direction",
  "access",
  "protocol",
  "sourceAddressPrefix",
  "sourceAddressPrefixes",
  "sourcePortRange",
  "sourcePortRanges",
  "sourceApplicationSecurityGroups",
  "sourceApplicationSecurityGroupIds",
  "destinationAddressPrefix",
  "destinationAddressPrefixes",
  "destinationPortRange",
  "destinationPortRanges",
  "destinationApplicationSecurityGroups",
  "destinationApplicationSecurityGroupIds",
];

/** The rules that a group has in itself, or the one rule that a separate resource is. */
export function rulesIn(resource: SeenResource): readonly SecurityRule[] {
  if (SECURITY_GROUPS.includes(resource.type)) {
    return asList(resource.get("securityRules")).filter(isObject);
  }
  return SECURITY_RULES.includes(resource.type)
    ? [Object.fromEntries(["name", ...DECIDING].map((name) => [name, resource.get(name)]))]
    : [];
}

/**
 * The rules of the groups that a group or rule belongs to: only together do they say what gets through.
 *
 * @param others - Resources among which those rules may be.
 */
export function rulesBeside(
  resource: SeenResource,
  others: readonly SeenResource[],
): readonly SecurityRule[] {
  // As a part of the stack it knows what it is connected to.
  const own = groupsOf(others.find(({ urn }) => urn === resource.urn) ?? resource);
  return others.filter((other) => groupsOf(other).some((group) => own.includes(group))).flatMap(rulesIn);
}

/** The groups that a group or rule belongs to, by URN and by name. */
function groupsOf(resource: SeenResource): readonly string[] {
  if (SECURITY_GROUPS.includes(resource.type)) {
    return [
      resource.urn,
      ...knownStrings(resource.get("networkSecurityGroupName")),
      ...knownStrings(resource.get("name")),
    ];
  }
  const made = "madeOf" in resource ? (resource as StackResource).madeOf("networkSecurityGroupName") : [];
  return SECURITY_RULES.includes(resource.type)
    ? [...made.map(({ urn }) => urn), ...knownStrings(resource.get("networkSecurityGroupName"))]
    : [];
}
