import { PLACEHOLDER } from "../issuers/subject-boundaries";
import { type ClaimDemand, demandOfCondition, demandsAbsence, strongest } from "../kernel/claim-demand";
import { compares } from "../kernel/condition-index";
import { pathOf } from "../kernel/conditions";
import type { PolicyPath } from "../kernel/problem";
import { isPinned } from "../kernel/provider-demands";
import { type ClaimRemedy, claimRemedy } from "./claim-remedy";
import { type Claim, type ClaimSetting, type Content, finding } from "./finding";
import type { TrustFinding } from "./verdict";

/** Looks at the values that a claim is pinned to: can any token have them, and do they mean what they seem to mean? */
export function judgeValues(
  claim: Claim,
  demand: ClaimDemand,
  setting: ClaimSetting,
  findings: TrustFinding[],
): void {
  const { place, provider, conditions } = setting;
  const key = claim === "audience" ? provider.audienceKey : provider.subjectKey;
  const ownKey = claim === "audience" ? provider.foldedAudienceKey : provider.foldedSubjectKey;
  const rule = `oidc-trust-requires-${claim}` as const;
  const all = conditions.on(ownKey);
  const path = (): PolicyPath => {
    const own = strongest(all.filter(compares), setting.variables) ?? all[0];
    return own === undefined ? ["Condition"] : pathOf(own);
  };
  const report = (content: Omit<Content, "rule" | "key">): void => {
    findings.push(finding(place, { rule, key, path: path(), ...content }));
  };
  const absence = all.find(demandsAbsence);
  if (absence !== undefined) {
    report({
      code: "claim-value-impossible",
      path: pathOf(absence),
      found: `${absence.name} true on ${absence.key}, but every token has this claim`,
      right: "no such condition",
      reach: "nobody",
    });
    return;
  }
  if (demand.values.length === 0 || demand.values.some(isSuspect)) {
    reportDeadValues(claim, demand, setting, report);
  }
  for (const condition of all) {
    const { operator, name } = condition;
    if (operator.quantifier === "ForAnyValue:") {
      report({
        code: "claim-has-several-values",
        severity: "note",
        path: pathOf(condition),
        found: `${name}, which also accepts a token that names other values`,
        consequence: `A token that names other values in addition to the listed ${claim} can assume this role too.`,
        right: name.slice("ForAnyValue:".length),
      });
    }
  }
}

/** Whether a value can be one that no token has. Most are not, and need no closer look. */
function isSuspect(value: string): boolean {
  return value === "" || /[<*?$]/.test(value);
}

/** Reports values that no token has: empty ones, placeholders, and exact ones that look like patterns. */
function reportDeadValues(
  claim: Claim,
  demand: ClaimDemand,
  setting: ClaimSetting,
  report: (content: Omit<Content, "rule" | "key">) => void,
): void {
  const { variables } = setting;
  const isDead = (value: string): boolean =>
    value === "" ||
    PLACEHOLDER.test(value) ||
    (demand.kind === "exact" && literalIn(value, variables) !== undefined);
  // One value of several that no token has changes nothing.
  const areAllDead = demand.values.every(isDead);
  const dead = areAllDead
    ? ({ reach: "nobody" } as const)
    : ({
        severity: "note",
        consequence: "Only the other values let a caller in: no token carries this one.",
      } as const);
  if (demand.values.length === 0 || demand.values.includes("")) {
    report({
      code: "claim-value-impossible",
      found: demand.values.length === 0 ? "conditions that no value meets" : "an empty string",
      right: `the ${claim} that the tokens carry`,
      ...dead,
    });
  }
  for (const value of demand.kind === "exact" ? demand.values : []) {
    const literal = literalIn(value, variables);
    if (literal !== undefined) {
      report({
        code: "claim-value-literal",
        found: `${JSON.stringify(value)}, in which ${literal} ${literal === "${" ? "is" : "are"} literal`,
        right: "the exact value",
        ...dead,
        ...(areAllDead ? literalRemedy(claim, demand, setting) : {}),
      });
    }
  }
  for (const value of demand.values) {
    if (PLACEHOLDER.test(value)) {
      report({
        code: "claim-value-is-placeholder",
        found: `${JSON.stringify(value)}, in which a placeholder was left`,
        right: "your own value in its place",
        ...dead,
      });
    }
  }
}

/** The fix for exact values that look like patterns: an operator that takes them as such, if they bind the caller then. */
function literalRemedy(claim: Claim, { values }: ClaimDemand, setting: ClaimSetting): ClaimRemedy {
  const { provider, boundaries } = setting;
  const own = strongest(setting.conditions.on(provider.foldedSubjectKey).filter(compares), setting.variables);
  const asPattern =
    own &&
    demandOfCondition({ ...own, operator: { ...own.operator, comparison: "like" } }, setting.variables);
  const binds = claim === "subject" && asPattern?.kind === "patterns" && isPinned(asPattern, boundaries);
  const key = claim === "audience" ? provider.audienceKey : provider.subjectKey;
  return claimRemedy(claim, key, setting, binds ? values : false);
}

/** The literal characters in an exact value that look like a wildcard or a variable. */
function literalIn(value: string, variables: boolean): string | undefined {
  return /[*?]/.test(value) ? "* and ?" : !variables && value.includes("${") ? "${" : undefined;
}
