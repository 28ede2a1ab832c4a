import { demandOfCondition, demandsAbsence } from "../kernel/claim-demand";
import { compares } from "../kernel/condition-index";
import type { Claim, Fact } from "../kernel/fact";
import type { Demands } from "../kernel/provider-demands";
import { isPinned } from "../kernel/provider-demands";
import { pathOf, strongest } from "./claim-conditions";
import { type ClaimRemedy, claimRemedy } from "./claim-remedy";
import { type ClaimSetting, type Content, finding } from "./finding";
import type { TrustFinding } from "./verdict";

/** What a value is worth that no token has, beside others. */
export const OTHERS = "Only the other values let a caller in: no token carries this one.";

/** The finding for values of a pinned claim that no token has, or that mean something else than they seem to. */
export function valueFinding(fact: Fact, demands: Demands, setting: ClaimSetting): TrustFinding {
  const { provider, conditions, variables } = setting;
  const { claim = "subject", condition, severity, reach } = fact;
  const [key, ownKey] =
    claim === "audience"
      ? [provider.audienceKey, provider.foldedAudienceKey]
      : [provider.subjectKey, provider.foldedSubjectKey];
  const all = conditions.on(ownKey);
  const own = condition ?? strongest(all.filter(compares), variables) ?? all[0];
  return finding(setting.place, {
    rule: `oidc-trust-requires-${claim}`,
    code: fact.code,
    severity,
    key,
    path: own === undefined ? ["Condition"] : pathOf(own),
    reach,
    ...(severity === "note" ? { consequence: OTHERS } : {}),
    ...remarkOn(fact, claim, demands, setting),
  });
}

function remarkOn(
  fact: Fact,
  claim: Claim,
  demands: Demands,
  setting: ClaimSetting,
): Pick<Content, "found" | "right"> & Partial<Content> {
  const { condition, values: [value = ""] = [] } = fact;
  if (condition !== undefined && demandsAbsence(condition)) {
    return {
      found: `${condition.name} true on ${condition.key}, but every token has this claim`,
      right: "no such condition",
    };
  }
  if (condition !== undefined) {
    return {
      found: `${condition.name}, which also accepts a token that names other values`,
      right: condition.name.slice("ForAnyValue:".length),
      consequence: `A token that names other values in addition to the listed ${claim} can assume this role too.`,
    };
  }
  switch (fact.code) {
    case "claim-value-literal": {
      const literal = /[*?]/.test(value) ? "* and ?" : "${";
      return {
        found: `${JSON.stringify(value)}, in which ${literal} ${literal === "${" ? "is" : "are"} literal`,
        right: "the exact value",
        ...(fact.severity === "violation" ? literalRemedy(claim, demands[claim].values, setting) : {}),
      };
    }
    case "claim-value-is-placeholder":
      return {
        found: `${JSON.stringify(value)}, in which a placeholder was left`,
        right: "your own value in its place",
      };
    default:
      return {
        found: fact.values?.length === 0 ? "conditions that no value meets" : "an empty string",
        right: `the ${claim} that the tokens carry`,
      };
  }
}

/** The fix for exact values that look like patterns: an operator that takes them as such, if they bind the caller then. */
function literalRemedy(claim: Claim, values: readonly string[], setting: ClaimSetting): ClaimRemedy {
  const { provider, boundaries } = setting;
  const own = strongest(setting.conditions.on(provider.foldedSubjectKey).filter(compares), setting.variables);
  const asPattern =
    own &&
    demandOfCondition({ ...own, operator: { ...own.operator, comparison: "like" } }, setting.variables);
  const binds = claim === "subject" && asPattern?.kind === "patterns" && isPinned(asPattern, boundaries);
  const key = claim === "audience" ? provider.audienceKey : provider.subjectKey;
  return claimRemedy(claim, key, setting, binds ? values : false);
}
