import path from "node:path";
import { type FoundPolicy, idOf } from "../../policy-sources";
import type { BaselineFinding } from "../../policypack/configuration";
import type { JudgedRole, PlacedFinding } from "./judged-role";
import type { Mask } from "./mask";

/**
 * What identifies a role in fingerprints. In a Pulumi stack the same as in the policy pack. In other files the role's name takes the
 * place of the URN, with its account or, where nothing tells that, the file: a name alone says little, and a bare policy has none.
 */
export function roleIdentity(file: string, found: FoundPolicy, mask: Mask): readonly unknown[] {
  const { urn, account, place = "", variant = [] } = found;
  if (urn !== undefined) {
    return [urn, place];
  }
  const shown = (part: unknown): boolean => typeof part !== "string" || !mask.hides(part);
  const holder = account !== undefined && shown(account) ? account : path.normalize(file);
  return [holder, place, ...idOf(found), ...variant].map((part) => (shown(part) ? part : null));
}

/** A role's violation as a baseline has it. In a Pulumi stack the same as the policy pack makes of it. */
export function baselineFinding(
  { document: { urn, role }, identity }: JudgedRole,
  { finding, identity: own }: PlacedFinding,
): BaselineFinding {
  return {
    rule: finding.rule,
    resource: urn ?? role,
    identity: [...identity, ...own()],
    message: `Role ${role}: ${finding.message}`,
  };
}
