import { demandOn } from "./claim-demand";
import type { OpenRole } from "./fact";
import { unfilledConditions } from "./key-facts";
import { type Demands, isPinned, type Setting } from "./provider-demands";
import type { Reach } from "./reach";

/** Works out who can assume a role of which a claim is not pinned. */
export function openRole(setting: Setting, demands: Demands): OpenRole {
  const { conditions, boundaries } = setting;
  const role = (why: OpenRole["why"], reach: Reach, more: Partial<OpenRole> = {}): OpenRole => ({
    why,
    reach,
    demands,
    isRefusedByIam: false,
    ...more,
  });
  if (unfilledConditions(setting).length > 0) {
    return role("unfilled", "nobody");
  }
  if (demands.isCallerPinned) {
    return role("caller", "replay");
  }
  const subject = demands.subjectIfPresent();
  if (isPinned(subject, boundaries)) {
    return role("if-present", "replay");
  }
  const isRefusedByIam = boundaries.isRefusedByIam(conditions);
  if (demands.standIn?.isRefusedByIam === true && isRefusedByIam) {
    // A role that is older than IAM's check still works: that nobody gets in is not certain.
    return role("refused-caller", "replay", { isRefusedByIam });
  }
  const unbound = boundaries.unbound(subject.literals);
  const open = { ...demands, subject, unbound };
  const [why, reach] = whoOf(setting, open);
  return role(why, reach, { demands: open, isRefusedByIam });
}

/** Who can assume a role whose subject is not pinned. */
function whoOf(setting: Setting, { subject, unbound, ...demands }: Demands): [OpenRole["why"], Reach] {
  const { provider, boundaries } = setting;
  const { crowd } = boundaries;
  if (isOneOwners(setting, demands.audience.kind === "exact")) {
    return ["owner", "tenant"];
  }
  const { actsForCustomers = false } = provider.issuer?.facts ?? {};
  const isOfOwner = boundaries.isBoundToOwner(subject);
  // Only issuers of the table have subjects that bind nobody.
  if (unbound.length > 0 && !isOfOwner) {
    return boundaries.areOfOneOwner(unbound)
      ? ["unbound-of-owner", "tenant"]
      : ["unbound", actsForCustomers ? "anyone" : crowd];
  }
  return subject.kind === "patterns" && !actsForCustomers
    ? ["pattern", isOfOwner ? "tenant" : crowd]
    : ["crowd", crowd];
}

/** Whether another claim than the subject binds one owner: the audience, or a claim that names the owner. */
function isOneOwners({ provider, conditions }: Setting, isAudienceExact: boolean): boolean {
  const { audienceNamesOwner, ownerClaims = [] } = provider.issuer?.facts ?? {};
  return (
    (audienceNamesOwner === true && isAudienceExact) ||
    ownerClaims.some(
      (claim) =>
        demandOn(conditions.on(`${provider.foldedName}:${claim}`), true, () => false).kind === "exact",
    )
  );
}
