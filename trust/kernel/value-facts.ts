import { type ClaimDemand, demandsAbsence } from "./claim-demand";
import { PLACEHOLDER } from "./condition-value";
import { type Claim, closing, type Fact, note } from "./fact";
import type { Setting } from "./provider-demands";

/** Looks at the values that a claim is pinned to: can any token have them, and do they mean what they seem to mean? */
export function valueFacts(claim: Claim, demand: ClaimDemand, setting: Setting): Fact[] {
  const { provider, conditions, variables } = setting;
  const all = conditions.on(claim === "audience" ? provider.foldedAudienceKey : provider.foldedSubjectKey);
  const absence = all.find(demandsAbsence);
  if (absence !== undefined) {
    return [closing("claim-value-impossible", { claim, condition: absence })];
  }
  const isDead = demand.values.length === 0 || demand.values.some(isSuspect);
  const facts = isDead ? deadValues(claim, demand, variables) : [];
  for (const condition of all) {
    if (condition.operator.quantifier === "ForAnyValue:") {
      facts.push(note("claim-has-several-values", { claim, condition }));
    }
  }
  return facts;
}

/** Whether a value can be one that no token has. Most are not, and need no closer look. */
function isSuspect(value: string): boolean {
  return value === "" || /[<*?$]/.test(value);
}

/** Values that no token has: empty ones, placeholders, and exact ones that look like patterns. */
function deadValues(claim: Claim, { kind, values }: ClaimDemand, variables: boolean): Fact[] {
  const hidesPattern = (value: string): boolean => kind === "exact" && isLiteral(value, variables);
  // One value of several that no token has changes nothing.
  const areAllDead = values.every((value) => value === "" || PLACEHOLDER.test(value) || hidesPattern(value));
  const dead = areAllDead ? closing : note;
  const impossible = values.length === 0 || values.includes("") ? [values.length === 0 ? [] : [""]] : [];
  return [
    ...impossible.map((empty) => dead("claim-value-impossible", { claim, values: empty })),
    ...values.filter(hidesPattern).map((value) => dead("claim-value-literal", { claim, values: [value] })),
    ...values
      .filter((value) => PLACEHOLDER.test(value))
      .map((value) => dead("claim-value-is-placeholder", { claim, values: [value] })),
  ];
}

/** Whether an exact value has characters that look like a wildcard or a variable, and mean themselves. */
function isLiteral(value: string, variables: boolean): boolean {
  return /[*?]/.test(value) || (!variables && value.includes("${"));
}
